"""How long relationships last, as the record shows it: the Kaplan–Meier estimate with its interval."""

from dataclasses import dataclass

import numpy as np

from .life_table import Floats, LifeTable

NORMAL = 1.959963984540054  # 97.5 % of a normal distribution lie below


@dataclass(frozen=True, slots=True)
class Curve:
    """A row for each age (years) at which something ended: how many were at risk and ended, the share that lasts
    beyond it, and the 95 % interval of that share (nan where it cannot be said: nobody left, or none at all). Shares
    are of those who reached `start` years. `median` is the first age beyond which at most half last, nan where more
    do."""

    age: Floats
    at_risk: Floats
    ended: Floats
    share: Floats
    low: Floats
    high: Floats
    start: float
    median: float

    def at(self, years: float) -> tuple[float, float, float]:
        """(share, low, high) that last beyond so many years; before the first end, 1 and no interval."""
        place = int(np.searchsorted(self.age, years + 1e-9, side="right")) - 1
        if place < 0:
            return 1.0, float("nan"), float("nan")
        return float(self.share[place]), float(self.low[place]), float(self.high[place])


def curve(table: LifeTable, least: float = 1.0) -> Curve:
    """S(t) = Π (1 - d / at risk) (Kaplan & Meier 1958), who enters late being at risk only from then on. Interval:
    Greenwood's variance (1926) on the scale ln(-ln S), which keeps it between 0 and 1 (Kalbfleisch & Prentice 1980).

    Where relationships enter late, few may be under observation at first, and one end among two would halve the whole
    curve: it starts at the first age at which at least `least` are at risk.
    """
    at_risk = table.at_risk
    enough = np.flatnonzero(at_risk >= least)
    first = int(enough[0]) if len(enough) else len(at_risk)
    start = float(table.age[first - 1]) if 0 < first <= len(table.age) else 0.0
    rows = np.flatnonzero(table.ended > 0)
    rows = rows[rows >= first]
    n, d = at_risk[rows], table.ended[rows]
    share: Floats = np.asarray(np.cumprod(1.0 - d / n), np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.cumsum(d / (n * (n - d)))) / np.abs(np.log(share))
        low, high = share ** np.exp(NORMAL * spread), share ** np.exp(-NORMAL * spread)
    said = (share > 0.0) & (share < 1.0)
    low, high = np.where(said, low, np.nan), np.where(said, high, np.nan)
    half = np.flatnonzero(share <= 0.5 + 1e-12)
    median = float(table.age[rows][half[0]]) if len(half) else float("nan")
    return Curve(table.age[rows], n, d, share, low, high, start, median)
