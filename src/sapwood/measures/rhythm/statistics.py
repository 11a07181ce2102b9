"""What a population's history boils down to: four numbers a relationship."""

from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class Counting(Protocol):
    """A clock: see `clock.Clock`."""

    def at(self, days: ArrayLike) -> Floats: ...


@dataclass(frozen=True, slots=True)
class Summary:
    """A population's sufficient statistics, one entry a relationship (all arrays have the same length).

    `x` counts repeat touches, `t_x` is the time from the first touch to the last, `T` the time from the first
    touch to the as-of date, `s` the sum of the logarithms of the x gaps; without `s` the shape k of the gaps
    cannot be learned and is 1. `grain` is 1 where times are whole days and several touches of a day are one,
    0 where time is continuous (any unit). `ids` names the relationships, in the order of the arrays; `last` is the
    calendar day of each one's last touch, where days were given.
    """

    x: Floats
    t_x: Floats
    T: Floats
    s: Floats | None = None
    ids: NDArray[Any] | None = None
    grain: float = 0.0
    last: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.x)

    def every(self, step: int) -> "Summary":
        """Each `step`-th relationship."""
        return replace(
            self,
            x=self.x[::step],
            t_x=self.t_x[::step],
            T=self.T[::step],
            s=None if self.s is None else self.s[::step],
            ids=None if self.ids is None else self.ids[::step],
            last=None if self.last is None else self.last[::step],
        )


def log_gap(days: ArrayLike) -> Floats:
    """Mean of ln(gap) over the day in which a gap of `days` whole days ended: D ln D − (D−1) ln(D−1) − 1.

    From D = 2 on this is ln(D − ½) within 2 %; for a gap of one day, which may have been minutes, it is −1
    where ln ½ would be −.69. Taking ln D itself biases k upwards.
    """
    d = np.asarray(days, dtype=np.float64)
    before = np.maximum(d - 1, 0)
    logs: Floats = d * np.log(d) - before * np.log(np.where(before > 0, before, 1.0)) - 1
    return logs


def once(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sorted, each number once. (`np.unique` hashes integers, ten times slower than sorting here.)"""
    if np.all(numbers[1:] > numbers[:-1]):
        return numbers
    ordered = np.sort(numbers)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def summarise(ids: ArrayLike, days: ArrayLike, as_of_day: int, clock: Counting | None = None) -> Summary:
    """Sufficient statistics from events: `ids` (n,) of any sortable kind, `days` (n,) whole day numbers.

    Several events of one id on a day are one touch; events after `as_of_day` are ignored, and an id that has
    no other events is left out; the first touch starts the clock. Entries come sorted by id. With a `clock` the times
    are its working days, and a gap between two days lasts one at least.
    """
    names = np.asarray(ids)
    when = np.asarray(days).astype(np.int64)
    if names.shape != when.shape or names.ndim != 1:
        raise ValueError("ids and days must be two lists of the same length.")
    known = when <= as_of_day
    names, when = names[known], when[known]
    if len(when) == 0:
        none = np.zeros(0)
        return Summary(none, none, none, none, names, 1.0, when)
    small = names.dtype.kind in "iu" and names.min() >= 0 and names.max() < 2**31  # their own numbers, no sorting
    unique, code = (None, names.astype(np.int64)) if small else np.unique(names, return_inverse=True)
    start = when.min()
    span = int(as_of_day - start) + 1
    who, day = np.divmod(once(code * span + (when - start)), span)
    first = np.flatnonzero(np.diff(who, prepend=-1))
    last = np.append(first[1:], len(who)) - 1
    told = np.arange(span, dtype=np.float64) if clock is None else clock.at(start + np.arange(span))
    time = told[day]
    gaps = np.maximum(np.diff(time, prepend=0), 1.0)
    gaps[first] = 1  # a first touch ends no gap: its place is taken by a 1, whose logarithm is taken off again
    logs = log_gap(gaps)
    logs[first] = 0.0
    return Summary(
        x=(last - first).astype(np.float64),
        t_x=time[last] - time[first],
        T=told[-1] - time[first],
        s=np.add.reduceat(logs, first),
        ids=who[first] if unique is None else unique,
        grain=1.0,
        last=start + day[last],
    )
