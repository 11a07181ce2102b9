"""Likelihood of (M)BG/CNBD-k: gamma gaps, and a coin after each touch that may end the relationship.

Fader, Hardie & Lee (2005) for BG/NBD; Batislam, Denizel & Filiztekin (2007) for MBG/NBD; Reutterer, Platzer &
Schröder (2020) for k > 1. Here k is any positive number: the chance that a gap outlasts the present silence,
with the rate's uncertainty taken in, is a regularised incomplete beta function for every k.
"""

import numpy as np
from scipy.special import betainc, betaln, digamma, gammaln

from sapwood.measures.rhythm.statistics import Floats

TINY = 1e-300


def outlasts(n: Floats, k: float | Floats, spent: Floats, silence: Floats) -> Floats:
    """P(a gap is longer than `silence`), its rate being Gamma(n, rate `spent`): a beta-prime tail."""
    tail: Floats = betainc(n, k, spent / (spent + silence))
    return tail


def ends(model: str, x: Floats, b: float) -> Floats:
    """Odds weight of "still alive" against `a` for "ended at the last touch", before looking at the silence."""
    return b + x if model == "mbg" else b + np.maximum(x - 1, 0)


def log_likelihood(
    model: str, theta: Floats, x: Floats, spent: Floats, silence: Floats, s: Floats
) -> tuple[Floats, Floats]:
    """Per-relationship log-likelihood (n,) and its derivatives (5, n) by theta = ln(r, alpha, a, b, k)."""
    r, alpha, a, b, k = np.exp(theta)
    n = r + k * x
    clock = alpha + spent
    tail = outlasts(n, k, clock, silence)
    step = 1e-4
    by_n = (outlasts(n * (1 + step), k, clock, silence) - outlasts(n * (1 - step), k, clock, silence)) / (
        2 * step * n
    )
    by_k = (outlasts(n, k * (1 + step), clock, silence) - outlasts(n, k * (1 - step), clock, silence)) / (
        2 * step * k
    )
    whole = clock + silence
    with np.errstate(divide="ignore", invalid="ignore"):
        density = np.exp((n - 1) * np.log(clock / whole) + (k - 1) * np.log(silence / whole) - betaln(n, k))
        by_alpha = np.where(silence > 0, density * silence / whole**2, 0.0)

    coin = ends(model, x, b)
    certain = (x == 0) & (model == "bg")  # BG/NBD never ends a relationship before its first repeat touch
    dead = np.where(certain, 0.0, a)
    alive = np.where(certain, 1.0, coin)
    mixed = np.maximum(alive * tail + dead, TINY)
    total = np.where(certain, 1.0, a + coin)
    kept = x if model == "mbg" else np.maximum(x - 1, 0)

    value = (
        gammaln(n) - gammaln(r) + r * np.log(alpha) - n * np.log(clock) - x * gammaln(k) + (k - 1) * s
        + betaln(a, b + kept) - betaln(a, b) + np.log(mixed) - np.log(total)
    )  # fmt: skip
    lean = alive / mixed
    d_r = digamma(n) - digamma(r) + np.log(alpha) - np.log(clock) + lean * by_n
    d_alpha = r / alpha - n / clock + lean * by_alpha
    d_k = x * (digamma(n) - np.log(clock) - digamma(k)) + s + lean * (by_n * x + by_k)
    live = np.where(certain, 0.0, 1.0)
    d_a = digamma(a + b) - digamma(a + b + kept) + live * (1 / mixed - 1 / total)
    d_b = digamma(b + kept) - digamma(a + b + kept) - digamma(b) + digamma(a + b) + live * (tail / mixed - 1 / total)
    return value, np.stack([r * d_r, alpha * d_alpha, a * d_a, b * d_b, k * d_k])
