"""The population's clock: days off and quiet spells run slowly, so that nobody's silence grows while nobody writes.

A weekend, a works holiday or a crisis is nobody's own silence. Which days these are is read off the touches of the
whole population, and the clock is kept only where the likelihood of the past says that it explains more than it
costs.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sapwood.measures.rhythm.statistics import Floats

MONDAY = 4  # 1970-01-05, the first Monday of the count of days
Spell = tuple[int, int, float]


@dataclass(frozen=True, slots=True)
class Clock:
    """How fast time runs: `week` holds the speed of Monday to Sunday, 1 on working days; `spells` are spans of days
    (first, last, speed: a share of the week's), apart from one another and in order. Days are counted since
    1970-01-01. A plain clock runs at speed 1 on every day."""

    week: tuple[float, ...] = (1.0,) * 7
    spells: tuple[Spell, ...] = ()

    @property
    def plain(self) -> bool:
        return not self.spells and all(speed == 1 for speed in self.week)

    def speed(self, days: ArrayLike) -> Floats:
        """Of each whole day."""
        day = np.asarray(days, dtype=np.int64)
        found: Floats = np.array(self.week)[(day - MONDAY) % 7]
        for first, last, share in self.spells:
            found = np.where((day >= first) & (day <= last), found * share, found)
        return found

    def at(self, days: ArrayLike) -> Floats:
        """Working days gone by at the end of each whole day, since the end of Sunday 1970-01-04."""
        day = np.asarray(days, dtype=np.int64)
        if self.plain:
            return (day - MONDAY + 1).astype(np.float64)
        told = self._weeks(day + 1)
        for first, last, share in self.spells:
            inside = self._weeks(np.clip(day, first - 1, last) + 1) - self._weeks(np.asarray(first))
            told = told - (1 - share) * inside
        return told

    def _weeks(self, before: Floats | np.ndarray) -> Floats:
        """By the week alone, at the beginning of a day."""
        whole, rest = np.divmod(before - MONDAY, 7)
        into = np.append(0.0, np.cumsum(self.week))
        told: Floats = whole * into[7] + into[rest]
        return told

    def days_until(self, last: ArrayLike, told: ArrayLike) -> Floats:
        """Whole calendar days after the day `last` until the clock has gone on by `told` working days, 1 at least."""
        start, wanted = np.broadcast_arrays(np.asarray(last, np.int64), np.asarray(told, np.float64))
        if self.plain:
            return np.maximum(np.ceil(wanted - 1e-6), 1.0)
        pace = float(np.mean(self.week))
        goal = self.at(start) + wanted - 1e-6
        low, high = np.ones(start.shape, np.int64), np.ceil(wanted / pace).astype(np.int64) + 8
        high = high + sum(last_day - first + 1 for first, last_day, _ in self.spells)
        while np.any(low < high):
            middle = (low + high) // 2
            there = self.at(start + middle) >= goal
            high, low = np.where(there, middle, high), np.where(there, low, middle + 1)
        return low.astype(np.float64)
