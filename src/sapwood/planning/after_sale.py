"""After the sale: on which days to ask how they get on, whether what they bought for has come true, and which of
these days is a reason to be in touch. docs/measures/after_the_sale.md."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from .rest import MONTHS

YES, NOT_YET, NO = "yes", "not yet", "no"
ZERO = "start from zero"
MOST_STEPS, MOST_DAY, MOST_WORDS = 12, 364, 200
MOST_REVIEW = 365
SPACE_DAYS = 14  # between two of them, however often an account buys


@dataclass(frozen=True, slots=True)
class Plan:
    """`steps` are (days after the sale, what it is for), in order; `yearly` what the touch of each anniversary is
    for ("": there is none); the review comes `review_days` before the usual breaking year begins (None: none).
    `written`: mail of ours settles a touch, too, not only a call, a meeting or a visit."""

    steps: tuple[tuple[int, str], ...]
    yearly: str = ""
    review_days: int | None = None
    review: str = ""
    written: bool = False

    @property
    def last(self) -> int:
        """The last day that is not repeated; 0 where there is none."""
        return max((day for day, _ in self.steps), default=0)

    @property
    def space(self) -> int:
        """Days that lie between two touches of different sales: a fortnight, or less where the plan itself has it."""
        return min([SPACE_DAYS, *(later - day for (day, _), (later, _) in pairwise(self.steps))])


USUAL = Plan(
    (
        (7, "Thank them, ask whether it has arrived and runs, and who of ours they miss."),
        (30, "Ask how they get on with it, and what is harder than they thought."),
        (90, "Ask whether what they bought it for has come true, and do something about what has not."),
    ),
    "Another year with it: ask what has changed for them, and what they would have otherwise.",
    60,
    "Start from zero: learn anew what they need, as if you had never sold them anything.",
)


@dataclass(frozen=True, slots=True)
class Sale:
    """A deal won, or a first order. `key` makes it this one; `known` is the day on which it was first seen here;
    `first`: the account's first, whose anniversaries count. `ended`, `skipped` and `moved` (by step) are what
    people said of its plan."""

    key: int
    won: date
    known: date
    what: str = ""
    source: str = ""
    first: bool = False
    ended: bool = False
    skipped: frozenset[str] = frozenset()
    moved: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One touch of a plan: `name` ("day 7", "year 2", ZERO), when it is planned (`day`), what it is for; `usual` is
    the day it would be on, had nobody moved it."""

    sale: Sale
    name: str
    usual: date
    day: date
    what: str
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class AfterSale:
    """What is due with an account: the latest of its planned touches, and `reasons` as sentences."""

    step: Step
    reasons: tuple[str, ...] = ()


def steps_of(plan: Plan, sale: Sale, as_of: date, review: date | None = None) -> list[Step]:
    """The touches of its plan in order, up to the first of the yearly ones that is still ahead. `review` is the day
    of the start-from-zero review, where this home's own past tells one. None before it is won, none once it ended."""
    if sale.ended or sale.won > as_of:
        return []
    usual = [(f"day {days}", sale.won + timedelta(days=days), what) for days, what in plan.steps]
    if plan.yearly and sale.first:
        years = range(1, max(1, as_of.year - sale.won.year + 1) + 1)
        days = [(number, anniversary(sale.won, number)) for number in years]
        ahead = next((number for number, day in days if day > as_of), years[-1])
        usual += [(f"year {number}", day, plan.yearly) for number, day in days if number <= ahead]
    if review is not None and sale.first and review > sale.won:
        usual.append((ZERO, review, plan.review))
    found = [
        Step(sale, name, day, sale.moved.get(name, day), what, name in sale.skipped) for name, day, what in usual
    ]
    return sorted(found, key=lambda one: (one.day, one.name))


def due(
    plan: Plan,
    sales: Iterable[Sale],
    as_of: date,
    settled: date | None,
    review: date | None = None,
    spoken: Iterable[date] = (),
) -> Step | None:
    """The latest planned touch whose day has come: it takes over those before it. `settled` is the last day on which
    somebody was done with one of this account, which settles every one until then and leaves them a while (space); so
    does each day of `spoken` (in order) on which one was due. Of a sale that is older than its plan's last unrepeated
    day when it was first seen, only what was ahead then."""
    return due_and_settled(plan, sales, as_of, settled, review, spoken)[0]


