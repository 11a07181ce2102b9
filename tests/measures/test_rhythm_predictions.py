"""Predictions keep every digit: against slow, plain references, and figures kept from before they were fast."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import betainc, gammaln

from sapwood.measures.rhythm import Params, expected_touches, p_touch, silence_rank, usual_gap
from sapwood.measures.rhythm.regularity import FREE, NEAR, NEAR_WEIGHT

# rhythm_predictions.json was computed before the sums were arranged for speed; the models are exact, so it stays.
KEPT = json.loads((Path(__file__).parent / "samples" / "rhythm_predictions.json").read_text())
POPULATIONS = [
    Params("mbg", 1.36, 24.3, 0.84, 3.97, 0.77, spread=0.02, own=0.01),
    Params("mbg", 1.22, 24.6, 0.83, 4.24, 1.7, spread=0.25, own=0.06),
    Params("bg", 0.24, 4.4, 0.79, 2.43),
]


def histories(n, seed):
    """x whole gaps that took t_x days, and the sum of their logarithms: some regular, some bursty."""
    rng = np.random.default_rng(seed)
    x, t_x, s = np.zeros(n), np.zeros(n), np.zeros(n)
    for i in range(n):
        shape = rng.choice([0.5, 1.0, 8.0])
        gaps = np.ceil(rng.gamma(shape, rng.uniform(1, 60) / shape, rng.integers(0, 40)))
        x[i], t_x[i], s[i] = len(gaps), gaps.sum(), np.log(np.maximum(gaps - 0.5, 0.4)).sum()
    return x, t_x, s


def gap_is_shorter(p, x, t_x, s):
    """P(gap < g) for one history, written out: every k, its evidence, its beta-prime."""
    parts = []
    near = NEAR_WEIGHT if p.spread >= 0.05 else [0, 1, 0]
    kinds = [(p.k * np.exp(p.spread * z), (1 - p.own) * w, False) for z, w in zip(NEAR, near, strict=True)]
    kinds += [(k, p.own / len(FREE), True) for k in FREE]
    if p.spread == 0 and p.own == 0:
        kinds = [(p.k, 1.0, False)]
    for k, weight, free in kinds:
        alpha = p.alpha * p.k / k
        clock = alpha + (max(t_x - 0.5 * p.grain * x, 0) if free and k > 1 else t_x)
        n = p.r + k * x
        log = gammaln(n) + p.r * np.log(alpha) - n * np.log(clock) - x * gammaln(k) + (k - 1) * s
        parts.append((log + np.log(max(weight, 1e-300)), k, n, clock))
    logs = np.array([part[0] for part in parts])
    share = np.exp(logs - logs.max()) / np.exp(logs - logs.max()).sum()
    share = np.where(share < 0.002, 0, share) / share[share >= 0.002].sum()
    return lambda g: sum(w * betainc(k, n, g / (c + g)) for w, (_, k, n, c) in zip(share, parts, strict=True) if w)


@pytest.mark.parametrize("params", POPULATIONS)
def test_usual_gaps_solve_the_mixture_to_eight_digits(params):
    x, t_x, s = histories(60, seed=5)
    found = np.stack(usual_gap(params, x, t_x, s), axis=1)
    for i in range(len(x)):
        shorter = gap_is_shorter(params, x[i], t_x[i], s[i])
        for j, q in enumerate((0.1, 0.5, 0.9)):
            root = brentq(lambda u, shorter=shorter, q=q: shorter(np.exp(u)) - q, -60, 60, xtol=1e-13, rtol=1e-14)
            assert found[i, j] == pytest.approx(np.exp(root), rel=1e-8)


@pytest.mark.parametrize("params", POPULATIONS)
def test_whole_days_are_the_first_that_hold_the_gap(params):
    whole = Params(params.model, params.r, params.alpha, params.a, params.b, params.k, grain=1.0,
                   spread=params.spread, own=params.own)  # fmt: skip
    x, t_x, s = histories(300, seed=6)
    found = np.stack(usual_gap(whole, x, t_x, s), axis=1)
    assert np.all(found == np.round(found))
    for i in range(len(x)):
        shorter = gap_is_shorter(whole, x[i], t_x[i], s[i])
        for days, q in zip(found[i], (0.1, 0.5, 0.9), strict=True):
            assert shorter(days + 2e-6) >= q
            assert days == 1 or shorter(days - 1) < q


@pytest.mark.parametrize("params", POPULATIONS)
def test_ranks_are_the_mixtures(params):
    x, t_x, s = histories(80, seed=7)
    silence = np.linspace(0, 300, 80)
    found = silence_rank(params, x, t_x, silence, s)
    for i in range(len(x)):
        assert found[i] == pytest.approx(gap_is_shorter(params, x[i], t_x[i], s[i])(silence[i]), rel=1e-8, abs=1e-12)


def test_one_history_or_many_give_the_same():
    params = POPULATIONS[1]
    x, t_x, s = histories(30, seed=8)
    many = np.stack(usual_gap(params, np.repeat(x, 3), np.repeat(t_x, 3), np.repeat(s, 3)))
    alone = np.stack([np.ravel(usual_gap(params, *one)) for one in zip(x, t_x, s, strict=True)], axis=1)
    assert many == pytest.approx(np.repeat(alone, 3, axis=1), rel=1e-9)
    assert [len(gaps) for gaps in usual_gap(params, [], [], [])] == [0, 0, 0]


@pytest.mark.parametrize("params", POPULATIONS)
def test_p_touch_is_the_integral_it_stands_for(params):
    p = params
    for x, t_x, T, horizon in ((0, 0, 40, 30), (3, 60, 75, 30), (12, 200, 290, 7)):
        n, clock, silence = p.r + p.k * x, p.alpha + t_x, T - t_x

        def density(u, k=p.k, n=n, clock=clock):  # of a gap, given its history
            return np.exp(
                gammaln(k + n) - gammaln(k) - gammaln(n) + (k - 1) * np.log(u) + n * np.log(clock)
                - (k + n) * np.log(clock + u)
            )  # fmt: skip

        soon = quad(density, silence, silence + horizon, epsrel=1e-12, epsabs=0)[0]
        later = quad(density, silence + horizon, np.inf, epsrel=1e-12, epsabs=1e-16)[0]
        weight = p.b + x if p.model == "mbg" else p.b + max(x - 1, 0)
        ended = 0.0 if p.model == "bg" and x == 0 else p.a / weight
        assert p_touch(p, x, t_x, T, horizon)[0] == pytest.approx(soon / (soon + later + ended), rel=1e-8)


@pytest.mark.parametrize("kept", KEPT, ids=[case["name"] for case in KEPT])
def test_predictions_are_what_they_were(kept):
    history = (Params(**kept["params"]), kept["x"], kept["t_x"], kept["T"], kept["horizon"])
    assert p_touch(*history) == pytest.approx(np.array(kept["p_touch"]), rel=1e-8)
    assert expected_touches(*history) == pytest.approx(np.array(kept["expected"]), rel=1e-8)
