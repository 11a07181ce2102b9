"""The relationship's own rhythm: the gaps it may be expected to leave while it is active."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv

from sapwood.measures.rhythm import likelihood
from sapwood.measures.rhythm.params import Params
from sapwood.measures.rhythm.statistics import Floats

QUANTILES = (0.1, 0.5, 0.9)


def usual_gap(
    params: Params, x: ArrayLike, t_x: ArrayLike, s: ArrayLike | None = None
) -> tuple[Floats, Floats, Floats]:
    """The 10 %, 50 % and 90 % points of the next gap, (n,) each, in the unit of the Summary, if it goes on.

    Gap | λ ~ Gamma(k, λ) and λ | data ~ Gamma(r + kx, alpha + t_x), so gap / (alpha + t_x) is beta-prime.
    With whole days these are whole days, 1 at least: a gap of D days ends within its D-th day.
    """
    n_x, last = np.broadcast_arrays(
        np.atleast_1d(np.asarray(x, dtype=np.float64)), np.atleast_1d(np.asarray(t_x, dtype=np.float64))
    )
    clock = params.alpha + likelihood.elapsed(last, n_x, params.grain)
    n = params.r + params.k * n_x
    points = []
    for q in QUANTILES:
        share = np.minimum(betaincinv(params.k, n, q), 1 - 1e-12)
        gap = clock * share / (1 - share)
        points.append(np.maximum(np.ceil(gap), 1.0) if params.grain else gap)
    return points[0], points[1], points[2]


def silence_rank(
    params: Params, x: ArrayLike, t_x: ArrayLike, silence_days: ArrayLike, s: ArrayLike | None = None
) -> Floats:
    """Share of the predicted gaps that are shorter than the present silence, (n,): .975 means longer than 97.5 %.

    `silence_days` is the time from the last touch to the as-of date, in the unit of the Summary.
    """
    n_x, last, silence = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(v, dtype=np.float64)) for v in (x, t_x, silence_days))
    )
    clock = params.alpha + likelihood.elapsed(last, n_x, params.grain)
    return 1 - likelihood.outlasts(params.r + params.k * n_x, params.k, clock, np.maximum(silence, 0.0))
