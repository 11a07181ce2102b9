"""When somebody may be called: their working hours where they are, on their working days."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from sapwood.measures.days_off import Calendar, Closure
from sapwood.planning.hours import Hours, line, opening, waits, windows
from sapwood.planning.zones import is_zone, zone_of

MONDAY = date(2026, 6, 15)
LISBON = Hours("Europe/Lisbon", said="the usual ones in Portugal")


def at(hour, minute=0, day=15):
    return datetime(2026, 6, day, hour, minute, tzinfo=UTC)


def opens(hours, now, reported=()):
    return opening(windows(hours, now.date(), reported), now)


def test_a_countrys_zone_is_known_where_nearly_everybody_lives_by_it():
    assert [zone_of(code) for code in ("PT", "DE", "GB", "IN")] == [
        "Europe/Lisbon",
        "Europe/Berlin",
        "Europe/London",
        "Asia/Kolkata",
    ]
    assert zone_of("US") == zone_of("BR") == zone_of("XX") == zone_of("") == ""
    assert is_zone("Europe/Lisbon") and not is_zone("Europe/Atlantis") and not is_zone("../etc/passwd")


def test_from_nine_in_lisbon_in_two_hours_and_fifty_minutes():
    now = at(5, 10)  # 6:10 in Lisbon
    assert opens(LISBON, now) == at(8)
    assert waits(at(8), LISBON.zone, now) == "From 9:00 in Lisbon, in 2 h 50 min."
    assert opens(LISBON, at(8)) is None and opens(LISBON, at(15, 59)) is None
    assert opens(LISBON, at(16)) == at(8, day=16)
    assert waits(at(8, day=16), LISBON.zone, at(16)) == "From 9:00 on Tuesday, 16 June in Lisbon, in 16 h 0 min."
    assert waits(at(8), LISBON.zone, at(7, 30)) == "From 9:00 in Lisbon, in 30 min."


def test_their_days_off_and_where_nothing_is_known():
    closed = Hours("Europe/Lisbon", calendar=Calendar("PT", "", (Closure(MONDAY, MONDAY + timedelta(days=1)),)))
    assert opens(closed, at(10)) == at(8, day=17)
    assert opens(LISBON, at(10, day=20)) == at(8, day=22), "a Saturday"
    assert windows(Hours(), MONDAY) == () and opens(Hours(), at(3)) is None, "any hour counts"
    assert "nobody said" in line(Hours()) and "9:00 to 17:00 in Lisbon" in line(LISBON)
    late = Hours("Asia/Tokyo", time(13), time(21))
    assert opens(late, at(3)) == at(4) and opens(late, at(5)) is None


def test_whoever_reported_it_in_the_night_may_be_answered():
    assert opens(LISBON, at(5, 10), [at(2)]) is None
    assert opens(LISBON, at(1), [at(2)]) == at(2), "not before they wrote"
    evening = [at(20)]
    assert opens(LISBON, at(7, day=16), evening) is None
    friday = [at(18, day=19)]
    assert opens(LISBON, at(7, day=20), friday) == at(8, day=22), "twelve hours at most"


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_clocks_that_are_put_forward_or_back(day):
    for since, until in windows(LISBON, day):
        assert until - since == timedelta(hours=8)
        assert since.astimezone(UTC) == since
