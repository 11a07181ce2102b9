"""The day as one user sees it: what is offered to them, less what was decided about it."""

from dataclasses import dataclass, field
from datetime import date

from sapwood.planning.decisions import assignee, set_aside
from sapwood.planning.relationship import Relationship as Planned
from sapwood.planning.today import FOCUS
from sapwood.records.access.models import User
from sapwood.records.directory.models import Person
from sapwood.records.relationships.models import DayItem, Decision, Relationship, Standing

from .plan_day import decisions_about, persons_of_users, plan_values
from .saved import measured_again


@dataclass
class Day:
    """`focus` are at most six items, `later` the rest, `faded` relationships that are over rather than neglected,
    each best first; `peace` is not to be touched until its `until`. `decided` can be undone."""

    as_of: date
    focus: list[DayItem] = field(default_factory=list)
    later: list[DayItem] = field(default_factory=list)
    faded: list[DayItem] = field(default_factory=list)
    peace: list[DayItem] = field(default_factory=list)
    unjudged: list[Relationship] = field(default_factory=list)
    decided: list[Decision] = field(default_factory=list)
    well: int = 0
    total: int = 0


def person_of(user: User) -> Person | None:
    return Person.objects.filter(pk=persons_of_users().get(user.pk)).first()


def day_for(user: User, as_of: date, colleague: Person | None = None) -> Day:
    """What `user` may see of the day's plan; only what is `colleague`'s, where one is named."""
    visible = Relationship.objects.visible_to(user)
    rows = (
        DayItem.objects.filter(relationship__in=visible)
        .select_related("relationship__organisation", "relationship__standing", "colleague", "contact")
        .defer(*(f"relationship__standing__{bulky}" for bulky in ("recent", "reach", "balance", "arithmetic")))
    )
    items = _after_decisions(list(rows), as_of)
    if colleague is not None:
        items = [i for i in items if i.section == DayItem.Section.PEACE or i.colleague_id == colleague.pk]
        mine = set(_with(colleague))
        visible = visible.filter(pk__in=mine)
        items = [i for i in items if i.section != DayItem.Section.PEACE or i.relationship_id in mine]
    offered = [item for item in items if item.section == DayItem.Section.TOUCH]
    states = Standing.objects.filter(relationship__in=visible)
    on_today = DayItem.objects.filter(section=DayItem.Section.TOUCH).values("relationship")
    unjudged = states.filter(state=Standing.State.UNKNOWN).exclude(relationship__in=on_today)
    return Day(
        as_of=as_of,
        focus=offered[:FOCUS],
        later=offered[FOCUS:],
        faded=[item for item in items if item.section == DayItem.Section.FADED],
        peace=[item for item in items if item.section == DayItem.Section.PEACE],
        unjudged=list(
            Relationship.objects.filter(pk__in=unjudged.values("relationship")).select_related("organisation")
        ),
        decided=list(
            Decision.objects.filter(
                relationship__in=Relationship.objects.visible_to(user), day=as_of, undone=None
            ).select_related("relationship__organisation", "by")
        ),
        well=states.filter(state=Standing.State.GREEN).count(),
        total=states.count(),
    )


def _after_decisions(rows: list[DayItem], as_of: date) -> list[DayItem]:
    """Items that still stand: snoozed and done ones are left out, "not mine" ones go to who knows them next."""
    wanted = {row.relationship_id: row for row in rows if row.section != DayItem.Section.PEACE}
    by_account: dict[int, list] = {}
    for decision in decisions_about(list(wanted), as_of):
        if decision.account in wanted:
            by_account.setdefault(decision.account, []).append(decision)
    for one in _planned(list(by_account)):
        row = wanted[one.account]
        if set_aside(one, by_account[one.account], as_of):
            rows.remove(row)
        else:
            row.colleague_id = assignee(one, by_account[one.account], as_of)
    return rows


def whose(relationship: Relationship, as_of: date) -> int | None:
    """The person whose item a relationship is by now, after every "not mine"; None where nobody is left."""
    planned = _planned([relationship.pk])
    found = assignee(planned[0], decisions_about([relationship.pk], as_of), as_of) if planned else None
    return found if Person.objects.filter(pk=found).exists() else None


def _planned(relationships: list[int]) -> list[Planned]:
    """Read afresh: a refresh may have replaced the standings since."""
    standings = Standing.objects.filter(relationship__in=relationships).select_related("relationship")
    return plan_values((standing.relationship, measured_again(standing)) for standing in standings)


def _with(colleague: Person) -> list[int]:
    """Relationships that the colleague owns, or knows best of those nobody owns."""
    owner = {person: user for user, person in persons_of_users().items()}.get(colleague.pk)
    mine = list(Relationship.objects.filter(owner=owner).values_list("pk", flat=True)) if owner else []
    for standing in Standing.objects.filter(relationship__owner=None).only("relationship_id", "reach"):
        ties = standing.reach.get("ties") or ()
        if ties and ties[0]["colleague"] == colleague.pk:
            mine.append(standing.relationship_id)
    return mine
