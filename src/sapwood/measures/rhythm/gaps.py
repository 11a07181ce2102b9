"""The relationship's own rhythm: the gaps it may be expected to leave while it is active.

Gap | λ ~ Gamma(k, λ) and λ | data ~ Gamma(r + kx, alpha + t_x), so gap / (alpha + t_x) is beta-prime. With `s`
k is the relationship's own (`regularity`), and the prediction a mixture of beta-primes over k.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaincinv

from sapwood.measures.rhythm import regularity
from sapwood.measures.rhythm.params import Params
from sapwood.measures.rhythm.statistics import Floats

QUANTILES = (0.1, 0.5, 0.9)
NEGLIGIBLE = 0.002  # posterior weight of a k below which it is left out
ROUNDS = 12


@dataclass(frozen=True, slots=True)
class _Mixture:
    """Parts of the predictive gaps: part i belongs to relationship `of[i]`, with `weight[i]`."""

    size: int
    of: NDArray[np.intp]
    weight: Floats
    k: Floats
    n: Floats
    clock: Floats

    def shorter(self, gap: Floats) -> Floats:
        """P(a gap is shorter than `gap`), (n,)."""
        at = gap[self.of]
        part = self.weight * betainc(self.k, self.n, at / (self.clock + at))
        return np.bincount(self.of, part, self.size).astype(np.float64)

    def points(self, q: float) -> Floats:
        """The q-quantile, (n,): it lies between those of the parts; regula falsi (Illinois) in ln gap."""
        share = np.clip(betaincinv(self.k, self.n, q), 1e-290, 1 - 1e-12)
        each = np.log(self.clock * share / (1 - share))
        low, high = np.full(self.size, np.inf), np.full(self.size, -np.inf)
        np.minimum.at(low, self.of, each)
        np.maximum.at(high, self.of, each)
        if np.all(high - low < 1e-9):
            return np.asarray(np.exp(low))
        under, over = self.shorter(np.exp(low)) - q, self.shorter(np.exp(high)) - q
        for _ in range(ROUNDS):
            width = over - under
            mid = np.where(width > 1e-12, low - under * (high - low) / np.where(width > 1e-12, width, 1.0), low)
            value = self.shorter(np.exp(mid)) - q
            right = value > 0
            over, under = np.where(right, value, over / 2), np.where(right, under / 2, value)
            high, low = np.where(right, mid, high), np.where(right, low, mid)
            if np.all(np.abs(value) < 1e-5):
                break
        return np.asarray(np.exp(mid))


def _mixture(p: Params, x: Floats, t_x: Floats, s: ArrayLike | None) -> _Mixture:
    size = len(x)
    if s is None or (p.spread == 0 and p.own == 0):
        n = p.r + p.k * x
        return _Mixture(size, np.arange(size), np.ones(size), np.full(size, p.k), n, p.alpha + t_x)
    logs = np.broadcast_to(np.asarray(s, dtype=np.float64), x.shape)
    share = regularity.posterior(p, x, t_x, logs)
    share = np.where(share < NEGLIGIBLE, 0.0, share)
    share /= share.sum(axis=1, keepdims=True)
    of, which = np.nonzero(share)
    k = regularity.shapes(p)[which]
    return _Mixture(size, of, share[of, which], k, p.r + k * x[of], regularity.clocks(p, x, t_x)[of, which])


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
    mixture = _mixture(params, repeats, last, s)
    found = [mixture.points(q) for q in QUANTILES]
    if params.grain:
        found = [np.maximum(np.ceil(gap - 1e-6), 1.0) for gap in found]
    return found[0], found[1], found[2]


def silence_rank(
    params: Params, x: ArrayLike, t_x: ArrayLike, silence_days: ArrayLike, s: ArrayLike | None = None
) -> Floats:
    """Share of the predicted gaps that are shorter than the present silence, (n,): .975 means longer than 97.5 %.

    `silence_days` is the time from the last touch to the as-of date, in the unit of the Summary. With whole days a
    gap is shorter than a silence of three days when it is two at most: a touch today would make it three.
    """
    repeats, last, silence = _columns(x, t_x, silence_days)
    shorter = _mixture(params, repeats, last, s).shorter(np.maximum(silence - params.grain, 0.0))
    return np.clip(shorter, 0.0, 1.0)
