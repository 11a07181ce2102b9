"""Whether an account has stopped buying, by the rhythm of its own orders. docs/measures/kept.md."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

LEAST_GAPS = 2  # between days with an order: below that nothing is usual
CERTAIN = 0.9
LISTEN_DAYS = 30  # who was heard that lately is not asked again because of orders alone
MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Buying:
    """`days` with an order, the `first` and the `last` of them; the `longest` gap between two, the days gone by since
    the last, and `chance`: of 1, how likely an order would be by now had they gone on as before."""

    days: int
    first: date
    last: date
    longest: int
    silent: int
    chance: float

    @property
    def stopped(self) -> bool:
        """More likely than not by far, and longer than they ever went without an order."""
        return self.chance > CERTAIN and self.silent > self.longest


def buying(ordered: Iterable[date], as_of: date) -> Buying | None:
    """From the days of orders; several on one day are one, later ones do not count. None where there are fewer than
    three days: too little to tell.

    The chance that the next gap is shorter than s days, where n gaps took t days in all: 1 − (t / (t + s))^n, the
    prediction for exponential gaps of unknown rate under the prior 1/rate (Jeffreys; Aitchison & Dunsmore 1975, a
    Pareto distribution). Who orders more evenly is certain sooner than this says; who orders in bursts is guarded by
    the longest gap.
    """
    days = sorted({one for one in ordered if one <= as_of})
    gaps = [(after - before).days for before, after in pairwise(days)]
    if len(gaps) < LEAST_GAPS:
        return None
    whole, silent = sum(gaps), (as_of - days[-1]).days
    chance = 1 - (whole / (whole + silent)) ** len(gaps)
    return Buying(len(days), days[0], days[-1], max(gaps), silent, chance)


def stopped(one: Buying | None) -> bool:
    return one is not None and one.stopped


def no_pitch(one: Buying) -> str:
    """What a touch of theirs is for, now that they have stopped buying."""
    silent = f"{one.silent:,} days"
    return (
        f"No pitch: they have ordered nothing for {silent}. Ask how they are and what has changed for them, "
        "listen, and offer nothing."
    )


def buying_sentences(one: Buying) -> tuple[str, ...]:
    gaps = one.days - 1
    whole = (one.last - one.first).days
    often = f"Orders on {one.days:,} days from {_day(one.first)} to {_day(one.last)}: every {whole / gaps:.3g} days"
    share = min(99, int(one.chance * 100))
    return (
        f"{often} on average, the longest gap {one.longest:,} days. The last order is {one.silent:,} days ago.",
        f"Had they gone on so, {share} of 100 would have ordered by now: "
        f"1 − ({whole:,} / ({whole:,} + {one.silent:,}))^{gaps}.",
    )


def _day(one: date) -> str:
    return f"{one.day} {MONTHS[one.month - 1]} {one.year}"
