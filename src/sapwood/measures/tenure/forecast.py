"""What becomes of the relationships: the fitted law carried on, with an interval for what is not known of it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize

from .fit import WIDEST, Lasting, fit, log_likelihood, log_share
from .life_table import Floats, LifeTable

LOOSE = {"xatol": 1e-2, "fatol": 1e-2, "maxfev": 600}
DRAWS, SEED, FREEDOM = 500, 7, 5.0
FLATTEST = 0.05  # the least curvature: a standard deviation of 4.5, where the data say nothing
# How far from the middle a parameter lies among businesses, before any data: ln γ and ln δ, ln c. Wide on purpose.
CENTRE, SPREAD = np.array([0.0, 1.0, 0.0]), np.array([2.0, 2.0, 0.7])


@dataclass(frozen=True, slots=True)
class Forecast:
    """`share` of all relationships that last beyond `years` (m,), with 95 % interval `low`, `high`; all empty where
    there is too little to learn from (`lasting.known`)."""

    lasting: Lasting
    years: Floats
    share: Floats
    low: Floats
    high: Floats
    draws: Floats

    def still_there(self, ages: ArrayLike, count: ArrayLike, ahead: ArrayLike) -> tuple[float, float, float]:
        """(expected, low, high) how many of those who are there at `ages` (n,) years, `count` (n,) of each, still are
        `ahead` years later, (n,) or the same for all. The interval holds both what is not known of the law and chance
        itself."""
        age, many = np.asarray(ages, np.float64), np.asarray(count, np.float64)
        then = age + np.asarray(ahead, np.float64)
        middle = self.lasting.share(then) / self.lasting.share(age)
        each = np.exp(log_share(self.draws, then) - log_share(self.draws, age))
        chance = np.random.default_rng(SEED).standard_normal(len(each)) * np.sqrt((each * (1 - each)) @ many)
        low, high = np.quantile(np.clip(each @ many + chance, 0.0, many.sum()), [0.025, 0.975])
        return float(middle @ many), float(low), float(high)

    def given(self, start: float, years: ArrayLike) -> tuple[Floats, Floats, Floats]:
        """(share, low, high) that last beyond `years` (m,) of those who reached `start`."""
        wanted = np.asarray(years, np.float64)
        each = np.exp(log_share(self.draws, wanted) - log_share(self.draws, np.array([start])))
        low, high = np.quantile(each, [0.025, 0.975], axis=0)
        return self.lasting.share(wanted) / self.lasting.share(start), low, high


def forecast(table: LifeTable, years: ArrayLike, shape: bool = True) -> Forecast:
    """The beta-discrete-Weibull at maximum likelihood, carried on to `years` (m,). Interval: parameters drawn from
    their posterior under the weak prior above, by importance sampling around its mode (Rubin 1988); the same data
    give the same draws."""
    lasting, wanted = fit(table, shape), np.asarray(years, np.float64)
    if not lasting.known:
        none = np.zeros(0)
        return Forecast(lasting, none, none, none, none, np.zeros((0, 3)))
    draws = _draws(table, lasting, shape)
    low, high = np.quantile(np.exp(log_share(draws, wanted)), [0.025, 0.975], axis=0)
    return Forecast(lasting, wanted, lasting.share(wanted), low, high, draws)


def _draws(table: LifeTable, lasting: Lasting, shape: bool) -> Floats:
    free = 3 if shape else 2

    def posterior(theta: Floats) -> Floats:
        whole = np.hstack([theta, np.zeros((len(theta), 3 - free))])
        away = (theta - CENTRE[:free]) / SPREAD[:free]
        return np.asarray(log_likelihood(whole, table) - 0.5 * (away**2).sum(axis=1), np.float64)

    mode, root = _summit(posterior, np.log([lasting.gamma, lasting.delta, lasting.c])[:free])
    rng = np.random.default_rng(SEED)
    stretched = np.sqrt(FREEDOM / rng.chisquare(FREEDOM, DRAWS))  # Student's t: its tails reach further
    standard = rng.standard_normal((DRAWS, free)) * stretched[:, None]
    drawn = mode + standard @ root.T
    proposed = -0.5 * (FREEDOM + free) * np.log1p((standard**2).sum(axis=1) / FREEDOM)
    weight = posterior(drawn) - proposed
    weight = np.exp(weight - weight.max())
    chosen = rng.choice(DRAWS, DRAWS, p=weight / weight.sum())
    return np.hstack([np.clip(drawn[chosen], -WIDEST, WIDEST), np.zeros((DRAWS, 3 - free))])


def _summit(posterior: Callable[[Floats], Floats], start: Floats) -> tuple[Floats, Floats]:
    """(the mode, a root of the covariance that its curvature gives)."""
    found = minimize(lambda one: -float(posterior(one[None])[0]), start, method="Nelder-Mead", options=LOOSE)
    mode, size, h = np.asarray(found.x, np.float64), len(start), 1e-2
    steps = h * np.eye(size)
    corners = np.array(
        [mode + a * one + b * other for one in steps for other in steps for a in (1, -1) for b in (1, -1)]
    )
    plus_plus, plus_minus, minus_plus, minus_minus = posterior(corners).reshape(size, size, 4).transpose(2, 0, 1)
    bent = -(plus_plus - plus_minus - minus_plus + minus_minus) / (4 * h * h)
    values, vectors = np.linalg.eigh((bent + bent.T) / 2)
    return mode, vectors / np.sqrt(np.maximum(values, FLATTEST))
