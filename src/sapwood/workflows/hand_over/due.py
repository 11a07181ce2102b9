"""Which accounts a new owner has yet to introduce themselves to: plain values for planning, by few questions."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Count, Min

from sapwood.measures.standing import Standing as Measured
from sapwood.planning.introduction import Introduction, introduced
from sapwood.planning.urgency import HAND_OVER
from sapwood.records.directory.models import Person
from sapwood.records.notes.models import NextStep
from sapwood.records.relationships.models import HandOver, Relationship

from ..listed import listed

MOST_NAMED = 3  # colleagues
MOST_LISTED = 2_000  # relationships that are named to the database


def introductions_of(
    as_of: date,
    measured: Collection[tuple[Relationship, Measured]],
    done: Mapping[tuple[int, str], date],
    owners: Mapping[int | None, int],
) -> dict[int, Introduction]:
    """By relationship, what is owed or will be. `done`: when somebody last said of such an item that it is done;
    `owners`: which person each user is."""
    rows = HandOver.objects.owing(as_of).order_by().select_related("before", "by")
    about = {one.pk: standing for one, standing in measured if one.pk}
    if len(about) <= MOST_LISTED:
        rows = rows.filter(relationship__in=listed(about))
    open_now = [
        row
        for row in rows
        if row.relationship_id in about
        and done.get((row.relationship_id, HAND_OVER), date.min) < row.day
        and not introduced(owners.get(row.owner_id), row.day, about[row.relationship_id])
    ]
    if not open_now:
        return {}
    knew = {row.relationship_id: _know(about[row.relationship_id], owners.get(row.owner_id)) for row in open_now}
    names = dict(
        Person.objects.filter(pk__in={one for some in knew.values() for one in some}).values_list("pk", "name")
    )
    steps = _steps([row.relationship_id for row in open_now])
    return {
        row.relationship_id: Introduction(
            before=str(row.before),
            day=row.day,
            due=row.offered,
            to=owners.get(row.owner_id),
            since=row.since,
            by=str(row.by),
            ahead=row.offered > as_of,
            knew=tuple(names[one] for one in knew[row.relationship_id] if one in names),
            steps=steps.get(row.relationship_id, (0, None))[0],
            next_step=steps.get(row.relationship_id, (0, None))[1],
        )
        for row in open_now
    }


def _know(standing: Measured, to: int | None) -> list[int]:
    """Who else of ours knows them, best first."""
    people = dict.fromkeys(tie["colleague"] for tie in standing.reach.get("ties", ()))
    return [one for one in people if one != to][:MOST_NAMED]


def _steps(relationships: list[int]) -> dict[int, tuple[int, date | None]]:
    """How many next steps are open, and when the next of them is due."""
    rows = NextStep.objects.open().filter(relationship__in=listed(relationships)).order_by()
    return {one: (n, due) for one, n, due in rows.values_list("relationship").annotate(Count("pk"), Min("due"))}
