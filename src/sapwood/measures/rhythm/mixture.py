"""The predictive distribution of gaps as a mixture over k, and its quantiles.

Part i of a relationship is beta-prime: gap / clock_i ~ BetaPrime(k_i, n_i). What depends on k and n alone is
computed once for each pair of shape and x, of which there are few.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaincinv, betaln, expit, logit, ndtr, ndtri

from sapwood.measures.rhythm import regularity
from sapwood.measures.rhythm.params import Params
from sapwood.measures.rhythm.statistics import Floats

NEGLIGIBLE = 0.002  # posterior weight of a k below which it is left out
ROUGH = (0.1, 0.5, 0.9)  # the parts' own points through which the rough quantile is laid
ROUGH_ROUNDS, ROUNDS = 8, 60
EXACT = 1e-11  # in ln gap


@dataclass(frozen=True, slots=True)
class Mixture:
    """Relationship i owns the parts `start[i]`:`start[i + 1]`; part j has `weight[j]` and the pair `pair[j]`."""

    start: NDArray[np.intp]
    weight: Floats
    log_clock: Floats
    pair: NDArray[np.intp]
    k: Floats  # of each pair, as n
    n: Floats

    def __len__(self) -> int:
        return len(self.start) - 1

    def shorter(self, gap: Floats) -> Floats:
        """P(a gap is shorter than `gap`), (n,)."""
        with np.errstate(divide="ignore"):
            at = np.repeat(np.log(gap), np.diff(self.start))
        part = betainc(self.k[self.pair], self.n[self.pair], expit(at - self.log_clock))
        return np.asarray(np.add.reduceat(self.weight * part, self.start[:-1]))

    def points(self, q: float, whole: float = 0.0) -> Floats:
        """The q-quantile, (n,), to ten digits; where `whole` days are wanted, near enough to round it up to one.

        It lies between those of the parts. Newton's method in ln gap on the odds, from `_rough`, kept in between.
        """
        if not len(self):
            return np.zeros(0)
        with np.errstate(divide="ignore"):
            each = self.log_clock + logit(np.clip(betaincinv(self.k, self.n, q), 1e-290, 1 - 1e-12))[self.pair]
        low, high = np.minimum.reduceat(each, self.start[:-1]), np.maximum.reduceat(each, self.start[:-1])
        found = (low + high) / 2
        at = np.flatnonzero(high - low > EXACT)
        if len(at):
            part = self.only(at)
            found[at] = part._rough(q, low[at], high[at])
            found[at] = part._newton(q, found[at], low[at], high[at], whole)
        return np.asarray(np.exp(found))

    def only(self, at: NDArray[np.intp]) -> "Mixture":
        size = np.diff(self.start)[at]
        start = np.append(0, np.cumsum(size))
        take = np.repeat(self.start[at] - start[:-1], size) + np.arange(start[-1])
        return Mixture(start, self.weight[take], self.log_clock[take], self.pair[take], self.k, self.n)

    def _rough(self, q: float, low: Floats, high: Floats) -> Floats:
        """ln gap with the parts' ln gap taken as two halves of normal curves; regula falsi (Illinois)."""
        ten, middle, ninety = (logit(np.clip(betaincinv(self.k, self.n, p), 1e-290, 1 - 1e-12)) for p in ROUGH)
        reach = ndtri(ROUGH[2])
        left, right = (reach / np.maximum(width, 1e-9) for width in (middle - ten, ninety - middle))
        centre, left, right = self.log_clock + middle[self.pair], left[self.pair], right[self.pair]
        size = np.diff(self.start)

        def above(at: Floats) -> Floats:
            off = np.repeat(at, size) - centre
            return np.add.reduceat(self.weight * ndtr(off * np.where(off < 0, left, right)), self.start[:-1]) - q

        under, over = above(low), above(high)
        mid = low
        for _ in range(ROUGH_ROUNDS):
            width = over - under
            mid = np.where(width > 1e-12, low - under * (high - low) / np.where(width > 1e-12, width, 1.0), low)
            value = above(mid)
            more = value > 0
            over, under = np.where(more, value, over / 2), np.where(more, under / 2, value)
            high, low = np.where(more, mid, high), np.where(more, low, mid)
        return np.asarray(mid)

    def _newton(self, q: float, at: Floats, low: Floats, high: Floats, whole: float) -> Floats:
        found = at.copy()
        open_ = np.arange(len(at))
        part = self
        for _ in range(ROUNDS):
            share, slope = part._share_and_slope(at)
            low, high = np.where(share < q, at, low), np.where(share < q, high, at)
            with np.errstate(all="ignore"):
                step = (logit(q) - logit(share)) * share * (1 - share) / slope
            there = at + step
            inside = (there > low) & (there < high)
            there = np.where(inside, there, (low + high) / 2)
            found[open_] = there
            off = np.abs(there - at)
            # a Newton step this small leaves its square: a quarter of it is a safe bound
            done = off < 1e-6
            if whole:
                near, far = np.exp(there - off), np.exp(there + off)
                done |= inside & (off < 0.1) & (np.ceil(near - whole) == np.ceil(far - whole))
            if done.all():
                break
            left = np.flatnonzero(~done)
            part, open_, at, low, high = part.only(left), open_[left], there[left], low[left], high[left]
        return found

    def _share_and_slope(self, at: Floats) -> tuple[Floats, Floats]:
        """P(a gap is shorter than e^at) and its derivative by `at`, (n,) each."""
        off = np.repeat(at, np.diff(self.start)) - self.log_clock
        k, n = self.k[self.pair], self.n[self.pair]
        share = expit(off)
        slope = np.exp(k * off - (k + n) * np.logaddexp(0, off) - betaln(self.k, self.n)[self.pair])
        both = [self.weight * betainc(k, n, share), self.weight * slope]
        value, by = np.add.reduceat(np.stack(both), self.start[:-1], axis=1)
        return value, by


def mixture_of(p: Params, x: Floats, t_x: Floats, s: Floats | None) -> Mixture:
    """The predictive gaps after each history: one part, or with `s` one for each k that is not negligible."""
    kinds, kind = np.unique(x, return_inverse=True)
    if s is None or (p.spread == 0 and p.own == 0):
        k, n = np.full(len(kinds), p.k), p.r + p.k * kinds
        return Mixture(np.arange(len(x) + 1), np.ones(len(x)), np.log(p.alpha + t_x), kind, k, n)
    share = regularity.posterior(p, x, t_x, s)
    share = np.where(share < NEGLIGIBLE, 0.0, share)
    share /= share.sum(axis=1, keepdims=True)
    of, which = np.nonzero(share)
    shapes = regularity.shapes(p)
    start = np.append(0, np.cumsum(np.count_nonzero(share, axis=1)))
    k = np.repeat(shapes, len(kinds))
    clock = regularity.clocks(p, x, t_x)[of, which]
    pair = which * len(kinds) + kind[of]
    return Mixture(start, share[of, which], np.log(clock), pair, k, p.r + k * np.tile(kinds, len(shapes)))
