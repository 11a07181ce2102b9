"""Stopped buying: by the rhythm of its own orders, and never on too little."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapwood.planning.buying import buying, buying_sentences, no_pitch

DAY = date(2026, 6, 15)


def every(gap: int, orders: int, silent: int) -> list[date]:
    return [DAY - timedelta(days=silent + gap * n) for n in range(orders)]


def test_the_worked_example():
    one = buying(every(30, 7, 90), DAY)
    assert one is not None and one.chance == pytest.approx(1 - (180 / 270) ** 6) and one.stopped
    assert buying_sentences(one) == (
        "Orders on 7 days from 18 September 2025 to 17 March 2026: every 30 days on average, the longest gap "
        "30 days. The last order is 90 days ago.",
        "Had they gone on so, 91 of 100 would have ordered by now: 1 − (180 / (180 + 90))^6.",
    )
    assert no_pitch(one).startswith("No pitch: they have ordered nothing for 90 days.")
    assert not buying(every(30, 7, 80), DAY).stopped  # type: ignore[union-attr]


def test_too_little_is_unknown():
    assert buying([], DAY) is None
    assert buying([DAY - timedelta(days=900), DAY - timedelta(days=870)], DAY) is None
    assert buying([DAY - timedelta(days=9)] * 5, DAY) is None, "several on one day are one"
    assert buying([DAY + timedelta(days=n) for n in range(1, 9)], DAY) is None, "orders to come"


def test_who_orders_in_bursts_is_not_said_to_have_stopped_within_a_pause_they_once_made():
    bursts = [DAY - timedelta(days=d) for d in (100, 101, 102, 103, 104, 105, 300, 301, 302, 303)]
    one = buying(bursts, DAY)
    assert one is not None and one.chance > 0.9 and one.longest == 195 and not one.stopped
    assert buying(bursts, DAY + timedelta(days=96)).stopped  # type: ignore[union-attr]


def test_of_those_who_go_on_at_most_one_in_ten_is_called_stopped():
    rng = np.random.default_rng(5)
    called = 0
    for _ in range(4000):  # seen on the day before their next order: as silent as they will be
        gaps = np.maximum(1, np.round(rng.exponential(rng.gamma(2, 20), rng.integers(3, 9)))).astype(int)
        days = [DAY - timedelta(days=int(d)) for d in np.cumsum(gaps[::-1])]
        one = buying(days, DAY)
        called += one is not None and one.stopped
    assert 0.05 < called / 4000 < 0.105


@given(st.lists(st.integers(-9000, 9000), max_size=12))
def test_any_days(numbers):
    one = buying([DAY + timedelta(days=n) for n in numbers], DAY)
    if one is not None:
        assert 0 <= one.chance <= 1 and one.first < one.last <= DAY and all(buying_sentences(one))
