"""Days that are off the clock: holidays, closures, weekends."""

from datetime import date

import pytest

from sapwood.measures.cadence import Cadence, Limit, clock
from sapwood.measures.days_off import EVERY_DAY, Calendar, Closure
from sapwood.measures.verdict import verdict

BAVARIA = Calendar("DE", "BY")
WORKS = Calendar(closures=(Closure(date(2026, 8, 3), date(2026, 8, 21), "works holidays"),))


def within(days, calendar=EVERY_DAY, floor=None):
    return Cadence(
        floor and Limit(floor, "asked", "they asked for peace"),
        Limit(days, "agreed", f"Agreed at least every {days} days"),
        calendar=calendar,
    )


def judge(cadence, last, as_of, rank=0.5, counted=0.1):
    silent = (as_of - last).days
    figures = {"touches": 20, "silent_days": silent, "usual_gap": (6.0, 9.0, 14.0), "silence_rank": rank}
    return verdict(cadence, as_of, **figures, rank_without=lambda off: counted)


def test_public_holidays_are_not_counted_in_a_silence():
    last, as_of = date(2026, 5, 22), date(2026, 6, 5)  # Pentecost Monday and Corpus Christi lie between
    found = judge(within(13, BAVARIA), last, as_of)
    assert found.state == "amber"
    assert found.why == (
        "Agreed at least every 13 days; silent for 14 days"
        " (2 of them off the clock: Pentecost Monday, Corpus Christi), 3 days left."
    )
    assert (found.kept["counted_days"], found.kept["due"]) == (12, "2026-06-08"), "the 13th is a Saturday"
    assert judge(within(13), last, as_of).state == "red", "nobody said where they are"
    assert judge(within(13, Calendar("DE", "BE")), last, as_of).kept["counted_days"] == 13, "Berlin has one of them"


def test_a_ceiling_that_ends_on_a_weekend_ends_on_the_next_working_day():
    friday = date(2026, 6, 5)
    states = [judge(within(8), friday, date(2026, 6, day)).state for day in (13, 14, 15, 16)]
    assert states == ["amber", "amber", "amber", "red"], "Saturday, Sunday, Monday, Tuesday"
    assert clock(within(7, Calendar("SA")), date(2026, 6, 5), friday).due == date(2026, 6, 14), "Friday and Saturday"
    assert clock(within(3, BAVARIA), date(2026, 5, 22), friday).due == date(2026, 5, 26), (
        "Pentecost Monday is off too"
    )


def test_a_closure_stops_the_clock_and_the_floor_waits_with_it():
    last = date(2026, 7, 31)
    found = judge(within(14, WORKS, floor=5), last, date(2026, 8, 24))
    assert found.state == "green"
    assert found.why.endswith("silent for 24 days (19 of them off the clock: works holidays).")
    assert (found.kept["due"], found.kept["peace_until"]) == ("2026-09-02", "2026-08-24")


def test_a_rhythm_does_not_turn_red_by_days_off():
    learned = Cadence(calendar=WORKS)
    last, as_of = date(2026, 7, 31), date(2026, 8, 24)
    assert judge(learned, last, as_of, rank=0.99).state == "green"
    assert judge(learned, last, as_of, rank=0.99).kept["rank_counted"] == 0.1
    assert judge(learned, last, as_of, rank=0.99, counted=0.98).state == "red"
    assert judge(learned, last, date(2026, 8, 2), rank=0.99).state == "red", "a weekend alone is in its history too"


@pytest.mark.parametrize("calendar", [Calendar("XX"), Calendar("DE", "XX")])
def test_a_place_that_nobody_knows_has_no_holidays(calendar):
    assert calendar.off(date(2026, 12, 25)) == ""
    assert calendar.weekend == {5, 6}


def test_a_firm_that_is_always_closed_and_days_out_of_reach_end_somewhere():
    always = Calendar("DE", "", (Closure(date(1900, 1, 1), date(2200, 1, 1)),))
    assert always.reached(date(2026, 1, 1), 3650) > date(2030, 1, 1)
    assert always.working(date(2026, 1, 1)) > date(2030, 1, 1)
    assert len(always.between(date(1950, 1, 1), date(2026, 1, 1))) == 4000
