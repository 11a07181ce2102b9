"""What each ring of an account says: how much happened in a quarter, against what is usual for this account.

Width and tone both come from the touches. Tone will be trust once trust is measured: docs/decisions/0006.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from statistics import median
from typing import NamedTuple

MORE, LESS = 4 / 3, 2 / 3  # of the usual: from here on a quarter reads as another tone
ENOUGH = 3  # whole quarters, before any number is called usual
HALF = 45  # days of a quarter that is not whole, before it is compared at all


class Ring(NamedTuple):
    """A quarter: `label` such as "2024-Q3"; `width` in usual quarters; `tone` is "more", "usual", "less", or
    "untold" where there is nothing to compare with yet."""

    label: str
    touches: int
    width: float
    tone: str


def usual_touches(quarters: Sequence[dict], first: date | None, as_of: date) -> float | None:
    """The median of the whole quarters, those with no touch included; None with fewer than three of them."""
    return _usual(quarters, [_days(q["label"], first, as_of) for q in quarters])


def _usual(quarters: Sequence[dict], days: Sequence[tuple[int, int]]) -> float | None:
    whole = [q["touches"] for q, (seen, length) in zip(quarters, days, strict=True) if seen == length]
    return median(whole) if len(whole) >= ENOUGH else None


def grow(quarters: Sequence[dict], first: date | None, as_of: date) -> tuple[Ring, ...]:
    """The rings of `quarters` ({"label", "touches"}, the oldest first) whose first touch was on `first`."""
    days = [_days(q["label"], first, as_of) for q in quarters]
    usual = _usual(quarters, days)
    unit = usual or max(1.0, sum(q["touches"] for q in quarters) / max(len(quarters), 1))
    return tuple(
        Ring(q["label"], q["touches"], q["touches"] / unit, _tone(q["touches"], usual, *seen))
        for q, seen in zip(quarters, days, strict=True)
    )


def _tone(touches: int, usual: float | None, seen: int, whole: int) -> str:
    if not usual or seen < HALF:
        return "untold"
    share = touches / (usual * seen / whole)
    return "more" if share >= MORE else "less" if share <= LESS else "usual"


def _days(label: str, first: date | None = None, as_of: date | None = None) -> tuple[int, int]:
    """(days of the quarter from the first touch to `as_of`, days of the whole quarter)."""
    begins, ends, whole = _bounds(label)
    if (first is None or first <= begins) and (as_of is None or ends <= as_of):
        return whole, whole
    return (min(ends, as_of or ends) - max(begins, first or begins)).days + 1, whole


@lru_cache(maxsize=1024)
def _bounds(label: str) -> tuple[date, date, int]:
    """The first and the last day of a quarter, and how many it has."""
    year, month = int(label[:4]), 3 * int(label[-1]) - 2
    begins, ends = date(year, month, 1), date(year + month // 10, (month + 2) % 12 + 1, 1) - timedelta(days=1)
    return begins, ends, (ends - begins).days + 1
