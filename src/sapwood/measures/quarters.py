"""Touches by quarter of a year: the growth rings of an account. docs/measures/standing.md."""

from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def quarter_of(days: Ints) -> Ints:
    """The quarter (4 × year + 0..3) of days since 1970-01-01."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months // 3 + 1970 * 4


def quarters(at: Ints, touches: Ints, as_of: date) -> list[dict[str, int | str]]:
    """[{"label": "2024-Q3", "touches": n}, …] from the first touch's quarter to that of `as_of`, empty ones too.

    `at` (n,) holds quarters as quarter_of() gives them, with `touches` (n,) in each; none lies after `as_of`.
    """
    if not len(at):
        return []
    first, last = int(at.min()), as_of.year * 4 + (as_of.month - 1) // 3
    sums = np.bincount(at - first, weights=touches, minlength=last - first + 1).tolist()
    return [{"label": _label(q), "touches": int(sums[q - first])} for q in range(first, last + 1)]


@lru_cache(maxsize=1024)
def _label(quarter: int) -> str:
    return f"{quarter // 4}-Q{quarter % 4 + 1}"
