"""Maximum likelihood for a population, held by a weak prior while the population is small."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np
from scipy.optimize import minimize

from sapwood.measures.rhythm import likelihood, pareto, regularity
from sapwood.measures.rhythm.params import MODELS, Params
from sapwood.measures.rhythm.statistics import Floats, Summary

# The prior on ln(r), ln(mean gap), ln(a), ln(b), ln(k): centres and standard deviations. It says: rates differ
# by about their own size, one relationship in seven ends at a touch, gaps are as irregular as chance makes
# them; and that none of this is known within a factor of two or more. The mean gap is centred on the
# population's own, or on TYPICAL_GAP where nothing was ever repeated.
CENTRE = np.log([1.0, 1.0, 0.5, 3.0, 1.0])
WIDTH = np.array([1.0, 1.0, 1.0, 1.0, 1.0])
FADES_AT = 100.0  # relationships: the prior weighs 1 / (1 + (n / FADES_AT)²), a thousandth at 3,000
TYPICAL_GAP = 30.0
LOW, HIGH = np.log(1e-4), np.log(1e5)
SAMPLE = 4000  # rows of the first, rough fit


def _centre(summary: Summary) -> float:
    """The population's mean gap in its own unit of time: total time between touches by number of gaps."""
    repeats = float(summary.x.sum())
    if repeats > 0:
        return max(float(summary.t_x.sum()) / repeats, 0.5 * summary.grain, 1e-9)
    longest = float(summary.T.max()) if len(summary) else 0.0
    return max(TYPICAL_GAP if summary.grain else longest, longest, 1e-9)


def _fold(summary: Summary, s: Floats) -> tuple[Floats, ...]:
    """Rows of equal (x, t_x, T) folded into one, with their number and mean s (the likelihood is linear in s)."""
    rows = np.stack([summary.x, summary.t_x, summary.T])
    order = np.lexsort(rows)
    ordered = rows[:, order]
    new = np.append(True, np.any(ordered[:, 1:] != ordered[:, :-1], axis=0)) if len(summary) else np.zeros(0, bool)
    start = np.flatnonzero(new)
    count = np.diff(np.append(start, len(order))).astype(np.float64)
    return (*ordered[:, start], np.add.reduceat(s[order], start) / count, count)


