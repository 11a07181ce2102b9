"""What they hear after the sale against before: exact intervals, and chance is no neglect."""

from datetime import date, timedelta

import numpy as np
import pytest
from scipy.stats import poisson

from sapwood.measures.heard import Rate, heard
from sapwood.measures.tenure.breaking import breaking
from sapwood.measures.tenure.life_table import life_table

WON = date(2026, 1, 1)
LONG_AGO = date(2020, 1, 1)


def days(*numbers: int) -> list[date]:
    return [WON + timedelta(days=n) for n in numbers]


def test_rates_have_garwoods_interval():
    rate = Rate(6, 180)
    low, high = rate.interval
    assert (rate.per_month, round(low, 3), round(high, 3)) == (1.0, 0.367, 2.177)
    assert poisson.sf(5, low * 6) == pytest.approx(0.025) and poisson.cdf(6, high * 6) == pytest.approx(0.025)
    assert Rate(0, 180).interval[0] == 0 and Rate(0, 180).interval[1] == pytest.approx(3.689 / 6, abs=1e-3)
    assert Rate(3, 29).per_month is None and Rate(3, 29).interval is None, "too few days to tell"


def test_less_is_said_only_where_chance_does_not_explain_it():
    many = heard(days(*range(-180, 0, 10), 5), WON, WON + timedelta(days=100), LONG_AGO)
    assert (many.before, many.after) == (Rate(18, 180), Rate(1, 100))
    assert many.less and many.ratio[1] < 1
    few = heard(days(-90, -30), WON, WON + timedelta(days=100), LONG_AGO)
    assert few.ratio == (0.0, pytest.approx(9.585, abs=0.01)) and not few.less, "none in 100 days after 2 in 180"
    assert heard(days(-5), WON, WON + timedelta(days=20), LONG_AGO).ratio is None
    short = heard(days(-5), WON, WON + timedelta(days=100), WON - timedelta(days=10))
    assert short.before == Rate(1, 10) and not short.before.known and short.ratio is None, (
        "nothing is on record before"
    )
    assert heard([], WON, WON + timedelta(days=100), LONG_AGO).ratio is None


def test_the_longest_silence_after_against_before():
    one = heard(days(*range(-180, 0, 10), 3, 9), WON, WON + timedelta(days=150), LONG_AGO)
    assert (one.silence_before, one.silence_after, one.silent) == (10, 141, 141)
    assert one.longer and one.forgotten
    again = heard(days(*range(-180, 0, 10), 3, 145), WON, WON + timedelta(days=150), LONG_AGO)
    assert (again.silence_after, again.silent) == (142, 5) and again.forgotten, "named on the page, over for the day"
    chance = heard(days(*range(-180, 0, 10), *range(9, 150, 12)), WON, WON + timedelta(days=150), LONG_AGO)
    assert chance.longer and not chance.forgotten, "twelve days after ten are chance"
    assert heard(days(-9, -3), WON, WON + timedelta(days=150), LONG_AGO).longer is None, "two touches tell nothing"
    assert heard(days(*range(-180, 0, 10)), WON, WON + timedelta(days=20), LONG_AGO).longer is None, "too early"


def test_who_goes_on_as_before_is_hardly_ever_named():
    rng, named, silent = np.random.default_rng(5), 0, 0
    for _ in range(400):
        touched = days(*(rng.integers(-180, 180, rng.poisson(24)).tolist()))
        one = heard(touched, WON, WON + timedelta(days=180), LONG_AGO)
        named += one.less
        silent += one.forgotten
    assert named <= 0.04 * 400 and silent <= 0.12 * 400


def test_a_breaking_year_is_named_only_where_the_data_tell_one():
    ages = np.repeat(np.arange(1, 13) * 12, 40)
    over = ages == 84
    found = breaking(life_table(np.zeros_like(ages), ages, over))
    assert (found.year, found.ended) == (7, 40)
    even = breaking(life_table(np.zeros_like(ages), ages, np.arange(len(ages)) % 4 == 0))
    assert even.year is None and even.looked == 10
    assert breaking(life_table([0], [12], [False])).year is None
