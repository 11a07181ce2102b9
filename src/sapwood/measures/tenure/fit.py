"""Beta-discrete-Weibull and shifted beta-geometric: the law behind a curve of tenure, by maximum likelihood."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.special import betaln

from .life_table import Floats, LifeTable

WIDEST = 7.0  # |ln| of a parameter: beyond it the curves no longer change to the eye
STARTS = ((0.0, 1.0, 0.0), (-1.5, 0.5, 0.4), (1.5, 4.0, -0.3))


@dataclass(frozen=True, slots=True)
class Lasting:
    """A share S(t) = B(γ, δ + t^c) / B(γ, δ) lasts beyond t years. Each relationship has its own chance θ ~ Beta(γ,
    δ) to end, which is felt anew at t^c: with c = 1 every year alike (shifted beta-geometric: Fader & Hardie 2007,
    whose α and β are γ and δ), above 1 more from year to year, below 1 less (beta-discrete-Weibull: Fader, Hardie,
    Liu, Davin & Steenburgh 2018). `log_likelihood` nan: nothing to learn from; then the figures mean nothing."""

    gamma: float
    delta: float
    c: float
    log_likelihood: float
    n: float

    @property
    def known(self) -> bool:
        return bool(np.isfinite(self.log_likelihood))

    def share(self, years: ArrayLike) -> Floats:
        theta = np.log([[self.gamma, self.delta, self.c]])
        return np.asarray(np.exp(log_share(theta, np.atleast_1d(np.asarray(years, np.float64)))[0]), np.float64)


def fit(table: LifeTable, shape: bool = True) -> Lasting:
    """Maximum likelihood from ends, from those that go on, and from late entries (each given that it reached the age
    at which it entered); an end counts for its interval (t - step, t]. `shape=False` holds c at 1. At least three
    ends are needed. Never raises for want of data: `known` is False then."""
    n = float(table.entered.sum())
    if float(table.ended.sum()) < 3:
        return Lasting(np.nan, np.nan, np.nan, np.nan, n)
    size = 3 if shape else 2

    def cost(theta: Floats) -> float:
        return -float(log_likelihood(np.append(theta, np.zeros(3 - size))[None], table)[0])

    near = min((np.array(start[:size]) for start in STARTS), key=cost)
    first = minimize(cost, near, method="Nelder-Mead", options={"xatol": 1e-2, "fatol": 1e-2, "maxfev": 1000})
    best = minimize(cost, first.x, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-8, "maxfev": 2000})
    theta = np.append(best.x, np.zeros(3 - size))
    gamma, delta, c = (float(value) for value in np.exp(np.clip(theta, -WIDEST, WIDEST)))
    return Lasting(gamma, delta, c, -float(best.fun), n)


def log_likelihood(theta: Floats, table: LifeTable) -> Floats:
    """Of each row of `theta` (k, 3): ln γ, ln δ, ln c. Beyond WIDEST it falls, so that a search comes back."""
    inside = np.clip(theta, -WIDEST, WIDEST)
    now = log_share(inside, table.age)
    ends = table.ended > 0
    before = log_share(inside, np.maximum(table.age[ends] - table.step, 0.0))
    in_step = before + np.log(np.maximum(-np.expm1(now[:, ends] - before), 1e-300))
    value = in_step @ table.ended[ends] + now @ (table.going_on - table.entered)
    return np.asarray(value - 1e3 * ((theta - inside) ** 2).sum(axis=1), np.float64)


def log_share(theta: Floats, years: Floats) -> Floats:
    """(k, m): ln S at `years` (m,) for each row of `theta` (k, 3)."""
    gamma, delta, c = (np.exp(part)[:, None] for part in theta.T)
    return np.asarray(betaln(gamma, delta + years**c) - betaln(gamma, delta), np.float64)
