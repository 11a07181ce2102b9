"""Maximum likelihood for a population, held by a weak prior while the population is small."""

from dataclasses import replace
from typing import Literal

import numpy as np

from sapwood.measures.rhythm import chance, climb, likelihood, pareto, prior as belief, regularity
from sapwood.measures.rhythm.params import MODELS, Params
from sapwood.measures.rhythm.rows import Rows, fold
from sapwood.measures.rhythm.statistics import Floats, Summary

SAMPLES = (1_000, 10_000)  # rows of the first, rough climbs


def fit(summary: Summary, model: str = "mbg", k: float | Literal["fit"] = "fit", prior: bool = True) -> Params:
    """The population's parameters: `model` "mbg", "bg" or "pareto"; `k` a fixed shape, or "fit".

    k can be learned only where the summary holds `s`; otherwise it is 1, as it always is for "pareto".
    `prior=False` is plain maximum likelihood. Never raises for want of data: where there is none, or the
    optimum cannot be found, the prior's own figures come back and `fallback` says so.
    """
    if model not in MODELS:
        raise ValueError(f"The model is one of {', '.join(MODELS)}; {model!r} is not.")
    good = np.isfinite(summary.x) & np.isfinite(summary.t_x) & np.isfinite(summary.T) & (summary.t_x <= summary.T)
    s = summary.s[good] if summary.s is not None else np.zeros(int(good.sum()))
    learn_k = k == "fit" and summary.s is not None and model != "pareto" and bool(summary.x[good].sum())
    summary = Summary(summary.x[good], summary.t_x[good], summary.T[good], s, None, summary.grain)
    unit = belief.typical_gap(summary)
    start = belief.centre(model, 1.0 if k == "fit" or model == "pareto" else float(k))
    n = len(summary)
    if n == 0:
        return _params(model, start, unit, 0, summary.grain, float("nan"), "There is no touch yet to learn from.")

    rows = fold(summary, s, unit)
    pull = (belief.weight(n) if prior else 0.0) * belief.PRECISION
    with np.errstate(all="ignore"):
        theta, value = _top(model, rows, start, learn_k, pull)
    value -= float(rows.x @ rows.count) * np.log(unit)  # densities of the x gaps back in the caller's unit of time
    why = ""
    if not np.isfinite(value):
        theta, value, why = start, float("nan"), "No optimum was found; these are the prior's figures."
    params = _params(model, theta, unit, n, summary.grain, value, why)
    if not learn_k:
        return params
    spread, own = regularity.learn(params, summary.x, summary.t_x, s)
    return replace(params, spread=spread, own=own)


def _top(model: str, rows: Rows, start: Floats, learn_k: bool, pull: Floats) -> tuple[Floats, float]:
    """ln(r, alpha, a, b, k) where likelihood and prior together are highest, and the log-likelihood there."""
    if model != "pareto" and not learn_k and start[4] == 0 and chance.fits(rows):
        climbed, value, reached = _memoryless(model, rows, start, pull)
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
    if levels:
        best = climb.quasi_newton(gain(levels[0]), start[free], 1e-10)
        for rough, fine in zip(levels, [*levels[1:], rows], strict=True):
            best = climb.polish(gain(fine), best, gain(rough))
    else:
        best = climb.quasi_newton(gain(rows), start[free], 1e-13)
    top = whole(best)
    return top, _log_likelihood(model, top, rows)[0]


def _memoryless(model: str, rows: Rows, start: Floats, pull: Floats) -> tuple[Floats, float, bool]:
    """The same where k is 1: the likelihood's bend is known, and Newton needs a handful of steps."""
    likely = chance.log_likelihood(model, rows)
    held, centre = pull[:4, :4], start[:4]

    def gain(theta: Floats) -> tuple[float, Floats, Floats]:
        value, slope, bend = likely(theta)
        force = held @ (theta - centre)
        return value - 0.5 * float(force @ (theta - centre)), slope - force, bend - held

    theta, value, reached = climb.newton(gain, centre)
    off = theta - centre
    return np.append(theta, start[4]), value + 0.5 * float(off @ held @ off), reached


def _log_likelihood(model: str, theta: Floats, rows: Rows) -> tuple[float, Floats]:
    return pareto.summed(theta, rows) if model == "pareto" else likelihood.log_likelihood(model, theta, rows)


def _params(model: str, theta: Floats, unit: float, n: int, grain: float, value: float, why: str) -> Params:
    r, alpha, a, b, k = (float(v) for v in np.exp(theta))
    end = unit if model == "pareto" else 1.0
    return Params(model, r, alpha * unit, a, b * end, k, value, n, grain, fallback=why)
