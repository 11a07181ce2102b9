"""The day as one user sees it: what is offered to them, less what was decided about it. Reads what it shows and
counts the rest, however many accounts there are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet, Sum

from sapwood.planning import duty
from sapwood.planning.fit import FOCUS, WEIGHED, first_of
from sapwood.planning.today import Away
from sapwood.records.access.models import User, UserAddress
from sapwood.records.directory.models import Address, Person
from sapwood.records.relationships.models import DayItem, Decision, Relationship, Standing, seen_by

from . import clock
from .applied import Applied, applied, planned
from .counted import Counts
from .kept.rests import at_rest
from .notes.due import give_steps
from .plan_day import away_on, decisions_about, duty_for
from .service.doable import doable_first, give_hours
from .service.titled import give_titles

Section = DayItem.Section
GATHERED = 3000  # fewer than these are looked up at once sooner than each of an order is asked about
LATER, NAMED, IN_PEACE, DECIDED = 20, 12, 50, 30  # of a long list, how many are shown
MOST_TIMED = 1000  # items for which it may not be time yet
SHOWN = (
    *(
        "as_of",
        "section",
        "rank",
        "kind",
        "channel",
        "minutes",
        "why",
        "note",
        "arithmetic",
        "evidence",
        "until",
        "hours",
        "turn",
        "held",
    ),
    *("relationship__organisation__name", "colleague__name", "contact__name"),
    *(f"relationship__standing__{name}" for name in ("state", "as_of", "silent_days", "usual_gap_days")),
    *(f"relationship__standing__{name}" for name in ("first_touch", "quarters")),
)


@dataclass
class Some:
    """The first of a list, and how many there are in all. Empty where there is none."""

    shown: list = field(default_factory=list)
    number: int = 0

    def __iter__(self):
        return iter(self.shown)

    def __len__(self) -> int:
        return self.number

    @property
    def more(self) -> int:
        return self.number - len(self.shown)


@dataclass
class Day:
    """`focus` are at most six items, or what `minutes` hold where these are known, `later` the next of the rest,
    `faded` relationships that are over rather than neglected, each best first; `peace` is not to be touched until its
    `until`, the first of which ends on `next_peace`. `decided` can be undone. `owed` counts what is owed where
    minutes are known, `owed_minutes` says how many that takes."""

    as_of: date
    focus: list[DayItem]
    later: Some
    faded: Some
    peace: Some
    unjudged: Some
    decided: Some
    next_peace: date | None = None
    at_rest: int = 0
    well: int = 0
    total: int = 0
    minutes: int | None = None
    owed: int = 0
    owed_minutes: int = 0

    @property
    def weighed_minutes(self) -> int:
        """Of what is first, what is not owed."""
        return sum(item.minutes for item in self.focus if item.turn >= WEIGHED)


def person_of(user: User) -> Person | None:
    theirs = UserAddress.objects.filter(user=user).values("key")
    return Person.objects.filter(addresses__key__in=theirs).order_by("addresses__pk").first()


def day_for(
    user: User,
    as_of: date,
    colleague: Person | None = None,
    titles: bool = True,
    minutes: int | None = None,
    away: Mapping[int, Away] | None = None,
    beside: Counts | None = None,
) -> Day:
    """What `user` may see of the day's plan; only what is `colleague`'s, where one is named, and first what fits the
    `minutes` they have (None: unknown). `titles` and words of what was written stand in its reasons, where the user
    may read them. `away`: who of ours is, where that is known already; `beside`: what was counted for the same
    page."""
    count = Counts(user.pk, user.role, colleague and colleague.pk, as_of, beside=beside)
    offered = _items(user, None, Applied(), gathered=True).exclude(section=Section.PEACE)
    done = count("applied", lambda: applied(offered, as_of, away))
    whose = _whose(colleague) if colleague else None
    items = _items(user, whose, done, gathered=True)
    if colleague is not None:
        done = _among(done, items)
    counts = count("sections", lambda: dict(items.order_by().values_list("section").annotate(n=Count("pk"))))
    if sum(counts.values()) >= GATHERED:  # the first of them are near, and all that one sees are many
        items = _items(user, whose, done, gathered=False)
    left = {section: counts.get(section, 0) - done.number(section) for section in Section.values}
    most = {Section.TOUCH: FOCUS + LATER, Section.FADED: NAMED, Section.PEACE: IN_PEACE}
    shown = _firsts(items, most, done, count, by_turn=minutes is not None)
    touch, peace = shown[Section.TOUCH], shown[Section.PEACE]
    give_hours(touch, clock.now())
    focus, later = first_of(touch, minutes)
    if titles:
        give_titles(user, touch)
        give_steps(user, touch)
    return Day(
        as_of=as_of,
        focus=focus,
        later=Some(later, max(left[Section.TOUCH] - len(focus), 0)),
        faded=Some(shown[Section.FADED], left[Section.FADED]),
        peace=Some(peace, left[Section.PEACE]),
        next_peace=peace[0].until if peace else None,
        unjudged=count("unjudged", lambda: _unjudged(user, whose)),
        decided=count("decided", lambda: _decided(user, as_of)),
        minutes=minutes,
        **_owed(items, touch, done, count, minutes),
        at_rest=count("at rest", lambda: at_rest(user, as_of).count()),
        **count("well", lambda: _well(_standings(user, whose, gathered=True))),
    )


def colleagues_with_items(user: User, beside: Counts | None = None) -> list[Person]:
    """Who has an item today, for those who see everybody's."""
    if not user.sees_all:
        return []
    offered = DayItem.objects.filter(section=Section.TOUCH).order_by().values_list("colleague", flat=True).distinct()
    busy = Counts("everybody", beside=beside)("colleagues", lambda: [number for number in offered if number])
    return list(Person.objects.filter(pk__in=busy).order_by("name"))


