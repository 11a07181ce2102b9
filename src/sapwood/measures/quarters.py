"""Touches by quarter of a year: the growth rings of an account. docs/measures/standing.md."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def quarter_of(days: Ints) -> Ints:
    """The quarter (4 × year + 0..3) of days since 1970-01-01."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months // 3 + 1970 * 4


def quarters(days: Ints, touches: Ints, as_of: date) -> list[dict[str, int | str]]:
    """[{"label": "2024-Q3", "touches": n}, …] from the first touch's quarter to that of `as_of`, empty ones too.

    `days` (n,) since 1970-01-01 with `touches` (n,) on each; none of them lies after `as_of`.
    """
    if not len(days):
        return []
    at = quarter_of(days)
    first, last = int(at.min()), as_of.year * 4 + (as_of.month - 1) // 3
    sums = np.bincount(at - first, weights=touches, minlength=last - first + 1).astype(int).tolist()
    return [{"label": f"{q // 4}-Q{q % 4 + 1}", "touches": sums[q - first]} for q in range(first, last + 1)]
