"""Series of Outlook's keep their hour by the rule in the item, where it names no zone that is known."""

import struct
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_outlook import meetings, pattern, zone

from sapwood.reading.outlook.item import Item
from sapwood.reading.outlook.zone_rule import rule_of

MARCH, OCTOBER = (0, 3, 0, 5, 2, 0, 0, 0), (0, 10, 0, 5, 3, 0, 0, 0)
SECOND, FIRST = (0, 3, 0, 2, 2, 0, 0, 0), (0, 11, 0, 1, 2, 0, 0, 0)
START = datetime(2024, 3, 5, 10, tzinfo=UTC)


def rule(winter=OCTOBER, summer=MARCH, bias=-60, in_summer=-60):
    """PidLidTimeZoneStruct; by default the clock of Vienna."""
    dates = (struct.pack("<9H", one[0], *one) for one in (winter, summer))
    return struct.pack("<3i", bias, 0, in_summer) + b"".join(dates)


def definition(*rules, name="Customized Time Zone"):
    """PidLidAppointmentTimeZoneDefinitionRecur, of (flags, bias, winter, summer)."""
    raw = b"\x02\x01" + struct.pack("<HHH", 6 + 2 * len(name), 2, len(name)) + name.encode("utf-16-le")
    raw += struct.pack("<H", len(rules))
    for flags, bias, winter, summer in rules:
        raw += b"\x02\x01" + struct.pack("<HHH", 0x3E, flags, 2007) + bytes(14)
        raw += struct.pack("<3i", bias, 0, -60) + struct.pack("<16H", *winter, *summer)
    return raw


def hours(**named):
    return [f"{one.when:%d.%m. %H:%M}" for one in meetings(**named)]


KEPT = ["05.03. 09:00", "12.03. 09:00", "19.03. 09:00", "26.03. 09:00", "02.04. 08:00"]
FIXED = [*KEPT[:4], "02.04. 09:00"]


def test_the_local_hour_stays_when_the_clock_changes():
    assert hours(n8216=pattern(count=5)) == FIXED, "or this test would show nothing"
    assert hours(n8216=pattern(count=5), n8233=rule()) == KEPT
    assert hours(n8216=pattern(count=5), n8233=rule(), n8260=zone("Tz of ours")) == KEPT


def test_a_known_name_comes_before_the_rule():
    wrong = rule(winter=(0, 5, 0, 1, 3, 0, 0, 0))
    assert hours(n8216=pattern(count=5), n8233=wrong, n825E=zone()) == KEPT


def test_the_rule_in_a_zone_that_somebody_made():
    never = (0, 0, 0, 0, 0, 0, 0, 0)
    made = definition((0, 300, FIRST, SECOND), (1, -60, OCTOBER, MARCH), (2, 0, never, never))
    assert hours(n8216=pattern(count=5), n8260=made) == KEPT
    assert hours(n8216=pattern(count=5), n8260=definition((0, -60, OCTOBER, MARCH))) == FIXED, (
        "none is the series' own"
    )


def test_dates_taken_out_and_moved_are_found_by_the_same_clock():
    out, moved = [datetime(2024, 3, 12)], [(datetime(2024, 4, 2, 10), datetime(2024, 4, 3, 15))]
    found = meetings(n8216=pattern(count=5, out=out, moved=moved), n8233=rule())
    assert [f"{one.when:%d.%m. %H:%M}" for one in found] == [*KEPT[:1], *KEPT[2:4], "03.04. 13:00"]
    plain = {one.identity for one in meetings(n8216=pattern(count=5), n8233=rule())}
    assert {one.identity for one in found} < plain, "moved, it stays the same meeting"


def test_south_of_the_equator_and_by_weeks():
    chile = Item(named={0x8233: rule(winter=(0, 4, 0, 1, 0, 0, 0, 0), summer=(0, 9, 0, 1, 0, 0, 0, 0), bias=240)})
    clock = rule_of(chile).zone()
    assert datetime(2024, 1, 15, tzinfo=clock).utcoffset() == timedelta(hours=-3)
    assert datetime(2024, 7, 15, tzinfo=clock).utcoffset() == timedelta(hours=-4)
    new_york = rule_of(Item(named={0x8233: rule(FIRST, SECOND, 300)}))
    changed = [datetime(2024, 3, day, 12, tzinfo=new_york.zone()).utcoffset() for day in (9, 10)]
    assert changed == [timedelta(hours=-5), timedelta(hours=-4)]


@pytest.mark.parametrize(
    "raw",
    [
        rule(bias=0),  # another clock than the series' own first date shows
        rule(in_summer=0),  # it never changes
        rule(winter=(0,) * 8),
        rule(winter=(2007, 10, 0, 28, 3, 0, 0, 0)),  # on a day of one year
        rule(winter=(0, 13, 0, 5, 3, 0, 0, 0)),
        rule(winter=(0, 10, 7, 5, 3, 0, 0, 0)),
        rule(winter=(0, 10, 0, 0, 3, 0, 0, 0)),
        rule(winter=(0, 10, 0, 5, 24, 0, 0, 0)),
        rule(bias=1 << 30),
        rule()[:40],
        b"",
        "text",
    ],
)
def test_what_is_no_rule_leaves_a_fixed_distance(raw):
    assert hours(n8216=pattern(count=5), n8233=raw) == FIXED


WORDS = st.integers(0, 13) | st.integers(0, 65535)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, min_size=8, max_size=8), st.lists(WORDS, min_size=8, max_size=8), st.integers(-1500, 1500))
def test_any_rule(winter, summer, bias):
    hours(n8216=pattern(count=2), n8233=rule(winter, summer, bias), n820D=START + timedelta(minutes=bias))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=120), st.integers(0, 160))
def test_any_bytes(raw, cut):
    made = definition((1, -60, OCTOBER, MARCH))
    for found in (raw, made[:cut] + raw, made[:50] + raw + made[50:]):
        rule_of(Item(named={0x8260: found, 0x8233: found}))
