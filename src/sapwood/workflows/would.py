"""What another cadence would change today, before anybody says it: colours, who comes onto Today, who goes into
peace. From what was measured already; nothing is saved."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from sapwood.measures.cadence import Cadence
from sapwood.measures.standing import Standing as Measured
from sapwood.measures.standing import judged
from sapwood.measures.verdict import verdict
from sapwood.planning.today import plan_day as plan_the_day
from sapwood.records.relationships.models import DayItem, Relationship, Standing

from .plan_day import away_on, plan_values
from .said_of_cadence import Said
from .saved import measured_again

AT_ONCE = 500
NAMED = 50
Section = DayItem.Section
ORDER = ("red", "amber", "unknown", "green")
FIGURES = ("as_of", "state", "touches", "silent_days", "usual_gap_days", "silence_rank", "arithmetic")
MINE = tuple(f"relationship__{name}" for name in ("organisation", "floor", "ceiling", "tier"))
Change = Callable[[Relationship], None]


@dataclass
class Some:
    """The first NAMED of a list, and how many there are in all."""

    named: list[Relationship] = field(default_factory=list)
    number: int = 0

    @property
    def more(self) -> int:
        return self.number - len(self.named)


@dataclass
class Outcome:
    """`judged`: for how many another cadence would apply; `turned` counts them by colour before and after, `named`
    are the first of those, with both, the most urgent first."""

    judged: int = 0
    turned: Counter[tuple[str, str]] = field(default_factory=Counter)
    named: list[tuple[Relationship, str, str]] = field(default_factory=list)
    onto_today: Some = field(default_factory=Some)
    off_today: Some = field(default_factory=Some)
    into_peace: Some = field(default_factory=Some)
    out_of_peace: Some = field(default_factory=Some)

    @property
    def turns(self) -> list[tuple[str, str, int]]:
        """(before, after, how many), the most first."""
        return [(before, after, number) for (before, after), number in self.turned.most_common()]

    @property
    def more(self) -> int:
        return self.turned.total() - len(self.named)


def would(numbers: Collection[int], said: Said, change: Change = lambda one: None, plan: bool = True) -> Outcome:
    """Of these relationships, if `said` were said and `change` were made to each. `plan`: what Today would offer,
    too, which costs more."""
    outcome = Outcome()
    turned: list[tuple[int, str, str]] = []
    moved: dict[str, list[int]] = {name: [] for name in ("onto_today", "off_today", "into_peace", "out_of_peace")}
    for some in slices(sorted(numbers)):
        other = dict(_other(some, said, change))
        outcome.judged += len(other)
        for number, (before, after, _) in other.items():
            if before != after:
                outcome.turned[before, after] += 1
                turned.append((number, before, after))
        if plan and other:
            for number, name in _moves({number: cadence for number, (_, _, cadence) in other.items()}):
                moved[name].append(number)
    turned.sort(key=lambda one: (ORDER.index(one[2]), one[0]))
    names = _named(turned[:NAMED] + [(number,) for several in moved.values() for number in several[:NAMED]])
    outcome.named = [(names[number], before, after) for number, before, after in turned[:NAMED]]
    for name, several in moved.items():
        setattr(outcome, name, Some([names[number] for number in several[:NAMED]], len(several)))
    return outcome


def slices(numbers: list[int]) -> Iterator[list[int]]:
    return (numbers[start : start + AT_ONCE] for start in range(0, len(numbers), AT_ONCE))


def _other(numbers: list[int], said: Said, change: Change) -> Iterator[tuple[int, tuple[str, str, Cadence]]]:
    """Those for whom something else would apply: state before and after, and what would."""
    rows = Standing.objects.filter(relationship__in=numbers).order_by("relationship")
    for number, organisation, floor, ceiling, tier, *figures in rows.values_list("relationship", *MINE, *FIGURES):
        as_of, state, touches, silent, gap, rank, arithmetic = figures
        one = Relationship(pk=number, organisation_id=organisation, floor=floor, ceiling=ceiling, tier_id=tier)
        change(one)
        cadence = said.cadence_of(one, as_of)
        counted = arithmetic.get("rank_counted")
        found = verdict(
            cadence,
            as_of,
            touches=touches,
            silent_days=silent,
            usual_gap=tuple(gap) if gap else None,
            silence_rank=rank,
            rank_without=lambda off, counted=counted: counted,
        )
        if any(arithmetic.get(name) != found.kept.get(name) for name in ("floor", "ceiling", "due", "peace_until")):
            yield number, (state, found.state, cadence)


def _moves(cadences: dict[int, Cadence]) -> Iterator[tuple[int, str]]:
    before = dict(DayItem.objects.filter(relationship__in=list(cadences)).values_list("relationship", "section"))
    after: dict[int, str] = {}
    rows = Standing.objects.filter(relationship__in=list(cadences)).select_related("relationship")
    measured: list[tuple[Relationship, Measured]] = [
        (row.relationship, judged(measured_again(row), cadences[row.relationship_id])) for row in rows
    ]
    if measured:
        day = plan_the_day(plan_values(measured), measured[0][1].as_of, away=away_on(measured[0][1].as_of))
        after |= {item.account: Section.TOUCH for item in (*day.focus, *day.later)}
        after |= {peace.account: Section.PEACE for peace in day.peace}
    for number in sorted(cadences):
        was, is_now = before.get(number), after.get(number)
        if (was == Section.TOUCH) != (is_now == Section.TOUCH):
            yield number, "onto_today" if is_now == Section.TOUCH else "off_today"
        if (was == Section.PEACE) != (is_now == Section.PEACE):
            yield number, "into_peace" if is_now == Section.PEACE else "out_of_peace"


def _named(wanted: list[tuple]) -> dict[int, Relationship]:
    return Relationship.objects.select_related("organisation").in_bulk({one[0] for one in wanted})
