"""What a population's past teaches: nothing of its future, days off and shutdowns, and what the model misses."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.measures.rhythm import Learned, fit, forecast, learn, learned_from, summarise
from sapwood.measures.rhythm.clock import MONDAY, Clock
from sapwood.measures.rhythm.stack import Stack

CLOSED = Clock((1, 1, 1, 1, 1, 0.1, 0.0), ((100, 113, 0.02), (200, 200, 0.5)))


def population(size: int, span: int, seed: int, speed=None, k: float = 1.0, end: float = 0.04):
    """(id, day) of `size` relationships, of which some end; `speed` of each day, all 1 if not given."""
    rng = np.random.default_rng(seed)
    told = np.append(0.0, np.cumsum(np.ones(span) if speed is None else speed))
    rate, when = rng.gamma(1.5, 1 / 15.0, size), rng.uniform(0, told[-1] * 0.6, size)
    on = np.arange(size)
    ids, days = [on[:0]], [on[:0]]
    while len(on):
        ids.append(on)
        days.append(np.searchsorted(told, when[on], side="right") - 1)
        when[on] += rng.gamma(k, 1 / (rate[on] * k))
        on = on[(when[on] < told[-1]) & (rng.random(len(on)) > end)]
    return np.concatenate(ids), np.concatenate(days)


def week(span: int) -> np.ndarray:
    return np.where((np.arange(span) - MONDAY) % 7 < 5, 1.0, 0.05)


def silent_too_long(learned: Learned, ids, days) -> float:
    """Share of relationships with three touches or more that are red by their rhythm."""
    summary = summarise(ids, days, learned.as_of_day, learned.clock)
    told = summary.x >= 2
    return float((forecast(learned, summary).rank[told] > 0.975).mean())


def test_the_future_changes_nothing():
    ids, days = population(400, 300, seed=1, speed=week(300))
    answers = []
    for future in (days > 220, days > 500, None):
        kept = ~future if future is not None else slice(None)
        who, when = ids[kept], days[kept]
        if future is None:  # another future: everybody writes every day
            known = days <= 220
            who = np.concatenate([ids[known], np.tile(np.arange(400), 40)])
            when = np.concatenate([days[known], np.repeat(np.arange(221, 261), 400)])
        learned, summary = learn(who, when, 220, 30)
        one = forecast(learned, summary)
        answers.append((learned.plain(), np.stack([one.blend.touch, one.blend.number, one.rank, one.low, *one.gaps])))
    assert answers[0][0]["stack"]["dates"] > 1  # it did learn from moved-back dates
    for plain, figures in answers[1:]:
        assert plain == answers[0][0]
        assert np.array_equal(figures, answers[0][1])


def test_weekends_and_a_shutdown_are_taken_off_the_clock_and_nobody_turns_red_for_them():
    speed = week(320)
    speed[290:308] *= 0.01  # two weeks and a half in which hardly anybody writes
    ids, days = population(600, 320, seed=2, speed=speed, end=0.0)
    learned, _ = learn(ids, days, 307, 30)
    assert learned.clock.week[:5] == (1, 1, 1, 1, 1) and max(learned.clock.week[5:]) < 0.15
    ((first, last, share),) = learned.clock.spells
    assert abs(first - 290) <= 3 and last == 307 and share < 0.2
    params = fit(summarise(ids, days, 307))
    plain = Learned(307, 30, 30, Clock(), params, params)
    before = silent_too_long(learn(ids, days, 289, 30)[0], ids, days)
    assert silent_too_long(learned, ids, days) < before + 0.02
    assert silent_too_long(plain, ids, days) > before + 0.04


def test_where_every_day_is_alike_the_clock_is_plain():
    ids, days = population(500, 300, seed=3)
    assert learn(ids, days, 299, 30)[0].clock.plain


def test_a_firm_that_falls_silent_is_noticed_and_one_that_goes_on_is_not():
    ids, days = population(600, 400, seed=4, end=0.01)
    kept = (days <= 330) | (np.random.default_rng(4).random(len(days)) < 0.1)
    assert learn(ids, days, 390, 30)[0].change is None
    change = learn(ids[kept], days[kept], 390, 30)[0].change
    assert change is not None and change.days == 30 and change.share < 0.6


def test_what_was_learned_survives_being_saved():
    ids, days = population(300, 200, seed=5, speed=week(200))
    learned, summary = learn(ids, days, 199, 30)
    assert learned.stack.dates and not learned.clock.plain
    again = learned_from(json.loads(json.dumps(learned.plain())))
    for one, other in zip(forecast(learned, summary).blend, forecast(again, summary).blend, strict=True):
        assert np.array_equal(one, other)
    assert again.plain() == learned.plain()


@pytest.mark.parametrize("size", [0, 1, 30])
def test_a_small_past_teaches_nothing_but_is_answered(size):
    ids, days = population(size, 60, seed=6)
    learned, summary = learn(ids, days, 59, 30)
    assert (learned.stack, learned.clock.plain, learned.change) == (Stack(), True, None)
    assert len(forecast(learned, summary).blend.touch) == size


def test_a_chance_is_known_well_only_after_many_touches():
    ids, days = population(500, 300, seed=7)
    learned, _ = learn(ids, days, 299, 30)
    few, many = (summarise(np.zeros(n, int), 299 - 14 * np.arange(n), 299, learned.clock) for n in (2, 20))
    wide, narrow = (forecast(learned, one) for one in (few, many))
    for one in (wide, narrow):
        assert one.low[0] < one.blend.touch[0] < one.high[0]
    assert narrow.high[0] - narrow.low[0] < 0.6 * (wide.high[0] - wide.low[0])


def test_the_blend_is_sharper_than_the_model_where_the_model_is_wrong():
    ids, days = population(1500, 400, seed=8, k=0.5, end=0.0)
    fading = np.random.default_rng(8).random(len(days)) < np.exp(
        -(days - days[ids.argsort(kind="stable")][0]) / 300.0
    )
    ids, days = ids[fading], days[fading]
    learned, summary = learn(ids, days, 300, 30)
    blend = forecast(learned, summary).blend
    happened = np.isin(summary.ids, ids[(days > 300) & (days <= 330)])
    assert ((blend.touch - happened) ** 2).mean() < ((blend.alone - happened) ** 2).mean()
    assert abs(blend.touch.sum() / happened.sum() - 1) < abs(blend.alone.sum() / happened.sum() - 1)


@given(st.integers(-40, 400), st.integers(0, 120))
@settings(max_examples=40, deadline=None)
def test_the_clock_adds_up_day_by_day(start, length):
    speeds = CLOSED.speed(np.arange(start + 1, start + length + 1))
    assert CLOSED.at(start + length) - CLOSED.at(start) == pytest.approx(speeds.sum(), abs=1e-9)


@given(st.integers(60, 230), st.floats(0.01, 90))
@settings(max_examples=40, deadline=None)
def test_days_until_is_the_first_day_on_which_the_time_has_gone_by(last, told):
    days = int(CLOSED.days_until(last, told))
    assert days >= 1
    assert CLOSED.at(last + days) - CLOSED.at(last) >= told - 2e-6
    assert days == 1 or CLOSED.at(last + days - 1) - CLOSED.at(last) < told