def due_and_settled(
    plan: Plan,
    sales: Iterable[Sale],
    as_of: date,
    settled: date | None,
    review: date | None = None,
    spoken: Iterable[date] = (),
) -> tuple[Step | None, date | None]:
    """What is due, and the last day on which one was settled."""
    open_steps = []
    for sale in sales:
        old = (sale.known - sale.won).days > plan.last
        for step in steps_of(plan, sale, as_of, review):
            if not step.skipped and not (old and step.day < sale.known and step.name not in sale.moved):
                open_steps.append(step)
    for day in spoken:
        if (settled is None or day > settled) and day <= as_of and _due(plan, open_steps, day, settled):
            settled = day
    return _due(plan, open_steps, as_of, settled), settled


def _due(plan: Plan, steps: Iterable[Step], as_of: date, settled: date | None) -> Step | None:
    lately = settled is not None and (as_of - settled).days < plan.space
    found = [
        step
        for step in steps
        if step.day <= as_of
        and (settled is None or step.day > settled)
        and (not lately or step.name in step.sale.moved)
    ]
    return max(found, key=lambda one: (one.day, one.sale.won, one.name), default=None)


def review_day(plan: Plan, began: date | None, breaking_year: int | None) -> date | None:
    """So many days before the year of its age begins in which relationships here usually break (the seventh begins
    with the sixth anniversary)."""
    if plan.review_days is None or began is None or breaking_year is None:
        return None
    return anniversary(began, breaking_year - 1) - timedelta(days=plan.review_days)


def anniversary(day: date, years: int) -> date:
    """The 29th of February has its anniversary on the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def plan_trouble(plan: Plan) -> str:
    """A sentence where this cannot be a plan, else ""."""
    days = [day for day, _ in plan.steps]
    if len(days) > MOST_STEPS:
        return f"A plan has at most {MOST_STEPS} touches; {len(days)} would be pestering. Nothing was changed."
    if wrong := [day for day in days if not 1 <= day <= MOST_DAY]:
        return (
            f"A touch comes 1 to {MOST_DAY} days after the sale; {wrong[0]:,} is not among them. What comes later is "
            "the yearly touch. Nothing was changed."
        )
    if len(set(days)) < len(days):
        return "Two touches on one day are one. Nothing was changed."
    if any(not what.strip() for _, what in plan.steps):
        return "Say of each touch what it is for; whoever makes it reads it. Nothing was changed."
    if plan.review_days is not None and not 1 <= plan.review_days <= MOST_REVIEW:
        return f"The review comes 1 to {MOST_REVIEW} days ahead; {plan.review_days:,} is not. Nothing was changed."
    if plan.review_days is not None and not plan.review.strip():
        return "Say what the review is for. Nothing was changed."
    words = [what for _, what in plan.steps] + [plan.yearly, plan.review]
    if any(len(what) > MOST_WORDS for what in words):
        return f"Say what a touch is for in at most {MOST_WORDS} characters. Nothing was changed."
    return ""


def sentence(one: AfterSale, as_of: date) -> str:
    """ "30 days since they bought Mill (won on 16 May 2026). Ask how they get on with it …" """
    step = one.step
    since = (as_of - step.sale.won).days
    bought = f"they bought {step.sale.what}" if step.sale.what else "they bought"
    ask = " Ask of each reason they bought for whether it has come true." if one.reasons else ""
    return f"{since:,} day{'' if since == 1 else 's'} since {bought} (won on {_day(step.sale.won)}). {step.what}{ask}"


def lines(one: AfterSale) -> tuple[str, ...]:
    step = one.step
    moved = f", moved from {_day(step.usual)}" if step.day != step.usual else ""
    source = f" From {step.sale.source}." if step.sale.source else ""
    said = one.reasons or ("Nobody has written down yet why they bought. Ask, and write it down in their words.",)
    return (f"Of the plan after the sale: {step.name}, on {_day(step.day)}{moved}.{source}", *said)


def reason_sentence(words: str, whose: str, answer: str = "", answered: date | None = None, said: str = "") -> str:
    """ "They bought for “delivery in two days” (Jane Doyle, 3 May 2026). Come true? Not asked yet." """
    come = f"{answer[:1].upper()}{answer[1:]}, on {_day(answered)}" if answer and answered else "Not asked yet"
    told = f": “{said}”" if said else ""
    return f"They bought for “{words}”{f' ({whose})' if whose else ''}. Come true? {come}{told}."


def reasons_in_order(found: Sequence[str]) -> tuple[str, ...]:
    return tuple(found[:5])


def _day(one: date) -> str:
    return f"{one.day} {MONTHS[one.month - 1]} {one.year}"
