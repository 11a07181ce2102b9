"""Calendars made to break a reader: each is read in bounded time to what can be said of it."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.facts.interaction import Interaction, Trouble
from sapwood.reading.fact_lines import MOST_LINE_BYTES, line_of
from sapwood.reading.icalendar import read_calendar

LATEST = datetime(2024, 6, 1, tzinfo=UTC)
START = "DTSTART:20240101T100000Z"
SECONDS = 20  # most take less than one here; a rule followed to its end would take hours


def event(*lines, uid="u"):
    return ["BEGIN:VEVENT", f"UID:{uid}", "SUMMARY:S", *lines, "END:VEVENT"]


def calendar(*lines):
    return "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""]).encode()


def zone(*lines, times=1):
    return ["BEGIN:VTIMEZONE", "TZID:Evil"] * times + [*lines] + ["END:VTIMEZONE"] * times


def clock(rule, offset="+0200"):
    return [
        "BEGIN:STANDARD",
        "DTSTART:00010101T000000",
        rule,
        f"TZOFFSETFROM:{offset}",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
    ]


def repeated(rule, start=START, times=1):
    return calendar(*(line for n in range(times) for line in event(start, f"RRULE:{rule}", uid=n)))


EVERY_MOMENT = ",".join(map(str, range(60)))
IN_EVIL = event("DTSTART;TZID=Evil:20240101T100000", "RRULE:FREQ=DAILY")
EVIL = {  # meetings that come of it, troubles that come of it
    "every second": (repeated("FREQ=SECONDLY"), 5000, 0),
    "every second of no day": (repeated("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"), 1, 0),
    "every moment of the day": (
        repeated(f"FREQ=DAILY;BYMINUTE={EVERY_MOMENT};BYSECOND={EVERY_MOMENT}"),
        5000,
        0,
    ),
    "a million times": (repeated("FREQ=DAILY;COUNT=1000000"), 518, 0),
    "every minute since 1970": (repeated("FREQ=MINUTELY", "DTSTART:19700101T000000Z"), 0, 1),
    "every day since the year one": (repeated("FREQ=DAILY", "DTSTART:00010101T000000Z"), 0, 1),
    "the 30th of February, by days": (repeated("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), 1, 0),
    "the 30th of February, by years": (repeated("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", times=5), 5, 0),
    "the sixtieth Monday of a month": (repeated("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=60", times=3), 3, 0),
    "every zeroth day": (repeated("FREQ=DAILY;INTERVAL=0"), 1, 0),
    "every seventh day on another day": (repeated("FREQ=DAILY;INTERVAL=7;BYDAY=TU"), 1, 0),
    "the year 99999": (calendar(*event("DTSTART:999990101T100000Z")), 0, 1),
    "to the end of time": (repeated("FREQ=DAILY", "DTSTART:99990101T100000Z"), 0, 1),
    "20,000 attendees": (
        calendar(*event(START, *(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:a{n}@b.example" for n in range(20_000)))),
        1,
        0,
    ),
    "dates without end": (calendar(*event(START, "RDATE:" + ",".join(["20240101T100000Z"] * 15_000))), 1, 0),
    "events in events": (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 20_000, 0, 20_000),
    "alarms in alarms": (calendar(*event(START, *["BEGIN:VALARM"] * 20_000, *["END:VALARM"] * 20_000)), 1, 0),
    "calendars in calendars": (b"BEGIN:VCALENDAR\r\n" * 20_000, 0, 1),
    "NUL": (calendar(*event(START, "DESCRIPTION:a\0b", "LOCATION:\0")), 1, 0),
    "a line of 10 MB": (calendar(*event(START, "DESCRIPTION:" + "x" * 10_000_000)), 1, 0),
    "a million folds": (calendar(*event(START, "DESCRIPTION:" + "x\r\n " * 1_000_000)), 1, 0),
    "empty lines alone": (b"BEGIN:VCALENDAR\r\n" + b"\r" * 1_000_000, 0, 1),
    "parameters without end": (calendar(*event(START, "SUMMARY" + ";A=B" * 60_000 + ":x")), 1, 0),
    "quotes without end": (calendar(*event(START, 'DESCRIPTION;A="' + '"' * 200_000)), 1, 0),
    "backslashes": (calendar(*event(START, "DESCRIPTION:" + "\\" * 250_000)), 1, 0),
    "a clock that changes every second": (calendar(*IN_EVIL, *zone(*clock("RRULE:FREQ=SECONDLY"))), 518, 0),
    "a zone in itself": (calendar(*IN_EVIL, *zone(*clock("RRULE:FREQ=YEARLY"), times=300)), 518, 0),
    "a zone of another planet": (calendar(*IN_EVIL, *zone(*clock("RRULE:FREQ=YEARLY", "+9999"))), 518, 0),
    "2,000 states of one": (calendar(*(x for n in range(2000) for x in event(START, f"SEQUENCE:{n}"))), 1, 0),
    "a lie about its characters": (calendar(*event(START)).replace(b"SUMMARY", b"SUMMARY;CHARSET=utf-7:\xff"), 1, 0),
}  # fmt: skip


@pytest.mark.parametrize("raw, meetings, troubles", EVIL.values(), ids=EVIL)
def test_it_is_read_to_what_can_be_said_of_it(raw, meetings, troubles):
    began = time.process_time()
    found = list(read_calendar(raw, "evil.ics", LATEST))
    assert time.process_time() - began < SECONDS
    assert sum(isinstance(one, Interaction) and not one.only_known for one in found) == meetings
    assert sum(isinstance(one, Trouble) for one in found) == troubles
    for one in found[:50]:
        if isinstance(one, Interaction):
            assert len(line_of(one, "evil.ics")) < MOST_LINE_BYTES and len(one.participants) <= 1000


PIECES = [
    *("BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "UID:a"),
    *(START, "DTSTART;VALUE=DATE:20240101", "DTSTART;TZID=Evil:20240101T100000", "DTEND:20230101T100000Z", "DTSTART"),
    *("DURATION:-PT1H", "DURATION:P", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY;BYDAY=MO,ZZ", "RRULE:", "RRULE:COUNT=3"),
    *("RDATE:20240101", "RDATE;VALUE=PERIOD:20240101T100000Z/PT1H", "EXDATE:x", "RECURRENCE-ID:20240101T100000Z"),
    *("RECURRENCE-ID;RANGE=THISANDFUTURE:20240102", "SEQUENCE:-1", "SEQUENCE:x", "DTSTAMP:20240101", "TZID:Evil"),
    *(
        "ORGANIZER:mailto:",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b",
        "ATTENDEE:::",
        "METHOD:CANCEL",
        "STATUS:CANCELLED",
    ),
    *("X-WR-TIMEZONE:Nowhere", "TZOFFSETTO:+0100", "BEGIN:STANDARD", "END:STANDARD", "\tfolded", "DESCRIPTION:<b>x"),
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=25), st.integers(0, 400))
@settings(max_examples=150, deadline=None)
def test_whatever_is_put_together_is_read_or_listed(lines, end):
    raw = "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines]).encode("utf-8", "replace")
    for found in (raw, raw[:end]):
        for one in read_calendar(found, "made.ics", LATEST):
            assert isinstance(one, Interaction | Trouble)
            assert not isinstance(one, Interaction) or line_of(one, "made.ics")


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_read_or_listed(raw):
    for start in (b"", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20240101\n"):
        assert all(isinstance(one, Interaction | Trouble) for one in read_calendar(start + raw, "made.ics", LATEST))
