"""Tenure: published figures come out again, late entries do not mislead, an itch that was planted is found, and where
there is too little to tell, that is the answer."""

import numpy as np
import pytest

from sapwood.measures.tenure import curve, fit, forecast, itch, life_table
from sapwood.measures.tenure.itch import ITCH, NONE, UNTOLD

# Fader & Hardie 2007, "High End": of each 100 subscribers those still there after year 0, 1, 2 …
HIGH_END = np.array([100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4])


def high_end(years, of=1000):
    lost = -np.diff(HIGH_END[: years + 1]) * of / 100
    left = [*range(1, years + 1), years]
    return life_table(
        np.zeros(years + 1), left, [True] * years + [False], [*lost, HIGH_END[years] * of / 100], step=1
    )


def errors(years, shape):
    """Percentage points between the forecast and what came, a year each, up to year 12."""
    later = np.arange(years + 1, 13)
    return np.abs(100 * fit(high_end(years), shape).share(later) - HIGH_END[later])


def test_shifted_beta_geometric_of_seven_years_as_published():
    found = fit(high_end(7), shape=False)
    assert (found.gamma, found.delta, found.c) == pytest.approx((0.668, 3.806, 1.0), abs=5e-4)


def test_beta_discrete_weibull_of_four_years_foretells_eight_more():
    assert errors(4, shape=True).mean() == pytest.approx(0.77, abs=0.005)
    assert errors(4, shape=True).max() == pytest.approx(1.13, abs=0.005)
    assert errors(4, shape=False).mean() == pytest.approx(5.79, abs=0.005)
    said = forecast(high_end(4), np.arange(1, 13))
    assert np.all((said.low <= HIGH_END[1:] / 100) & (HIGH_END[1:] / 100 <= said.high))


def test_kaplan_meier_of_gehans_patients():
    weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    ended = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    found = curve(life_table(np.zeros(21), weeks, ended, step=1))
    assert found.age.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert found.share == pytest.approx([0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482], abs=5e-5)
    assert found.median == 23
    share, low, high = found.at(11)
    assert share == pytest.approx(0.7529, abs=5e-5)
    # by hand: Greenwood's sum 3/(21·18) + 1/(17·16) + 1/(15·14) = .016375, its root over |ln S| .45085
    assert (low, high) == pytest.approx(
        (0.7529 ** np.exp(1.96 * 0.45085), 0.7529 ** np.exp(-1.96 * 0.45085)), abs=1e-3
    )


def test_who_enters_late_is_at_risk_only_from_then_on():
    # by hand: two from the beginning, one of which ends at 2; two seen from year 3 on, one of which ends at 5
    found = curve(life_table([0, 0, 3, 3], [2, 6, 5, 6], [True, False, True, False], step=1))
    assert found.at_risk.tolist() == [2, 3]
    assert found.share == pytest.approx([1 / 2, 1 / 3])
    few_at_first = life_table([0, 4, 4, 4], [1, 9, 9, 6], [True, False, False, True], step=1)
    assert curve(few_at_first, least=2).start == 4
    assert curve(few_at_first, least=2).share == pytest.approx([2 / 3])


def planted(n, gamma, delta, c, seed, records_from=12.0, years=20.0):
    """In months: relationships that began on any day of twenty years, with records of the last eight."""
    rng = np.random.default_rng(seed)
    lasts = (np.log(rng.random(n)) / np.log1p(-rng.beta(gamma, delta, n))) ** (1 / c)
    began = rng.uniform(0, years, n)
    entered = np.maximum(records_from - began, 0)  # at which age
    ended = lasts <= years - began
    left = np.minimum(lasts, years - began)
    seen = left > entered
    months = np.floor(left * 12) + ended
    return life_table(np.floor(entered * 12)[seen], months[seen], ended[seen])


def test_a_planted_law_comes_back_from_late_entries():
    found = fit(planted(20_000, 0.8, 4.0, 1.3, seed=3))
    assert found.c == pytest.approx(1.3, abs=0.07)
    truth = [0.8333, 0.4071, 0.2350]  # by integration over θ ~ Beta(.8, 4) of (1 - θ)^(t^1.3)
    assert found.share([1, 5, 10]) == pytest.approx(truth, abs=0.01)


def test_intervals_hold_the_truth():
    """The true share after 12 years, .2000, in ten samples of 95 % each: all of them, or one less, or two."""
    said = (forecast(planted(300, 0.8, 4.0, 1.3, seed), [12.0]) for seed in range(10))
    assert sum(bool(one.low[0] <= 0.2000 <= one.high[0]) for one in said) >= 8


def test_how_many_of_those_now_there_will_be():
    table = high_end(7)
    said = forecast(table, [8.0])
    expected, low, high = said.still_there([7.0], [491], 1.0)
    assert expected == pytest.approx(491 * said.lasting.share(8.0)[0] / said.lasting.share(7.0)[0])
    assert low < expected < high
    assert low <= 468 <= high  # those who were, a year later


def ends_by_year(by_year, of=1000):
    """Of `of` that began together, so many end in year 1, 2 …; the others go on."""
    years = len(by_year)
    counts = [*by_year, of - sum(by_year)]
    return life_table(np.zeros(years + 1), [*range(1, years + 1), years], [True] * years + [False], counts, step=1)


def test_a_planted_itch_is_found_and_none_where_there_is_none():
    found = itch(ends_by_year([20, 20, 20, 20, 20, 20, 45, 20, 20]))
    assert (found.answer, found.ends, found.ends_beside) == (ITCH, 45, 40)
    assert found.low > 1 and found.p < 0.01
    even = itch(ends_by_year([40] * 9))
    assert (even.answer, even.ends, even.ends_beside) == (NONE, 40, 80)
    assert even.low < 1 < even.high < 2


def test_where_little_happened_it_says_how_much_it_would_take():
    little = itch(ends_by_year([4] * 9))
    assert (little.answer, little.ends + little.ends_beside) == (UNTOLD, 12)
    assert little.needed and little.needed > 12
    assert itch(ends_by_year([little.needed] * 9)).answer == NONE
    young = itch(ends_by_year([9, 8, 7]))
    assert (young.answer, young.ratio, young.needed) == (UNTOLD, None, None)


def test_nothing_to_learn_from_is_unknown():
    empty = life_table([], [], [])
    assert not fit(empty).known
    assert np.isnan(curve(empty).median)
    assert forecast(empty, [1.0]).share.size == 0
    assert itch(empty).answer == UNTOLD
    assert not fit(ends_by_year([1, 1])).known
    no_time_seen = life_table([5, 3], [5, 2], [True, True])
    assert no_time_seen.age.size == 0
