"""The weak prior that holds a small population: what is believed of rhythms before any touch is seen."""

import numpy as np

from sapwood.measures.rhythm.statistics import Floats, Summary

# On ln(r), ln(mean gap), ln(a), ln(b), ln(k): centres and standard deviations. It says: rates differ by about
# their own size, one relationship in seven ends at a touch, gaps are as irregular as chance makes them; and
# that none of this is known within a factor of two or more. The mean gap is centred on the population's own,
# or on TYPICAL_GAP where nothing was ever repeated.
CENTRE = np.log([1.0, 1.0, 0.5, 3.0, 1.0])
WIDTH = np.array([1.0, 1.0, 1.0, 1.0, 1.0])
FADES_AT = 100.0  # relationships: the prior weighs 1 / (1 + (n / FADES_AT)²), a thousandth at 3,000
TYPICAL_GAP = 30.0

# The prior is on the mean gap k·alpha/r, the likelihood's parameters are ln(r, alpha, a, b, k).
_MEAN_GAP = np.eye(5)
_MEAN_GAP[1] = [-1, 1, 0, 0, 1]
PRECISION: Floats = _MEAN_GAP.T @ np.diag(WIDTH**-2) @ _MEAN_GAP


def typical_gap(summary: Summary) -> float:
    """The population's mean gap in its own unit of time: total time between touches by number of gaps."""
    repeats = float(summary.x.sum())
    if repeats > 0:
        return max(float(summary.t_x.sum()) / repeats, 0.5 * summary.grain, 1e-9)
    longest = float(summary.T.max()) if len(summary) else 0.0
    return max(TYPICAL_GAP if summary.grain else longest, longest, 1e-9)


def centre(model: str, k: float) -> Floats:
    """Where the prior is centred, ln(r, alpha, a, b, k), times counted in typical gaps."""
    start = CENTRE.copy()
    start[4] = np.log(k)
    start[1] -= start[4]
    if model == "pareto":  # lifetimes of about ten gaps
        start[2:4] = np.log([1.0, 10.0])
    return start


def weight(n: int) -> float:
    return 1 / (1 + (n / FADES_AT) ** 2)