def whose(relationship: Relationship, as_of: date, kind: str = "") -> int | None:
    """The person whose item of this kind a relationship is by now, after every "not mine"; None where nobody is
    left."""
    known = planned([relationship.pk], as_of)
    if not known:
        return None
    taken = decisions_about([relationship.pk], as_of)
    found = duty.whose(known[0], taken, as_of, kind, away_on(as_of), duty_for(kind, as_of))
    return found if Person.objects.filter(pk=found).exists() else None


class Whose(NamedTuple):
    """A colleague, as a person of the directory and as a user, where they are one."""

    person: int
    user: int | None


def _whose(colleague: Person) -> Whose:
    keys = Address.objects.filter(person=colleague).values("key")
    return Whose(colleague.pk, UserAddress.objects.filter(key__in=keys).values_list("user", flat=True).first())


def _items(user: User, whose: Whose | None, done: Applied, gathered: bool) -> QuerySet:
    items = DayItem.objects.filter(seen_by(user, "relationship", gathered))
    if whose is None:
        return items
    peace = Q(section=Section.PEACE)
    return items.filter(peace & _with(whose) | ~peace & _offered(whose.person, done))


def _standings(user: User, whose: Whose | None, gathered: bool) -> QuerySet:
    standings = Standing.objects.filter(seen_by(user, "relationship", gathered))
    return standings if whose is None else standings.filter(_with(whose))


def _owed(items: QuerySet, touch: list, done: Applied, count: Counts, minutes: int | None) -> dict[str, int]:
    """How many are owed and the minutes they take; asked of all items only where those that are shown do not tell."""
    if minutes is None:
        return {}
    here = [item.minutes for item in touch if item.turn < WEIGHED]
    if len(here) < FOCUS + LATER:
        return {"owed": len(here), "owed_minutes": sum(here)}
    owed = items.filter(section=Section.TOUCH, turn__lt=WEIGHED).exclude(relationship__in=list(done.gone))
    asked = count("owed", lambda: owed.order_by().aggregate(n=Count("pk"), sum=Sum("minutes")))
    return {"owed": asked["n"], "owed_minutes": asked["sum"] or 0}


