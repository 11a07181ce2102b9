"""Predictions against simulation: the model is played out, and its futures counted."""

import numpy as np
import pytest

from sapwood.measures.rhythm import Params, Summary, expected_touches, fit, p_touch, usual_gap
from sapwood.measures.rhythm.statistics import log_gap

T, HORIZON = 300.0, 30.0


def play(params: Params, n: int, seed: int):
    """x, t_x, sum of log gaps, touches in the horizon after T: n relationships played out from their first touch."""
    rng = np.random.default_rng(seed)
    rate, end = rng.gamma(params.r, 1 / params.alpha, n), rng.beta(params.a, params.b, n)
    time, x, t_x, s, held = (np.zeros(n) for _ in range(5))
    on = np.arange(n)
    if params.model == "mbg":
        on = on[rng.random(n) > end]
    while len(on):
        gap = rng.gamma(params.k, 1 / rate[on])
        gap = np.ceil(gap) if params.grain else gap
        time[on] += gap
        before = time[on] <= T
        past, later = on[before], on[~before & (time[on] <= T + HORIZON)]
        x[past] += 1
        t_x[past] = time[past]
        s[past] += log_gap(gap[before]) if params.grain else np.log(np.maximum(gap[before], 1e-300))
        held[later] += 1
        on = np.append(past, later)
        on = on[rng.random(len(on)) > end[on]]
    return x, t_x, s, held


@pytest.mark.parametrize("grain", [0.0, 1.0])
@pytest.mark.parametrize("k", [0.7, 1.0, 2.0])
@pytest.mark.parametrize("model", ["mbg", "bg"])
def test_expectations_agree_with_simulation(model, k, grain):
    params = Params(model, 1.2, 20.0, 0.8, 4.0, k, grain=grain)
    x, t_x, _, held = play(params, 30_000, seed=5)
    mean = expected_touches(params, x, t_x, np.full(len(x), T), HORIZON)
    chance = p_touch(params, x, t_x, np.full(len(x), T), HORIZON)
    assert np.all(chance <= mean + 1e-3)
    for group in (x == 0, (x > 0) & (x <= 5), x > 5, (x > 3) & (T - t_x > 60)):
        off = held[group] - mean[group]
        assert abs(off.mean()) < 3.5 * off.std() / group.sum() ** 0.5 + 1e-4
        if not grain:  # with whole days P(touch) is fitted to real mail, which does not round up (docs)
            off = (held[group] > 0) - chance[group]
            assert abs(off.mean()) < 3.5 * off.std() / group.sum() ** 0.5 + 1e-4


def test_pareto_agrees_with_simulation():
    params = Params("pareto", 1.2, 20.0, 0.9, 150.0)
    rng = np.random.default_rng(8)
    n = 40_000
    rate, end = rng.gamma(1.2, 1 / 20.0, n), rng.exponential(1 / rng.gamma(0.9, 1 / 150.0, n))
    x = rng.poisson(rate * np.minimum(end, T)).astype(float)
    t_x = np.where(x > 0, np.minimum(end, T) * rng.random(n) ** (1 / np.maximum(x, 1)), 0.0)
    held = rng.poisson(rate * np.clip(end - T, 0, HORIZON))
    for group in (x == 0, (x > 0) & (x < 6), x >= 6):
        for seen, said in (
            (held, expected_touches(params, x, t_x, np.full(n, T), HORIZON)),
            (held > 0, p_touch(params, x, t_x, np.full(n, T), HORIZON)),
        ):
            off = (seen - said)[group]
            assert abs(off.mean()) < 3.5 * off.std() / group.sum() ** 0.5


@pytest.mark.parametrize("k", [0.7, 1.0, 2.0])
def test_a_planted_shape_comes_back(k):
    planted = Params("mbg", 1.2, 20.0, 0.8, 4.0, k)
    x, t_x, s, _ = play(planted, 8_000, seed=2)
    found = fit(Summary(x, t_x, np.full(len(x), T), s))
    assert found.k == pytest.approx(k, rel=0.05)
    assert found.r == pytest.approx(1.2, rel=0.12)


def test_the_general_sum_meets_the_closed_form_at_k_1():
    x, t_x = np.array([0.0, 2, 10, 60, 10]), np.array([0.0, 150, 280, 299, 40])
    closed = expected_touches(Params("mbg", 0.3, 20.0, 0.8, 4.0, 1.0), x, t_x, np.full(5, T), 90)
    general = expected_touches(Params("mbg", 0.3, 20.0, 0.8, 4.0, 1.0000001), x, t_x, np.full(5, T), 90)
    assert general == pytest.approx(closed, rel=2e-3)


def test_gap_quantiles_are_those_of_simulated_gaps():
    params = Params("mbg", 1.2, 20.0, 0.8, 4.0, 0.7)
    rng = np.random.default_rng(4)
    gaps = rng.gamma(0.7, 1 / rng.gamma(1.2 + 0.7 * 9, 1 / (20.0 + 120.0), 200_000))
    assert np.ravel(usual_gap(params, 9, 120)) == pytest.approx(np.quantile(gaps, [0.1, 0.5, 0.9]), rel=0.03)
