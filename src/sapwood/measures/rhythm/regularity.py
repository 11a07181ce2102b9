"""How regular each relationship is: its own k, drawn towards the population's.

Most relationships share the population's k, or nearly (ln k with a standard deviation `spread`); a share `own`
of them keep a clock of their own, whose k may be anything from bursty to clockwork. Both are learned from the
population, with a weak prior; a relationship's s then says which it is. With the mean gap's prior kept, k
changes the rate's: alpha · (population's k) / k.
"""

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln

from sapwood.measures.rhythm.params import Params
from sapwood.measures.rhythm.statistics import Floats

NEAR = np.array([-np.sqrt(3), 0.0, np.sqrt(3)])  # three-point Gauss–Hermite rule
NEAR_WEIGHT = np.array([1, 4, 1]) / 6
FREE = 2.0 ** np.arange(-2, 7)  # k of those with a clock of their own: 1/4 … 64
SPREAD, OWN = 0.2, 0.03  # where the prior is centred, and where a small population stays
START = np.array([np.log(SPREAD), np.log(OWN / (1 - OWN))])
SAMPLE = 20_000
ALIKE = 0.05  # a spread below this makes no difference: one k does for all three


def shapes(p: Params) -> Floats:
    """The k considered, (12,): three near the population's, nine free."""
    values: Floats = np.append(p.k * np.exp(p.spread * NEAR), FREE)
    return values


def clocks(p: Params, x: Floats, t_x: Floats) -> Floats:
    """The rate's posterior clock under each of `shapes`, (n, 12): prior plus the time the x gaps took.

    A regular gap of D whole days lies on average half a day before the end of the D-th: with `s` reckoned so,
    the time must be too, or no short gap could ever look regular. Predictions round up, which gives it back.
    """
    k = shapes(p)
    half = np.where((np.arange(len(k)) >= len(NEAR)) & (k > 1), 0.5 * p.grain, 0.0)
    time: Floats = p.alpha * p.k / k + np.maximum(t_x[:, None] - half * x[:, None], 0.0)
    return time


def _weights(p: Params) -> Floats:
    near = NEAR_WEIGHT if p.spread >= ALIKE else np.array([0.0, 1.0, 0.0])
    weights: Floats = np.append((1 - p.own) * near, np.full(len(FREE), p.own / len(FREE)))
    return weights


def _evidence(p: Params, x: Floats, t_x: Floats, s: Floats) -> Floats:
    """Log-likelihood of the gaps under each of `shapes`, (n, 12), up to a constant."""
    k = shapes(p)
    alpha = p.alpha * p.k / k
    kinds, which = np.unique(x, return_inverse=True)
    n = p.r + kinds[:, None] * k
    by_kind = gammaln(n) + p.r * np.log(alpha) - kinds[:, None] * gammaln(k)
    value: Floats = by_kind[which] - n[which] * np.log(clocks(p, x, t_x)) + (k - 1) * s[:, None]
    return value


def posterior(p: Params, x: Floats, t_x: Floats, s: Floats) -> Floats:
    """Probability of each of `shapes` for each relationship, (n, 12)."""
    log = _evidence(p, x, t_x, s) + np.log(np.maximum(_weights(p), 1e-300))
    weight = np.exp(log - log.max(axis=1, keepdims=True))
    share: Floats = weight / weight.sum(axis=1, keepdims=True)
    return share


def learn(p: Params, x: Floats, t_x: Floats, s: Floats) -> tuple[float, float]:
    """The population's (spread, own), by penalised likelihood over relationships with two gaps or more."""
    told = x >= 2
    if not told.any():
        return SPREAD, OWN
    every = max(1, int(told.sum()) // SAMPLE)
    x, t_x, s = x[told][::every], t_x[told][::every], s[told][::every]

    free = _evidence(p, x, t_x, s)[:, len(NEAR) :]  # theirs and the middle one's do not depend on the spread
    kinds, which = np.unique(x, return_inverse=True)

    def near(spread: float, place: float) -> Floats:
        k = p.k * np.exp(spread * place)
        alpha, n = p.alpha * p.k / k, p.r + k * kinds
        by_kind = gammaln(n) + p.r * np.log(alpha) - kinds * gammaln(k)
        value: Floats = by_kind[which] - n[which] * np.log(alpha + t_x) + (k - 1) * s
        return value

    middle = near(0.0, 0.0)
    top = np.maximum(free.max(axis=1), middle)
    apart = np.exp(free - top[:, None]).mean(axis=1)  # the evidence for a clock of its own
    alike = np.exp(middle - top)
    base = float(top.sum())

    def loss(at: Floats) -> float:
        spread, own = float(np.exp(at[0])), float(1 / (1 + np.exp(-at[1])))
        shared = alike
        if spread >= ALIKE:
            # a side may lie between two free k, above both: the bound keeps thousands of gaps from overflowing
            sides = [np.exp(np.minimum(near(spread, place) - top, 600.0)) for place in NEAR[[0, 2]]]
            shared = NEAR_WEIGHT[1] * alike + NEAR_WEIGHT[0] * sides[0] + NEAR_WEIGHT[2] * sides[1]
        value = float(np.log((1 - own) * shared + own * apart).sum()) + base
        prior = ((at[0] - np.log(SPREAD)) / 0.5) ** 2 + ((at[1] - START[1]) / 0.7) ** 2
        return float(-value + 0.5 * prior)

    best = minimize(loss, START, method="Nelder-Mead", options={"maxiter": 80, "xatol": 0.02, "fatol": 0.02}).x
    return float(np.exp(best[0])), float(1 / (1 + np.exp(-best[1])))
