"""Maximum likelihood for a population, held by a weak prior while the population is small."""

from dataclasses import replace
from typing import Literal

import numpy as np

from sapwood.measures.rhythm import belief, regularity
from sapwood.measures.rhythm.params import MODELS, Params
from sapwood.measures.rhythm.rows import fold
from sapwood.measures.rhythm.statistics import Floats, Summary
from sapwood.measures.rhythm.top import top


def fit(
    summary: Summary,
    model: str = "mbg",
    k: float | Literal["fit"] = "fit",
    prior: bool = True,
    near: Params | None = None,
    regular: bool = True,
) -> Params:
    """The population's parameters: `model` "mbg", "bg" or "pareto"; `k` a fixed shape, or "fit".

    k can be learned only where the summary holds `s`; otherwise it is 1, as it always is for "pareto".
    `prior=False` is plain maximum likelihood. `near` are parameters of a like population, from which the search goes
    out to arrive sooner; `regular=False` does not ask how many keep a clock of their own. Never raises for want of
    data: where there is none, or the optimum cannot be found, the prior's own figures come back and `fallback` says
    so.
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
        theta, value = top(model, rows, start, learn_k, pull, _theta(near, unit) if near else None)
    value -= float(rows.x @ rows.count) * np.log(unit)  # densities of the x gaps back in the caller's unit of time
    why = ""
    if not np.isfinite(value):
        theta, value, why = start, float("nan"), "No optimum was found; these are the prior's figures."
    params = _params(model, theta, unit, n, summary.grain, value, why)
    if not (learn_k and regular):
        return params
    spread, own = regularity.learn(params, summary.x, summary.t_x, s)
    return replace(params, spread=spread, own=own)


def _theta(p: Params, unit: float) -> Floats:
    return np.log([p.r, p.alpha / unit, p.a, p.b / (unit if p.model == "pareto" else 1.0), p.k])


def _params(model: str, theta: Floats, unit: float, n: int, grain: float, value: float, why: str) -> Params:
    r, alpha, a, b, k = (float(v) for v in np.exp(theta))
    end = unit if model == "pareto" else 1.0
    return Params(model, r, alpha * unit, a, b * end, k, value, n, grain, fallback=why)
