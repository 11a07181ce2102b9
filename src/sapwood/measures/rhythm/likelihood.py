"""Likelihood of (M)BG/CNBD-k: gamma gaps, and a coin after each touch that may end the relationship.

Fader, Hardie & Lee (2005) for BG/NBD; Batislam, Denizel & Filiztekin (2007) for MBG/NBD; Reutterer, Platzer &
Schröder (2020) for k > 1. Here k is any positive number: the chance that a gap outlasts the present silence,
with the rate's uncertainty taken in, is a regularised incomplete beta function for every k.
"""

import numpy as np
from scipy.special import betainc, betaln, digamma, gammaln

from sapwood.measures.rhythm.rows import Rows
from sapwood.measures.rhythm.statistics import Floats

TINY = 1e-300
STEP = 1e-6  # relative, of the differences that stand for the tail's derivatives by n and k


def outlasts(n: Floats, k: float | Floats, spent: Floats, silence: Floats) -> Floats:
    """P(a gap is longer than `silence`), its rate being Gamma(n, rate `spent`): a beta-prime tail."""
    tail: Floats = betainc(n, k, spent / (spent + silence))
    return tail


def ends(model: str, x: Floats, b: float) -> Floats:
    """Odds weight of "still alive" against `a` for "ended at the last touch", before looking at the silence."""
    return b + x if model == "mbg" else b + np.maximum(x - 1, 0)


def log_likelihood(model: str, theta: Floats, rows: Rows) -> tuple[float, Floats]:
    """Log-likelihood of the population and its derivatives (5,) by theta = ln(r, alpha, a, b, k)."""
    r, alpha, a, b, k = (float(v) for v in np.exp(theta))
    kinds, which, c = rows.kinds, rows.which, rows.count
    each = np.bincount(which, c, len(kinds))
    n_kind = r + k * kinds
    n, clock = n_kind[which], alpha + rows.spent
    whole = clock + rows.silence
    share = clock / whole
    tail: Floats = betainc(n, k, share)
    by_n = (betainc((n_kind * (1 + STEP))[which], k, share) - tail) / (STEP * n)
    by_k = (betainc(n, k * (1 + STEP), share) - tail) / (STEP * k)
    log_clock, log_whole = np.log(clock), np.log(whole)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_silence = np.log(rows.silence / whole)
        density = np.exp((n - 1) * (log_clock - log_whole) + (k - 1) * log_silence - betaln(n_kind, k)[which])
        by_alpha = np.where(rows.silence > 0, density * rows.silence / whole**2, 0.0)

    certain = (kinds == 0) & (model == "bg")  # BG/NBD never ends a relationship before its first repeat touch
    coin = np.where(certain, 1.0, ends(model, kinds, b))
    mixed = np.maximum(coin[which] * tail + np.where(certain, 0.0, a)[which], TINY)
    lean = c * coin[which] / mixed
    kept = kinds if model == "mbg" else np.maximum(kinds - 1, 0)
    total = np.where(certain, 1.0, a + coin)

    by_clock = np.bincount(which, c * log_clock, len(kinds))
    value = each @ (
        gammaln(n_kind) - gammaln(r) + r * theta[1] - kinds * gammaln(k)
        + betaln(a, b + kept) - betaln(a, b) - np.log(total)
    ) - n_kind @ by_clock + _sum(c, np.log(mixed)) + (k - 1) * _sum(c, rows.s)  # fmt: skip
    d_r = each @ (digamma(n_kind) - digamma(r) + theta[1]) - by_clock.sum() + _sum(lean, by_n)
    d_alpha = each.sum() * r / alpha - _sum(c, n / clock) + _sum(lean, by_alpha)
    d_k = (
        (each * kinds) @ (digamma(n_kind) - digamma(k))
        - kinds @ by_clock
        + _sum(c, rows.s)
        + _sum(lean, by_n * rows.x + by_k)
    )
    live = np.where(certain, 0.0, 1.0)
    odds, odds_tail = (np.bincount(which, c * part, len(kinds)) for part in (1 / mixed, tail / mixed))
    both = digamma(a + b) - digamma(a + b + kept)
    d_a = each @ (both - live / total) + live @ odds
    d_b = each @ (digamma(b + kept) - digamma(b) + both - live / total) + live @ odds_tail
    return float(value), np.array([r * d_r, alpha * d_alpha, a * d_a, b * d_b, k * d_k])


def _sum(weight: Floats, values: Floats) -> float:
    """Σ weight · value, without BLAS: its threads cost more than they save on a machine that has other work."""
    return float((weight * values).sum())
