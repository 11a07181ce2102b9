"""Relationships by age: how many came under observation, ended, or were last seen going on. Everything that is
measured of tenure follows from these counts, however many relationships there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
MONTHS = 12
DAYS_A_MONTH = 365.2425 / MONTHS


@dataclass(frozen=True, slots=True)
class LifeTable:
    """`age` (n,) in years, rising; at each age how many entered, ended, and left while they went on. `step` is the
    grain in years: an end at age t lies between t - step and t."""

    age: Floats
    entered: Floats
    ended: Floats
    going_on: Floats
    step: float

    @property
    def at_risk(self) -> Floats:
        """(n,) who were under observation up to each age: entered before it, neither ended nor left before it."""
        went = self.ended + self.going_on
        came = np.cumsum(self.entered) - self.entered
        return np.asarray(came - (np.cumsum(went) - went), np.float64)

    def years_between(self, first: float, last: float) -> tuple[float, float]:
        """(ends, relationship-years under observation) at the ages in (first, last]."""
        inside = (self.age > first + 1e-9) & (self.age <= last + 1e-9)
        edges = np.concatenate([[0.0], self.age])[:-1]
        length = np.clip(np.minimum(self.age, last) - np.maximum(edges, first), 0.0, None)
        return float(self.ended[inside].sum()), float((self.at_risk * length).sum())


def life_table(
    entered: ArrayLike, left: ArrayLike, ended: ArrayLike, count: ArrayLike = 1.0, step: float = 1 / MONTHS
) -> LifeTable:
    """From relationships, or groups of alike ones: `entered` and `left` (n,) ages in whole steps, `ended` (n,)
    booleans (False: it went on when last seen), `count` (n,) of each. One that entered late, because nothing is on
    record of it before, counts only from that age on (left truncation). One without time under observation tells
    nothing."""
    begin, end, over = np.atleast_1d(entered), np.atleast_1d(left), np.atleast_1d(np.asarray(ended, bool))
    many = np.broadcast_to(np.asarray(count, np.float64), begin.shape)
    seen = (begin >= 0) & (end > begin)
    begin, end, over, many = begin[seen].astype(int), end[seen].astype(int), over[seen], many[seen]
    size = int(end.max()) + 1 if len(end) else 0

    def tally(which: NDArray[np.int64], weight: Floats) -> Floats:
        return np.asarray(np.bincount(which, weights=weight, minlength=size), np.float64)

    counts = [tally(begin, many), tally(end, many * over), tally(end, many * ~over)]
    kept = np.flatnonzero(np.sum(counts, axis=0))
    return LifeTable(np.asarray(kept * step, np.float64), counts[0][kept], counts[1][kept], counts[2][kept], step)


def months(began: date, day: date) -> int:
    """Whole months of a mean year between two days; below 0 where `day` comes first."""
    return int((day - began).days // DAYS_A_MONTH)


def tabled(
    entered: Mapping[int, int], ended: Mapping[int, int], going_on: Mapping[int, int], step: float = 1 / MONTHS
) -> LifeTable:
    """The same from counts by age, in whole steps."""
    ages = sorted({*entered, *ended, *going_on})
    came, over, went_on = (
        np.array([counts.get(age, 0) for age in ages], np.float64) for counts in (entered, ended, going_on)
    )
    return LifeTable(np.array(ages, np.float64) * step, came, over, went_on, step)
