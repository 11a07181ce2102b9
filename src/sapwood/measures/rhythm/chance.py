"""Likelihood of BG/NBD and MBG/NBD (gaps of pure chance, k = 1), with both its derivatives in closed form.

Fader, Hardie & Lee (2005); Batislam, Denizel & Filiztekin (2007). With whole x every log-gamma function is a sum:
ln Γ(r + x) − ln Γ(r) = Σ ln(r + i) over i < x, so over a population only the numbers with x > i are wanted.
"""

from collections.abc import Callable

import numpy as np

from sapwood.measures.rhythm.rows import Rows
from sapwood.measures.rhythm.statistics import Floats

MOST = 100_000  # touches of one relationship: beyond, the sums would be longer than they save
DIAGONAL = np.diag_indices(4)
Climb = Callable[[Floats], tuple[float, Floats, Floats]]


def fits(rows: Rows) -> bool:
    """Whether every x is a whole number, and none so large that the sums would be long."""
    return bool(np.all(rows.kinds == np.floor(rows.kinds)) and rows.kinds[-1] <= MOST)


def log_likelihood(model: str, rows: Rows) -> Climb:
    """A function of theta = ln(r, alpha, a, b): log-likelihood, gradient (4,), Hessian (4, 4)."""
    number = np.bincount(rows.x.astype(np.intp), rows.count)
    above = number[::-1].cumsum()[::-1]  # relationships with x >= i
    more = np.append(above[1:], 0.0)  # with x > i
    if model == "mbg":
        part, coins, spared = rows.x >= 0, above, more
    else:  # BG/NBD never ends a relationship before its first repeat touch: those rows know only the rate
        part, coins, spared = rows.x > 0, more, np.append(more[1:], 0.0)
    sums = np.stack([more, spared, -coins])  # of ln(r + i), ln(b + i), ln(a + b + i)
    i = np.arange(len(number), dtype=np.float64)
    x, c = rows.x[part], rows.count[part]
    kept = x if model == "mbg" else x - 1
    spent = rows.spent[part]
    times = np.stack([spent, spent + rows.silence[part]])
    never, waited = rows.count[~part], rows.silence[~part]
    everyone = float(rows.count.sum())
    by, own = np.zeros((4, len(x))), np.zeros((4, len(x)))  # d ln(alive · tail), d ln(alive · tail + a)

    def at(theta: Floats) -> tuple[float, Floats, Floats]:
        r, alpha, a, b = (float(v) for v in np.exp(theta))
        shifted = i + np.array([[r], [b], [a + b]])
        near, far = clock = 1 / (alpha + times)
        log_near, log_far = np.log(clock)
        n, alive = r + x, b + kept
        by[0] = log_far - log_near
        np.multiply(n, near - far, out=by[1])
        np.divide(1, alive, out=by[3])
        weight = alive * np.exp(n * by[0])
        whole = weight + a
        still = c * (weight / whole)
        np.multiply(weight / whole, by, out=own)
        own[2] = 1 / whole
        cn, c_near, gone = c * n, c * near, 1 / (alpha + waited)
        log_gone = np.log(gone)

        tables = (sums / shifted).sum(axis=1)
        curved = (sums / shifted**2).sum(axis=1)
        value = (sums * np.log(shifted)).sum() + cn @ log_near + c @ np.log(whole)
        value += r * (everyone * theta[1] + never @ log_gone)
        slope = own @ c + [0, 0, tables[2], tables[1] + tables[2]]
        slope[0] += tables[0] + everyone * theta[1] + c @ log_near + never @ log_gone
        slope[1] += everyone * r / alpha - c_near @ n - r * (never @ gone)
        bend = (still * by) @ by.T - (c * own) @ own.T
        bend[0, 0] -= curved[0]
        bend[2:, 2:] -= curved[2]
        bend[3, 3] -= curved[1] + still @ by[3] ** 2
        cross = everyone / alpha - c_near.sum() - never @ gone + still @ (near - far)
        bend[0, 1] += cross
        bend[1, 0] += cross
        bend[1, 1] += (c_near * near) @ n + r * (never @ gone**2) - everyone * r / alpha**2
        bend[1, 1] -= (still * by[1]) @ (near + far)
        scale = np.array([r, alpha, a, b])
        slope = scale * slope
        bend *= scale * scale[:, None]
        bend[DIAGONAL] += slope
        return float(value), slope, bend

    return at
