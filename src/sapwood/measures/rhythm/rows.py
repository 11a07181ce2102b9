"""A population as the likelihood reads it: equal histories folded into one row with a weight."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sapwood.measures.rhythm.statistics import Floats, Summary


@dataclass(frozen=True, slots=True)
class Rows:
    """`count` relationships each with x gaps in `spent`, silent since for `silence`, their mean sum of logs `s`.

    Times are in a unit of the caller's choice. `kinds` are the distinct x, sorted, `which` their place for each
    row: what depends on x alone is computed once a kind.
    """

    x: Floats
    spent: Floats
    silence: Floats
    s: Floats
    count: Floats
    kinds: Floats
    which: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.x)

    def some(self, size: int) -> "Rows":
        """About `size` rows, evenly taken; all of them if there are not twice as many."""
        every = len(self) // size
        if every < 2:
            return self
        part = slice(None, None, every)
        return rows_of(self.x[part], self.spent[part], self.silence[part], self.s[part], self.count[part])


def rows_of(x: Floats, spent: Floats, silence: Floats, s: Floats, count: Floats) -> Rows:
    kinds, which = np.unique(x, return_inverse=True)
    return Rows(x, spent, silence, s, count, kinds, which)


def fold(summary: Summary, s: Floats, unit: float) -> Rows:
    """Histories equal in (x, t_x, T) folded (the likelihood is linear in s), with times counted in `unit`."""
    columns = np.stack([summary.x, summary.t_x, summary.T])
    order = np.lexsort(columns)
    ordered = columns[:, order]
    new = np.append(True, np.any(ordered[:, 1:] != ordered[:, :-1], axis=0)) if len(summary) else np.zeros(0, bool)
    start = np.flatnonzero(new)
    count = np.diff(np.append(start, len(order))).astype(np.float64)
    x, t_x, T = ordered[:, start]
    logs = np.add.reduceat(s[order], start) / count if len(start) else s
    return rows_of(x, t_x / unit, (T - t_x) / unit, logs - x * np.log(unit), count)
