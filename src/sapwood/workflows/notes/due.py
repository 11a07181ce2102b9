"""Next steps as reasons to be in touch: for the plan of a day, in its sentences, and closed by who says done."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from sapwood.planning.step import Step, is_due, sentence
from sapwood.records.access.models import Installation, User
from sapwood.records.notes.models import NextStep
from sapwood.records.relationships.models import DayItem, Decision

from .shown import steps_shown

MOST_NAMED = 2_000  # relationships that are named to the database


def steps_due(as_of: date, relationships: Collection[int]) -> dict[int, tuple[Step, ...]]:
    """By relationship, what was said by then, is due, and was open that day; the oldest first."""
    zone = ZoneInfo(Installation.get().zone)
    after = datetime.combine(as_of + timedelta(days=1), time(), zone)
    rows = NextStep.objects.standing().filter(
        Q(closed=None) | Q(closed__gte=after), due__lte=as_of, note__when__lt=after
    )
    if len(relationships) <= MOST_NAMED:
        rows = rows.filter(relationship__in=relationships)
    found: defaultdict[int, list[Step]] = defaultdict(list)
    for row in rows.select_related("note"):
        step = _step(row, zone)
        if is_due(step, as_of):
            found[row.relationship_id].append(step)
    return {number: tuple(sorted(steps, key=lambda one: (one.due, one.number))) for number, steps in found.items()}


def _step(row: NextStep, zone: ZoneInfo) -> Step:
    note = row.note
    channel = note.channel if note.interaction is None else ""
    said = note.when.astimezone(zone).date()
    return Step(row.pk, row.by, row.due, said, row.whose_id, note.interaction, channel)


def give_steps(user: User, items: Iterable[DayItem]) -> None:
    """Writes into the items, unsaved, what is due, for who may read it."""
    about = {item: item.next_steps[0] for item in items if item.next_steps}
    if not about:
        return
    zone = ZoneInfo(Installation.get().zone)
    rows = NextStep.objects.filter(pk__in=set(about.values())).select_related("note", "whose")
    shown = {one.step.pk: one for one in steps_shown(user, rows)}
    for item, number in about.items():
        if (one := shown.get(number)) and one.what and one.step.due:
            item.why = sentence(_step(one.step, zone), one.what)


def close_with(decision: Decision) -> None:
    """What was due with this account is done: who decided so closed it, at that moment."""
    due = steps_due(decision.day, [decision.relationship_id]).get(decision.relationship_id, ())
    NextStep.objects.filter(pk__in=[one.number for one in due], closed=None).update(
        closed=decision.decided, closed_by=decision.by, closing=NextStep.Closing.DONE
    )


def open_with(decision: Decision) -> None:
    """The decision is taken back: what it closed is open again."""
    closed = NextStep.objects.filter(relationship=decision.relationship, closed=decision.decided)
    closed.update(closed=None, closed_by=None, closing="")
