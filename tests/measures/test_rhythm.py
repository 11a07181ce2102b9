"""Touches, gaps and silences of single relationships, and of small populations."""

import warnings

import numpy as np
import pytest

from sapwood.measures.rhythm import expected_touches, fit, p_touch, silence_rank, summarise, usual_gap
from sapwood.measures.rhythm.regularity import learn, posterior, shapes
from sapwood.measures.rhythm.statistics import Summary, log_gap


def history(gaps, start=0):
    return start + np.cumsum(np.append(0, gaps))


def population(seed=1, n=400, span=400):
    """A bursty population: gaps Gamma(.6) around a mean of its own for each."""
    rng = np.random.default_rng(seed)
    ids, days = [], []
    for i in range(n):
        at = rng.uniform(0, 200) + np.cumsum(
            np.append(0, rng.gamma(0.6, rng.gamma(1.5, 20) + 1, rng.integers(1, 15)))
        )
        ids += [f"c{i}"] * len(at)
        days += np.floor(at).astype(int).tolist()
    return np.array(ids), np.array(days), span


def test_a_day_is_one_touch_and_the_future_is_ignored():
    found = summarise(["b", "a", "a", "a", "b", "c", "a"], [5, 1, 1, 4, 20, 30, 25], as_of_day=20)
    assert found.ids.tolist() == ["a", "b"]
    assert found.x.tolist() == [1, 1]
    assert found.t_x.tolist() == [3, 15]
    assert found.T.tolist() == [19, 15]
    assert found.s == pytest.approx(log_gap([3, 15]))


def test_the_mean_logarithm_over_the_last_day_of_a_gap():
    assert log_gap(1) == -1
    assert log_gap([2, 30]) == pytest.approx(np.log([1.5, 29.5]), abs=0.02)


def test_lists_of_different_length_are_refused():
    with pytest.raises(ValueError, match="same length"):
        summarise(["a"], [1, 2], 3)


def test_nothing_known_gives_the_prior_and_says_so():
    found = fit(summarise([], [], 10))
    assert found.fallback
    assert found.n == 0
    assert 0 < p_touch(found, 0, 0, 10, 30)[0] < 1


@pytest.mark.parametrize("model", ["mbg", "bg", "pareto"])
@pytest.mark.parametrize("touches", [1, 2, 3, 10])
def test_one_relationship_is_answered_without_a_warning(model, touches):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        one = summarise(np.zeros(touches), np.arange(touches) * 7, 100)
        params = fit(one, model=model)
        touch = p_touch(params, one.x, one.t_x, one.T, 30)[0]
        mean = expected_touches(params, one.x, one.t_x, one.T, 30)[0]
        gaps = np.ravel(usual_gap(params, one.x, one.t_x, one.s))
    assert 0 < touch < 1
    assert touch <= mean < 30
    assert np.all(np.isfinite(gaps))
    assert np.all(np.diff(gaps) >= 0)


def test_ten_touches_every_three_days_are_usual_at_three_days():
    one = summarise(np.zeros(10), np.arange(10) * 3, 29)
    low, middle, high = np.ravel(usual_gap(fit(one), one.x, one.t_x, one.s))
    assert 2 <= low <= middle <= high <= 5
    assert middle == 3
    ranks = [silence_rank(fit(one), one.x, one.t_x, silence, one.s)[0] for silence in (1, 3, 4, 6)]
    assert ranks[0] == 0
    assert ranks[1] < 0.5 < ranks[2]  # the day it is due is no surprise
    assert ranks[3] > 0.975


def test_daily_touches_are_a_day_apart():
    one = summarise(np.zeros(30), np.arange(30), 29)
    assert np.ravel(usual_gap(fit(one), one.x, one.t_x, one.s))[:2].tolist() == [1, 1]


def test_a_regular_quarterly_customer_is_missed_at_130_days_and_a_bursty_one_is_not():
    ids, days, _ = population()
    regular, bursty = history([90, 86, 95, 91, 88, 93, 85]), history([3, 200, 10, 20, 1, 250, 144])
    params = fit(summarise(np.append(ids, ["r"] * 8), np.append(days, regular), 650))
    assert params.k < 0.9
    for touched, expected in ((regular, True), (bursty, False)):
        one = summarise(np.zeros(8), touched, int(touched[-1]) + 130)
        assert (silence_rank(params, one.x, one.t_x, 130, one.s)[0] > 0.975) is np.bool_(expected)


def test_rank_and_usual_gap_are_each_others_inverse():
    ids, days, span = population()
    found = summarise(ids, days, span)
    params = fit(found)
    for q, gap in zip((0.1, 0.5, 0.9), usual_gap(params, found.x, found.t_x, found.s), strict=True):
        assert np.all(silence_rank(params, found.x, found.t_x, gap + 1, found.s) >= q - 1e-3)
        assert np.all(silence_rank(params, found.x, found.t_x, gap, found.s) <= q + 1e-3)


def test_predicted_gaps_cover_the_gaps_that_came():
    """Of gaps held back, 10 % or so lie beyond either end, and the silence rule of 97.5 % is broken by few."""
    ids, days, span = population(n=1500, span=10_000)
    first = np.flatnonzero(
        np.diff(np.unique(ids, return_inverse=True)[1][np.argsort(ids, kind="stable")], prepend=-1)
    )
    order = np.argsort(ids, kind="stable")
    who, when = ids[order], days[order]
    last = np.append(first[1:], len(who)) - 1
    enough = (last - first >= 4) & (when[last] > when[last - 1])
    kept = np.delete(np.arange(len(who)), last[enough])
    known = summarise(who[kept], when[kept], span)
    chosen = np.searchsorted(known.ids, who[last[enough]])
    gap = (when[last] - when[last - 1])[enough]
    params = fit(known)
    x, t_x, s = known.x[chosen], known.t_x[chosen], known.s[chosen]
    below, _, above = usual_gap(params, x, t_x, s)
    assert 0.04 < (gap > above).mean() < 0.14
    assert (gap < below).mean() < 0.14
    assert (silence_rank(params, x, t_x, gap, s) > 0.975).mean() < 0.05


def test_regularity_is_learned_from_the_gaps():
    ids, days, span = population()
    found = summarise(ids, days, span)
    params = fit(found)
    assert learn(params, found.x, found.t_x, found.s) == pytest.approx((params.spread, params.own))
    weight = posterior(params, np.array([8.0]), np.array([240.0]), np.array([float(log_gap([30] * 8).sum())]))
    assert weight.sum() == pytest.approx(1)
    assert shapes(params)[np.argmax(weight)] >= 8


def test_the_unit_of_time_does_not_matter():
    ids, days, span = population()
    found = summarise(ids, days, span)
    daily = Summary(found.x, found.t_x, found.T, found.s)
    weekly = Summary(found.x, found.t_x / 7, found.T / 7, found.s - found.x * np.log(7))
    one, seven = fit(daily), fit(weekly)
    assert (seven.r, seven.alpha * 7, seven.k) == pytest.approx((one.r, one.alpha, one.k), rel=1e-3)


def test_an_unknown_model_is_refused():
    with pytest.raises(ValueError, match="one of"):
        fit(summarise([1], [1], 2), model="gpt")