def _firsts(
    items: QuerySet, most: dict[str, int], done: Applied, count: Counts, by_turn: bool = False
) -> dict[str, list[DayItem]]:
    """By section the best that still stand, so many, each with whose it is by now; of those left in peace the ones
    that are so the shortest. `by_turn`: what is offered in the order in which minutes are filled."""
    order = {Section.TOUCH: "turn"} if by_turn else {}
    rows = count(
        f"firsts {by_turn}",
        lambda: {s: _first(items.filter(section=s), n, done, order.get(s, "rank")) for s, n in most.items()},
    )
    wanted = {section: doable_first(some, clock.now())[: most[section]] for section, some in rows.items()}
    found = (
        DayItem.objects.select_related("relationship__organisation", "relationship__standing", "colleague", "contact")
        .only(*SHOWN)
        .in_bulk([pk for several in wanted.values() for pk in several])
    )
    shown = {section: [found[pk] for pk in several if pk in found] for section, several in wanted.items()}
    passed = [
        item for item in found.values() if item.relationship_id in done.passed and item.section != Section.PEACE
    ]
    people = Person.objects.in_bulk({done.passed[item.relationship_id] for item in passed})
    for item in passed:
        item.colleague = people.get(done.passed[item.relationship_id])
    return shown


def _first(items: QuerySet, most: int, done: Applied, by: str) -> list[tuple[int, dict]]:
    """Their numbers and hours, the best `by` rank or turn first. Where any of the best has hours, all that have:
    which of them can be done now changes from minute to minute."""
    ranked = items.order_by(by, "rank", "relationship")
    ranked = ranked.values_list("pk", "relationship", "section", "hours", by, "rank")
    rows = list(ranked[: most + len(done.gone)])
    if any(row[3] for row in rows):
        timed, others = ranked.exclude(hours={})[:MOST_TIMED], ranked.filter(hours={})[: most + len(done.gone)]
        rows = sorted([*timed, *others], key=lambda row: (row[4], row[5], row[1]))
        most += MOST_TIMED
    return [(row[0], row[3]) for row in rows if row[2] == Section.PEACE or row[1] not in done.gone][:most]


def _offered(colleague: int, done: Applied) -> Q:
    """Items that are the colleague's: as planned, or passed on to them; not what they passed on."""
    theirs = [account for account, person in done.passed.items() if person == colleague]
    return Q(relationship__in=theirs) | Q(colleague=colleague) & ~Q(relationship__in=list(done.passed))


def _among(done: Applied, items: QuerySet) -> Applied:
    there = set(items.filter(relationship__in=list(done.gone)).values_list("relationship", flat=True))
    return Applied({account: where for account, where in done.gone.items() if account in there}, done.passed)


def _with(whose: Whose) -> Q:
    """Relationships that the colleague owns, or knows best of those nobody owns."""
    best = Q(relationship__owner=None, relationship__standing__best_known_by=whose.person)
    return best | Q(relationship__owner=whose.user) if whose.user else best


def _unjudged(user: User, whose: Whose | None) -> Some:
    offered = DayItem.objects.filter(section=Section.TOUCH).order_by().values("relationship")

    def rows(gathered: bool) -> QuerySet:
        there = _standings(user, whose, gathered).filter(state=Standing.State.UNKNOWN)
        return there.exclude(relationship__in=offered).order_by().values_list("relationship", flat=True)

    number = rows(gathered=True).count()
    wanted = list(rows(number < GATHERED)[:NAMED]) if number else []
    return Some(list(Relationship.objects.filter(pk__in=wanted).select_related("organisation")), number)


def _decided(user: User, as_of: date) -> Some:
    rows = Decision.objects.filter(seen_by(user, "relationship"), day=as_of, undone=None)
    shown = list(rows.select_related("relationship__organisation", "by")[:DECIDED])
    return Some(shown, rows.count() if len(shown) == DECIDED else len(shown))


def _well(standings: QuerySet) -> dict[str, int]:
    states = dict(standings.order_by().values_list("state").annotate(n=Count("pk")))
    return {"well": states.get(Standing.State.GREEN, 0), "total": sum(states.values())}
