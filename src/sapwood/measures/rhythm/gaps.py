"""The relationship's own rhythm: the gaps it may be expected to leave while it is active.

Gap | λ ~ Gamma(k, λ) and λ | data ~ Gamma(r + kx, alpha + t_x), so gap / (alpha + t_x) is beta-prime. With `s`
k is the relationship's own (`regularity`), and the prediction a mixture of beta-primes over k.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sapwood.measures.rhythm.mixture import Mixture, mixture_of
from sapwood.measures.rhythm.params import Params
from sapwood.measures.rhythm.statistics import Floats

QUANTILES = (0.1, 0.5, 0.9)
JUST = 1e-6  # days: a gap so little beyond a whole day ends within it


def _mixture(p: Params, x: Floats, t_x: Floats, s: ArrayLike | None) -> tuple[Mixture, NDArray[np.intp]]:
    """The mixture of each distinct history, and which of them each relationship has."""
    logs = np.zeros_like(x) if s is None else np.broadcast_to(np.asarray(s, dtype=np.float64), x.shape)
    columns = np.stack([x, t_x, logs])
    order = np.lexsort(columns)
    ordered = columns[:, order]
    new = np.append(True, np.any(ordered[:, 1:] != ordered[:, :-1], axis=0))[: len(x)]
    back = np.empty(len(x), np.intp)
    back[order] = np.cumsum(new) - 1
    repeats, last, logs = ordered[:, new]
    return mixture_of(p, repeats, last, None if s is None else logs), back


def _columns(*values: ArrayLike) -> list[Floats]:
    return list(np.broadcast_arrays(*(np.atleast_1d(np.asarray(v, dtype=np.float64)) for v in values)))


def usual_gap(
    params: Params, x: ArrayLike, t_x: ArrayLike, s: ArrayLike | None = None
) -> tuple[Floats, Floats, Floats]:
    """The 10 %, 50 % and 90 % points of the next gap, (n,) each, in the unit of the Summary, if it goes on.

    With whole days these are whole days, 1 at least: a gap of D days ends within its D-th day. `s` as in
    Summary; without it k is the population's.
    """
    repeats, last = _columns(x, t_x)
    mixture, back = _mixture(params, repeats, last, s)
    found = [mixture.points(q, JUST if params.grain else 0.0) for q in QUANTILES]
    if params.grain:
        found = [np.maximum(np.ceil(gap - JUST), 1.0) for gap in found]
    low, middle, high = (gap[back] for gap in found)
    return low, middle, high


def silence_rank(
    params: Params, x: ArrayLike, t_x: ArrayLike, silence_days: ArrayLike, s: ArrayLike | None = None
) -> Floats:
    """Share of the predicted gaps that are shorter than the present silence, (n,): .975 means longer than 97.5 %.

    `silence_days` is the time from the last touch to the as-of date, in the unit of the Summary. With whole days a
    gap is shorter than a silence of three days when it is two at most: a touch today would make it three.
    """
    repeats, last, silence = _columns(x, t_x, silence_days)
    logs = None if s is None else np.broadcast_to(np.asarray(s, dtype=np.float64), repeats.shape)
    shorter = mixture_of(params, repeats, last, logs).shorter(np.maximum(silence - params.grain, 0.0))
    return np.clip(shorter, 0.0, 1.0)
