"""Expected touches in a horizon, exact given that the relationship is alive at T.

The next touch comes after the rest of the present gap; from there on gaps start afresh, with a coin after each
touch. For k = 1 the rest of a gap is like a new one and one integral is left. Otherwise: a Gauss rule over the
rate's posterior, cells over the moment of the next touch, and a table of what a fresh start brings (`renewal`).
The approximation in common use for k > 1, which takes x/k for the number of renewals, is about 4 % too high.
"""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from scipy.special import gammainc, gammaincc, gammaln

from sapwood.measures.rhythm import renewal
from sapwood.measures.rhythm.params import Params
from sapwood.measures.rhythm.quadrature import beta_rule, gamma_rule
from sapwood.measures.rhythm.statistics import Floats

COIN_NODES = 24
RATE_NODES = 12
CELLS = 32
LONG = (
    120  # days up to which a horizon is played day by day; beyond, in equal cells, within 1 % (3 % for daily touches)
)
FINE = 0.01  # step of the table of gap tails, in ln z: errors below 1e-4
CHUNK = 20_000  # relationships that share tables: bounds memory at some 100 MB
BLOCK = 500  # relationships played out at a time: what one day needs stays in the processor's cache
Table = Callable[[Floats], Callable[[Floats], Floats]]  # ln(rate) (n, nodes) -> ln(time) (n,) -> (n, nodes)


def given_alive(p: Params, x: Floats, t_x: Floats, T: Floats, horizon: float) -> Floats:
    """Expected touches within `horizon` after T, given alive at T, (n,)."""
    if horizon <= 0:
        return np.zeros_like(x)
    if p.k == 1 and not p.grain:
        return _memoryless(p, x, T, horizon)
    rows, back = np.unique(np.stack([x, t_x, T]), axis=1, return_inverse=True)
    parts = [_part(p, rows[:, i : i + CHUNK], horizon) for i in range(0, rows.shape[1], CHUNK)]
    mean: Floats = np.concatenate([*parts, np.zeros(0)])[back.reshape(-1)]
    return mean


def _coins(p: Params, x: Floats) -> tuple[Floats, Floats]:
    """The drop-out probability's Beta posterior, (n,) twice, given x touches survived and the last one too."""
    return np.full_like(x, p.a), p.b + x + (1 if p.model == "mbg" else 0)


def _memoryless(p: Params, x: Floats, T: Floats, horizon: float) -> Floats:
    """k = 1: λ | alive ~ Gamma(r + x, alpha + T), and touches before the end are (1 − e^(−λ p H)) / p."""
    kinds, which = np.unique(x, return_inverse=True)
    node, weight = beta_rule(*_coins(p, kinds), COIN_NODES)
    node = np.maximum(node, 1e-12)[which]
    ended = -np.expm1(-(p.r + x)[:, None] * np.log1p(node * horizon / (p.alpha + T)[:, None]))
    mean: Floats = (weight[which] * ended / node).sum(axis=1)
    return mean


def _part(p: Params, rows: Floats, horizon: float) -> Floats:
    x, t_x, T = rows
    kinds, which = np.unique(x, return_inverse=True)
    node, weight = gamma_rule(p.r + p.k * kinds, RATE_NODES)
    rate = node[which] / (p.alpha + T)[:, None]  # (n, nodes)
    daily = bool(p.grain) and horizon <= LONG * p.grain
    days = np.arange(0.0, int(horizon / p.grain) + 1) if daily else np.zeros(0)
    edges: Floats = days * p.grain if daily else np.asarray(np.linspace(0, horizon, CELLS + 1))
    pace = rate
    if p.grain and not daily:  # gaps rounded up to days are half a day longer in the mean, and a day at least
        pace = p.k / np.maximum(p.k / np.maximum(rate, 1e-300) + 0.5 * p.grain, p.grain)
    fresh = (renewal.whole_days if daily else renewal.continuous)(p, *_coins(p, kinds), pace, horizon)
    tail = _scaled_log_tail(p.k)
    total = np.empty(len(x))
    for i in range(0, len(x), BLOCK):
        part = slice(i, i + BLOCK)
        further = fresh(which[part], pace[part])
        total[part] = _played(rate[part], weight[which[part]], (T - t_x)[part], tail, further, edges, daily)
    return total


def _played(
    rate: Floats, weight: Floats, silence: Floats, tail: Table, further: Callable[[float], Floats], edges: Floats,
    daily: bool,
) -> Floats:  # fmt: skip
    """The next touch in each cell between `edges`, and what a fresh start then brings until the last of them."""
    horizon = float(edges[-1])
    # P(gap > silence + u | rate) · e^(rate · silence): the factor belongs to the rule, whose clock ran to T
    kept_at = tail(np.log(np.maximum(rate, 1e-300)))

    def log_kept(u: float) -> Floats:
        return kept_at(np.log(np.maximum(silence + u, 1e-300)))

    now = log_kept(0.0)
    weight = weight * np.exp(now - now.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    total = np.zeros(len(rate))
    earlier = further(horizon) if not daily else rate
    kept = np.ones_like(rate)
    for start, end in pairwise(edges):
        still = np.exp(log_kept(end) - now - rate * end)
        later = further(horizon - end)
        if not daily:  # Simpson's rule across the cell
            middle = further(horizon - (start + end) / 2)
            later, earlier = (earlier + 4 * middle + later) / 6, later
        total += (weight * (kept - still) * (1 + later)).sum(axis=1)
        kept = still
    return total


def _scaled_log_tail(k: float) -> Table:
    """ln(Q(k, z) e^z) as a function of ln z, from a fine table: Q itself is slow, and e^z overflows."""
    place = np.arange(-30.0, 40.0, FINE)
    z = np.exp(place)
    near = np.minimum(z, 500.0)
    value = np.where(z < 1e-2, np.log1p(-gammainc(k, np.minimum(z, 1e-2))), np.log(gammaincc(k, near))) + near
    value = np.where(z > 500, (k - 1) * place - gammaln(k) + np.log1p((k - 1) / np.maximum(z, 2 * k + 2)), value)
    rise = np.diff(value)

    def look(log_rate: Floats) -> Callable[[Floats], Floats]:
        base = (log_rate - place[0]) / FINE

        def after(log_time: Floats) -> Floats:
            at: Floats = base + (log_time / FINE)[:, None]
            np.clip(at, 0, len(place) - 2, out=at)
            low = at.astype(np.int64)
            at -= low
            at *= rise.take(low)
            at += value.take(low)
            return at

        return after

    return look
