"""Touches by quarter of a year: the growth rings of an account. docs/measures/standing.md."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Quarters = list[dict[str, int | str]]


def quarter_of(days: Ints) -> Ints:
    """The quarter (4 × year + 0..3) of days since 1970-01-01."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months // 3 + 1970 * 4


def quarters(account: Ints, at: Ints, touches: Ints, as_of: date) -> list[Quarters]:
    """For each account [{"label": "2024-Q3", "touches": n}, …] from the first touch's quarter to that of `as_of`,
    empty ones too.

    `account` (n,) holds 0, 1, 2 … in order, none left out; `at` (n,) quarters as quarter_of() gives them, in order
    within an account and none after `as_of`; `touches` (n,) how many there were.
    """
    if not len(account):
        return []
    last = as_of.year * 4 + (as_of.month - 1) // 3
    first = at[np.flatnonzero(np.diff(account, prepend=-1))]
    stop = np.cumsum(last - first + 1)
    start = np.append(0, stop[:-1])
    sums = np.bincount((start - first)[account] + at, weights=touches, minlength=int(stop[-1])).astype(int).tolist()
    labels = [_label(quarter) for quarter in range(int(first.min()), last + 1)]
    return [
        [{"label": label, "touches": n} for label, n in zip(labels[i:], sums[j:k], strict=True)]
        for i, j, k in zip((first - first.min()).tolist(), start.tolist(), stop.tolist(), strict=True)
    ]


def _label(quarter: int) -> str:
    return f"{quarter // 4}-Q{quarter % 4 + 1}"
