"""Where a population's likelihood and the prior together are highest.

Gaps of pure chance: Newton's method with exact second derivatives. Any other k: a climb on a thousand rows, then one
on ten times as many and one on all, each begun where the last ended and measured by its curvature.
"""

import numpy as np

from sapwood.measures.rhythm import chance, climb, likelihood, pareto
from sapwood.measures.rhythm.rows import Rows
from sapwood.measures.rhythm.statistics import Floats

SAMPLES = (1_000, 10_000)  # rows of the first, rough climbs


def top(
    model: str, rows: Rows, start: Floats, learn_k: bool, pull: Floats, near: Floats | None = None
) -> tuple[Floats, float]:
    """ln(r, alpha, a, b, k) where likelihood and prior together are highest, and the log-likelihood there.

    `near` is a place close to it, where one is known: the climb begins there.
    """
    if model != "pareto" and not learn_k and start[4] == 0 and chance.fits(rows):
        climbed, value, reached = _memoryless(model, rows, start, pull, near)
        if reached:
            return climbed, value
    free = np.array([True, True, True, True, learn_k])

    def whole(theta: Floats) -> Floats:
        full = start.copy()
        full[free] = theta
        return full

    def gain(of: Rows) -> climb.Slope:
        size = of.count.sum()

        def at(theta: Floats) -> tuple[float, Floats]:
            full = whole(theta)
            value, slope = _log_likelihood(model, full, of)
            force = pull @ (full - start)
            return (value - 0.5 * float(force @ (full - start))) / size, (slope - force)[free] / size

        return at

    levels = [part for size in SAMPLES if len(part := rows.some(size)) < len(rows)]
    if near is not None and learn_k:
        best, value = climb.polish(
            gain(rows), np.clip(near, climb.LOW, climb.HIGH)[free], gain(rows.some(SAMPLES[0]))
        )
    elif levels:
        best, value = climb.quasi_newton(gain(levels[0]), start[free], 1e-10)
        for rough, fine in zip(levels, [*levels[1:], rows], strict=True):
            best, value = climb.polish(gain(fine), best, gain(rough))
    else:
        best, value = climb.quasi_newton(gain(rows), start[free], 1e-13)
    full = whole(best)
    off = full - start
    return full, value * float(rows.count.sum()) + 0.5 * float(off @ pull @ off)


def _memoryless(
    model: str, rows: Rows, start: Floats, pull: Floats, near: Floats | None
) -> tuple[Floats, float, bool]:
    """The same where k is 1: the likelihood's bend is known, and Newton needs a handful of steps."""
    likely = chance.log_likelihood(model, rows)
    held, centre = pull[:4, :4], start[:4]

    def gain(theta: Floats) -> tuple[float, Floats, Floats]:
        value, slope, bend = likely(theta)
        force = held @ (theta - centre)
        return value - 0.5 * float(force @ (theta - centre)), slope - force, bend - held

    theta, value, reached = climb.newton(gain, centre if near is None else np.clip(near[:4], climb.LOW, climb.HIGH))
    off = theta - centre
    return np.append(theta, start[4]), value + 0.5 * float(off @ held @ off), reached


def _log_likelihood(model: str, theta: Floats, rows: Rows) -> tuple[float, Floats]:
    return pareto.summed(theta, rows) if model == "pareto" else likelihood.log_likelihood(model, theta, rows)
