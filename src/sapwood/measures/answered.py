"""How often they came back after we turned to them, by how long they had been quiet. docs/measures/today.md."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .recent import DIRECTIONS

HORIZON_DAYS = 14  # within which they come back or do not; as long as balance.py waits for an answer
ACTIVE, QUIET, LONG_QUIET, UNKNOWN = "in their rhythm", "quiet", "long quiet", "rhythm unknown"
NEVER = 1_000_000  # days, where none of the newest touches is theirs
LONG = 3.0  # times the 90 % point of the usual gap
DAY = 86_400_000_000  # microseconds
Counts = Mapping[str, tuple[int, int]]
NOTHING: Counts = {}


def quiet(silent_days: int, usual_high: float | None) -> str:
    """Which of the four a silence of theirs is, by the 90 % point of the usual gap (days; None: unknown). Our own
    touches end no silence of theirs: who left the last three unanswered is not in its rhythm."""
    if usual_high is None:
        return UNKNOWN
    if silent_days <= usual_high:
        return ACTIVE
    return QUIET if silent_days <= LONG * usual_high else LONG_QUIET


def answered(accounts: Iterable[tuple[NDArray[np.void], float | None]], today: int) -> dict[str, tuple[int, int]]:
    """(came back, turned to) by how long they had been quiet. Each account gives its newest touches (rows of
    recent.ROW, newest first) and the 90 % point of its usual gap; `today` is the day in days since 1970.

    We turned to them where a touch of ours, no answer to anything, followed a day or more without any; they came back
    where a touch of theirs or with both sides followed within 14 days. What is younger than that is not counted yet.
    The usual gap is that of today, also for a touch of last year: a history of gaps is not kept.
    """
    several = [(rows, high) for rows, high in accounts if len(rows) > 1]
    if not several:
        return {}
    lengths = np.array([len(rows) for rows, _ in several])
    column = {name: np.concatenate([rows[name] for rows, _ in several]) for name in ("when", "direction", "parent")}
    high = np.repeat(np.array([np.nan if high is None else high for _, high in several]), lengths)
    start = np.repeat(np.cumsum(lengths) - lengths, lengths)
    place, day = np.arange(len(start)), column["when"] // DAY
    ours = (column["direction"] == DIRECTIONS.index("out")) & (column["parent"] == 0)
    theirs = column["direction"] != DIRECTIONS.index("out")

    since = np.full(len(day), -1)  # the touch before
    since[:-1] = np.where(start[1:] == start[:-1], day[:-1] - day[1:], -1)
    before = np.minimum.accumulate(np.where(theirs, place, len(place))[::-1])[::-1]  # theirs before, or itself
    known = before < start + np.repeat(lengths, lengths)
    silence = np.where(known, day - day[np.minimum(before, len(day) - 1)], NEVER)
    counts = ours & (since >= 1) & (day + HORIZON_DAYS < today)

    latest = np.maximum.accumulate(np.where(theirs, place, -1))  # newest first: theirs that came next, or itself
    back = (latest >= start) & (latest < place) & (day[latest] - day <= HORIZON_DAYS)
    return _by_quiet(silence[counts], high[counts], back[counts])


def _by_quiet(silence: NDArray[Any], high: NDArray[Any], back: NDArray[np.bool_]) -> dict[str, tuple[int, int]]:
    with np.errstate(invalid="ignore"):
        states = {
            UNKNOWN: np.isnan(high),
            ACTIVE: silence <= high,
            QUIET: (silence > high) & (silence <= LONG * high),
            LONG_QUIET: silence > LONG * high,
        }
    return {name: (int(back[here].sum()), int(here.sum())) for name, here in states.items() if here.any()}