def fit(summary: Summary, model: str = "mbg", k: float | Literal["fit"] = "fit", prior: bool = True) -> Params:
    """The population's parameters: `model` "mbg", "bg" or "pareto"; `k` a fixed shape, or "fit".

    k can be learned only where the summary holds `s`; otherwise it is 1, as it always is for "pareto".
    `prior=False` is plain maximum likelihood. Never raises for want of data: where there is none, or the
    optimum cannot be found, the prior's own figures come back and `fallback` says so.
    """
    if model not in MODELS:
        raise ValueError(f"The model is one of {', '.join(MODELS)}; {model!r} is not.")
    good = np.isfinite(summary.x) & np.isfinite(summary.t_x) & np.isfinite(summary.T) & (summary.t_x <= summary.T)
    s = summary.s if summary.s is not None else np.zeros(len(summary))
    summary = Summary(summary.x[good], summary.t_x[good], summary.T[good], summary.s, None, summary.grain)
    s = s[good]
    learn_k = k == "fit" and summary.s is not None and model != "pareto" and bool(summary.x.sum())
    fixed = 1.0 if k == "fit" or model == "pareto" else float(k)
    scale = _centre(summary)
    n = len(summary)
    start = CENTRE.copy()
    start[4] = np.log(fixed)
    start[1] -= start[4]
    if model == "pareto":  # lifetimes of about ten gaps
        start[2:4] = np.log([1.0, 10.0])
    if n == 0:
        return _params(model, start, scale, 0, summary.grain, float("nan"), "There is no touch yet to learn from.")

    x, t_x, T, mean_s, count = _fold(summary, s)
    spent = t_x / scale
    silence = (T - t_x) / scale
    logs = mean_s - x * np.log(scale)  # s in the fit's own unit of time
    weight = 1 / (1 + (n / FADES_AT) ** 2) if prior else 0.0
    free = np.array([True, True, True, True, learn_k])
    centre = start.copy()

    def loss(theta: Floats, rows: slice) -> tuple[float, Floats]:
        full = start.copy()
        full[free] = theta
        c = count[rows]
        if model == "pareto":
            value, slope = _pareto(full, spent[rows], silence[rows], x[rows], c)
        else:
            each, by = likelihood.log_likelihood(model, full, x[rows], spent[rows], silence[rows], logs[rows])
            value, slope = float(each @ c), by @ c
        # the prior is on the mean gap k·alpha/r, so ln alpha is measured from ln r − ln k
        off = full - centre
        off[1] += off[4] - off[0]
        pull = off / WIDTH**2
        value -= 0.5 * weight * float(off @ pull)
        grad = pull.copy()
        grad[0] -= pull[1]
        grad[4] += pull[1]
        slope = slope - weight * grad
        return -value / c.sum(), -slope[free] / c.sum()

    def climb(theta: Floats, rows: slice, tolerance: float) -> Floats:
        box = [(LOW, HIGH)] * len(theta)
        found = minimize(
            loss, theta, args=(rows,), jac=True, method="L-BFGS-B", bounds=box,
            options={"maxiter": 300, "ftol": tolerance, "gtol": 1e-7, "maxcor": 20},
        )  # fmt: skip
        best: Floats = found.x if np.all(np.isfinite(found.x)) and np.isfinite(found.fun) else theta
        return best

    everything = slice(None)
    with np.errstate(all="ignore"):
        best = start[free]
        if len(x) > 2 * SAMPLE:
            some = slice(None, None, len(x) // SAMPLE)
            best = climb(best, some, 1e-10)
            best = _polish(lambda theta: loss(theta, everything), best, _curvature(lambda t: loss(t, some)[1], best))
        else:
            best = climb(best, everything, 1e-13)
        theta = start.copy()
        theta[free] = best
        value = _value(model, theta, x, spent, silence, logs, count)
    # densities of the x gaps back in the caller's unit of time
    value -= float((x * count).sum()) * np.log(scale) + 0.0
    why = ""
    if not np.isfinite(value):
        theta, value, why = start, float("nan"), "No optimum was found; these are the prior's figures."
    params = _params(model, theta, scale, n, summary.grain, float(value), why)
    if not learn_k:
        return params
    spread, own = regularity.learn(params, summary.x, summary.t_x, s)
    return replace(params, spread=spread, own=own)


def _curvature(slope: Callable[[Floats], Floats], at: Floats) -> Floats:
    """The Hessian (m, m) by central differences of the gradient, made positive."""
    step = 1e-4 * np.eye(len(at))
    rows = np.stack([(slope(at + row) - slope(at - row)) / 2e-4 for row in step])
    value, vector = np.linalg.eigh((rows + rows.T) / 2)
    return np.asarray((vector * np.maximum(np.abs(value), 1e-6)) @ vector.T)


def _polish(loss: Callable[[Floats], tuple[float, Floats]], at: Floats, curvature: Floats) -> Floats:
    """From a sample's optimum to the population's, in the sample's own metric: a handful of steps."""
    if not np.all(np.isfinite(curvature)):
        return at
    root = np.linalg.inv(np.linalg.cholesky(curvature)).T

    def whitened(u: Floats) -> tuple[float, Floats]:
        value, slope = loss(np.clip(at + root @ u, LOW, HIGH))
        return value, root.T @ slope

    found = minimize(whitened, np.zeros(len(at)), jac=True, method="L-BFGS-B", options={"ftol": 1e-10, "gtol": 1e-6})
    best = np.clip(at + root @ found.x, LOW, HIGH)
    return np.asarray(best) if np.all(np.isfinite(best)) else at


def _pareto(theta: Floats, spent: Floats, silence: Floats, x: Floats, count: Floats) -> tuple[float, Floats]:
    """Log-likelihood and its derivatives by central differences (four parameters, no k)."""

    def at(t: Floats) -> float:
        r, alpha, s, beta = np.exp(t[:4])
        return float(pareto.log_likelihood(r, alpha, s, beta, x, spent, spent + silence) @ count)

    slope = np.zeros(5)
    for i in range(4):
        step = np.zeros(5)
        step[i] = 1e-5
        slope[i] = (at(theta + step) - at(theta - step)) / 2e-5
    return at(theta), slope


def _value(model: str, theta: Floats, x: Floats, spent: Floats, silence: Floats, s: Floats, count: Floats) -> float:
    if model == "pareto":
        return _pareto(theta, spent, silence, x, count)[0]
    return float(likelihood.log_likelihood(model, theta, x, spent, silence, s)[0] @ count)


def _params(model: str, theta: Floats, scale: float, n: int, grain: float, value: float, why: str) -> Params:
    r, alpha, a, b, k = (float(v) for v in np.exp(theta))
    end = scale if model == "pareto" else 1.0
    return Params(model, r, alpha * scale, a, b * end, k, value, n, grain, fallback=why)
