"""Waiting times of which some never ended while we looked: the Kaplan–Meier estimate, for many groups at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
GONE = -50.0  # stands for log 0: e^-50 is nothing, and sums of it stay exact enough


@dataclass(frozen=True, slots=True)
class Waits:
    """One entry a group, sorted by group: how many waits, how many ended, the median (nan where fewer than half
    are estimated to have ended by the last look) and the share estimated to have ended by the longest wait seen."""

    group: NDArray[np.int64]
    n: NDArray[np.int64]
    ended: NDArray[np.int64]
    median: Floats
    share: Floats


def kaplan_meier(group: ArrayLike, time: ArrayLike, ended: ArrayLike) -> Waits:
    """From waits: `group` (n,) ints, `time` (n,) in any unit, `ended` (n,) booleans; False: still waiting then.

    S(t) = Π (1 − d / at risk) over the times of endings up to t (Kaplan & Meier 1958), endings before censorings at
    one time; the median is the first time with S ≤ ½.
    """
    groups, times, over = np.asarray(group, np.int64), np.asarray(time, np.float64), np.asarray(ended, bool)
    order = np.lexsort((~over, times, groups))
    groups, times, over = groups[order], times[order], over[order]
    start = np.flatnonzero(np.diff(groups, prepend=groups[:1] - 1)) if len(groups) else np.zeros(0, np.int64)
    size = np.diff(np.append(start, len(groups)))
    if not len(groups):
        return Waits(groups, size, size, times, times)
    at_risk = np.repeat(start + size, size) - np.arange(len(groups))
    with np.errstate(divide="ignore"):
        steps = np.where(over, np.maximum(np.log1p(-1.0 / at_risk), GONE), 0.0)
    total = np.cumsum(steps)
    log_s = total - np.repeat(total[start] - steps[start], size)
    reached = np.where(over & (log_s <= np.log(0.5) + 1e-9), np.arange(len(groups)), len(groups))
    first = np.minimum.reduceat(reached, start)
    median = np.append(times, np.nan)[first]
    return Waits(
        groups[start],
        size,
        np.add.reduceat(over.astype(np.int64), start),
        median,
        1 - np.exp(log_s[start + size - 1]),
    )
