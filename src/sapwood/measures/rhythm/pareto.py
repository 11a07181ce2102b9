"""Pareto/NBD (Schmittlein, Morrison & Colombo 1987): touches at a rate, until a hidden end at another rate."""

import numpy as np
from scipy.special import gammaln

from sapwood.measures.rhythm.quadrature import legendre
from sapwood.measures.rhythm.rows import Rows
from sapwood.measures.rhythm.statistics import Floats


def ended(r: float, alpha: float, s: float, beta: float, x: Floats, t_x: Floats, T: Floats) -> Floats:
    """Weight of "ended between t_x and T", relative to (alpha + t_x)^−(r+x) (beta + t_x)^−s.

    The hypergeometric functions of the literature cancel and overflow for long histories; this is their
    integral form after v = ((alpha + t_x)/(alpha + y))^(r+s+x), smooth and positive for any arguments.
    """
    n = r + s + x
    start = alpha + t_x
    low = ((start) / (alpha + T)) ** n
    node, weight = legendre(48)
    total = np.zeros_like(n)
    for u, w in zip(node, weight, strict=True):
        v = low + (1 - low) * u
        total += w * (1 + (alpha - beta) / (beta + t_x) * (1 - v ** (1 / n))) ** (-s - 1)
    return s / n * start / (beta + t_x) * (1 - low) * total


def log_likelihood(r: float, alpha: float, s: float, beta: float, x: Floats, t_x: Floats, T: Floats) -> Floats:
    """Per-relationship log-likelihood (n,)."""
    base = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    base = base - (r + x) * np.log(alpha + t_x) - s * np.log(beta + t_x)
    value: Floats = base + np.log(live(r, alpha, s, beta, x, t_x, T) + ended(r, alpha, s, beta, x, t_x, T))
    return value


def summed(theta: Floats, rows: Rows) -> tuple[float, Floats]:
    """Log-likelihood of the population and its derivatives (5,) by ln(r, alpha, s, beta, ·): central differences."""

    def at(t: Floats) -> float:
        r, alpha, s, beta = np.exp(t[:4])
        return float(log_likelihood(r, alpha, s, beta, rows.x, rows.spent, rows.spent + rows.silence) @ rows.count)

    slope = np.zeros(5)
    for i in range(4):
        step = np.zeros(5)
        step[i] = 1e-5
        slope[i] = (at(theta + step) - at(theta - step)) / 2e-5
    return at(theta), slope


def live(r: float, alpha: float, s: float, beta: float, x: Floats, t_x: Floats, T: Floats) -> Floats:
    """Weight of "alive at T", on the scale of `ended`."""
    weight: Floats = ((alpha + t_x) / (alpha + T)) ** (r + x) * ((beta + t_x) / (beta + T)) ** s
    return weight


def p_alive(r: float, alpha: float, s: float, beta: float, x: Floats, t_x: Floats, T: Floats) -> Floats:
    """P(not yet ended at T)."""
    weight = live(r, alpha, s, beta, x, t_x, T)
    share: Floats = weight / (weight + ended(r, alpha, s, beta, x, t_x, T))
    return share


def p_touch_alive(r: float, alpha: float, s: float, beta: float, x: Floats, T: Floats, horizon: float) -> Floats:
    """P(a touch within `horizon` | alive at T): the touch must come before the end does."""
    n = r + x
    node, weight = legendre(48)
    low = ((alpha + T) / (alpha + T + horizon)) ** n
    total = np.zeros_like(n)
    for u, w in zip(node, weight, strict=True):
        until = (alpha + T) * ((low + (1 - low) * u) ** (-1 / n) - 1)
        total += w * ((beta + T) / (beta + T + until)) ** s
    return (1 - low) * total


def expected_alive(r: float, alpha: float, s: float, beta: float, x: Floats, T: Floats, horizon: float) -> Floats:
    """Expected touches within `horizon` | alive at T."""
    log_ratio = np.log1p(horizon / (beta + T))
    power = 1 - s  # ∫ ((β+T)/(β+T+u))^s du, whose usual form divides by s − 1
    lasting = np.where(abs(power) < 1e-9, log_ratio, np.expm1(power * log_ratio) / (power if power else 1.0))
    mean: Floats = (r + x) / (alpha + T) * (beta + T) * lasting
    return mean
