"""Calendars in: every occurrence a meeting, who was there, when, and in which state."""

from datetime import UTC, datetime

import pytest
import recurring_ical_events
from icalendar import Calendar

from sapwood.facts.interaction import Interaction, Trouble
from sapwood.facts.revision import is_update
from sapwood.reading.documents import kind_of_document
from sapwood.reading.event import utc
from sapwood.reading.icalendar import owner_of, read_calendar
from sapwood.reading.mailbox import kind_of
from sapwood.reading.occurrences import AHEAD

LATEST = datetime(2024, 6, 1, tzinfo=UTC)
START = "DTSTART:20240101T100000Z"
HOUR = "DTEND:20240101T110000Z"
ANA = "ORGANIZER;CN=Ana Brandt:mailto:Ana@Home.example"
BERLIN = "DTSTART;TZID=W. Europe Standard Time:20240325T100000"


def attendee(name, status="ACCEPTED", **parameters):
    said = "".join(f";{key}={value}" for key, value in parameters.items())
    return f"ATTENDEE;CN={name};PARTSTAT={status}{said}:mailto:{name}@orchard.example"


def event(*lines, uid="one"):
    return ["BEGIN:VEVENT", f"UID:{uid}", "SUMMARY:Volumes", *lines, "END:VEVENT"]


def calendar(*lines):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]).encode()


def read(raw, **options):
    found = list(read_calendar(raw, "work.ics", LATEST, **options))
    meetings = [x for x in found if isinstance(x, Interaction) and not x.only_known]
    return meetings, [x for x in found if isinstance(x, Trouble)]


def meetings(*lines, **options):
    found, troubles = read(calendar(*lines), **options)
    assert not troubles
    return found


def roles(meeting):
    return [(person.role, person.address) for person in meeting.participants]


def days(found):
    return [f"{one.when:%m-%d %H}" for one in found]


def test_a_meeting_is_who_organised_it_who_accepted_and_who_was_asked():
    (one,) = meetings(
        *event(START, HOUR, ANA, attendee("jane"), attendee("luis", "DECLINED"), attendee("mia", "TENTATIVE"))
    )
    assert roles(one) == [
        ("from", "ana@home.example"),
        ("to", "jane@orchard.example"),
        ("invited", "mia@orchard.example"),
        ("declined", "luis@orchard.example"),
    ]
    assert (one.channel, one.minutes, one.subject, one.participants[0].name) == (
        "meeting",
        60,
        "Volumes",
        "Ana Brandt",
    )
    assert one.identity == "ics:one#"


def test_rooms_and_calendars_take_no_part():
    group = "ORGANIZER:mailto:abc@group.calendar.google.com"
    (one,) = meetings(*event(START, group, attendee("room", CUTYPE="ROOM"), attendee("jane"), attendee("luis")))
    assert roles(one) == [("from", "jane@orchard.example"), ("to", "luis@orchard.example")]


def test_without_an_organiser_the_owner_invites_and_without_anybody_the_owner_is_alone():
    mine = "X-WR-CALNAME:ana@home.example"
    (alone,) = meetings(mine, *event(START))
    assert roles(alone) == [("from", "ana@home.example")]
    own = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@home.example"
    (asked,) = meetings(mine, *event(START, own, attendee("jane")))
    assert roles(asked) == [("from", "ana@home.example"), ("to", "jane@orchard.example")]
    (given,) = meetings(*event(START), owner="tom@home.example")
    assert roles(given) == [("from", "tom@home.example")]
    assert roles(*meetings(*event(START))) == []
    assert owner_of(calendar(mine)) == "ana@home.example" and owner_of(calendar("X-WR-CALNAME:Work")) == ""


def test_attendees_of_exchange_are_named_by_a_parameter():
    lines = ["ORGANIZER;EMAIL=ana@home.example:invalid:nomail", "ATTENDEE;PARTSTAT=ACCEPTED:urn:uuid:1"]
    (one,) = meetings(*event(START, *lines, attendee("jane")))
    assert [who for _, who in roles(one)] == ["ana@home.example", "jane@orchard.example"]
    assert one.left == ("attendees without an address",)


def test_a_series_with_exceptions_additions_and_one_that_was_moved():
    found = meetings(
        *event(START, HOUR, "RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE:20240108T100000Z", "RDATE:20240110T090000Z"),
        *event("RECURRENCE-ID:20240115T100000Z", "DTSTART:20240116T140000Z", "DURATION:PT30M"),
        *event("RECURRENCE-ID:20240122T100000Z", "DTSTART:20240122T100000Z", "STATUS:CANCELLED"),
    )
    states = {f"{one.when:%m-%d %H}": (one.identity, one.flag, one.minutes) for one in found}
    assert states == {
        "01-01 10": ("ics:one#20240101T100000Z", "", 60),
        "01-10 09": ("ics:one#20240110T090000Z", "", 60),
        "01-16 14": ("ics:one#20240115T100000Z", "", 30),
        "01-22 10": ("ics:one#20240122T100000Z", "cancelled", None),
        "01-29 10": ("ics:one#20240129T100000Z", "", 60),
    }


def test_what_a_series_names_no_more_is_said_in_case_it_was_known():
    rule = "RRULE:FREQ=MONTHLY;UNTIL=20240401T235959Z"
    raw = calendar(*event(START, rule, "EXDATE:20240201T100000Z"))
    gone = [x for x in read_calendar(raw, "work.ics", LATEST) if isinstance(x, Interaction) and x.only_known]
    assert {one.flag for one in gone} == {"cancelled"} and len(gone) == 13
    assert [one.identity for one in gone[:2]] == ["ics:one#20240201T100000Z", "ics:one#20240501T100000Z"]


def test_what_follows_a_date_that_was_moved_with_all_after_it():
    found = meetings(
        *event(START, "RRULE:FREQ=WEEKLY;COUNT=4"),
        *event("RECURRENCE-ID;RANGE=THISANDFUTURE:20240115T100000Z", "DTSTART:20240115T120000Z"),
    )
    assert sorted(days(found)) == ["01-01 10", "01-08 10", "01-15 12", "01-22 12"]
    assert len({one.identity for one in found}) == 4


@pytest.mark.parametrize(
    "lines",
    [
        [START, HOUR, "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=9", "EXDATE:20240108T100000Z", "RDATE:20240109T090000Z"],
        [BERLIN, "DURATION:PT90M", "RRULE:FREQ=DAILY;INTERVAL=3;UNTIL=20240501T000000Z"],
        [BERLIN, "DTEND;TZID=Europe/Berlin:20240325T103000", "RRULE:FREQ=MONTHLY;BYDAY=-1MO;BYHOUR=8,9;COUNT=7"],
        ["DTSTART;VALUE=DATE:20240131", "RRULE:FREQ=MONTHLY;COUNT=5", "EXDATE;VALUE=DATE:20240331"],
        ["DTSTART:20240228T235900", "DTEND:20240229T003000", "RRULE:FREQ=YEARLY;COUNT=2"],
    ],
)
def test_the_dates_are_those_of_the_library_alone(lines):
    moved = event("RECURRENCE-ID:20240115T100000Z", "DTSTART:20240116T140000Z", "DURATION:PT30M")
    after = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20240122T100000Z", "DTSTART:20240122T120000Z", "DURATION:PT2H")
    raw = calendar(*event(*lines), *(moved + after if lines[0] == START else []))
    bare = recurring_ical_events.of(Calendar.from_ical(raw)).between(datetime(1980, 1, 1), LATEST + AHEAD)
    theirs = [(utc(one["DTSTART"].dt), (one["DTEND"].dt - one["DTSTART"].dt).total_seconds() / 60) for one in bare]
    ours = [(one.when, one.minutes) for one in read(raw)[0]]
    assert sorted(when for when, _ in ours) == sorted(when for when, _ in theirs)
    assert all(pair in theirs for pair in ours if pair[1] is not None) and len(ours) > 1


def test_an_endless_series_goes_on_to_a_year_from_now():
    found = meetings(*event(START, "RRULE:FREQ=MONTHLY"))
    assert len(found) == 18 and max(found, key=lambda one: one.when).when == datetime(2025, 6, 1, 10, tzinfo=UTC)


def test_time_zones_by_their_windows_names_their_own_rules_and_none():
    found = meetings(*event(BERLIN, "RRULE:FREQ=WEEKLY;COUNT=2"))
    assert days(found) == ["03-25 09", "04-01 08"] and [one.offset_minutes for one in found] == [60, 120]
    zone = ["BEGIN:VTIMEZONE", "TZID:Ours", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0300"]
    zone += ["TZOFFSETTO:+0300", "END:STANDARD", "END:VTIMEZONE"]
    (ours,) = meetings(*event("DTSTART;TZID=Ours:20240101T100000"), *zone)
    assert (days([ours]), ours.offset_minutes, ours.left) == (["01-01 07"], 180, ())
    (floating,) = meetings(*event("DTSTART:20240101T100000"))
    assert (days([floating]), floating.offset_minutes) == (["01-01 10"], None)
    assert floating.left == ("its time zone, which is not named or not known: its times were taken as UTC",)
    (after,) = meetings(*event("DTSTART;TZID=Ours:20240101T100000"))  # one file's zones are not the next one's
    assert days([after]) == ["01-01 10"] and after.left == floating.left
    (named,) = meetings("X-WR-TIMEZONE:Europe/Berlin", *event("DTSTART:20240101T100000", "RRULE:FREQ=DAILY;COUNT=1"))
    assert days([named]) == ["01-01 09"] and not named.left


def test_whole_days_have_a_day_and_no_length():
    found = meetings(*event("DTSTART;VALUE=DATE:20240101", "DTEND;VALUE=DATE:20240103", "RRULE:FREQ=YEARLY;COUNT=2"))
    assert [(one.identity, one.minutes, one.offset_minutes) for one in found] == [
        ("ics:one#20240101", None, None),
        ("ics:one#20250101", None, None),
    ]


def test_called_off_as_a_state_or_as_a_message():
    assert meetings(*event(START, "STATUS:CANCELLED"))[0].flag == "cancelled"
    assert meetings("METHOD:CANCEL", *event(START))[0].flag == "cancelled"


def test_a_later_state_is_an_update_and_an_answer_is_none():
    asked = "METHOD:REQUEST"
    (first,) = meetings(asked, *event(START, ANA, "SEQUENCE:0", "DTSTAMP:20240101T000000Z"))
    (moved,) = meetings(asked, *event("DTSTART:20240102T100000Z", ANA, "SEQUENCE:1", "DTSTAMP:20240101T000000Z"))
    (later,) = meetings(asked, *event(START, ANA, attendee("jane"), "SEQUENCE:0", "DTSTAMP:20240102T000000Z"))
    (again,) = meetings(asked, *event(START, ANA, "SEQUENCE:0", "DTSTAMP:20240301T000000Z"))
    said, answer = meetings(
        "METHOD:REPLY", *event(START, ANA, attendee("jane"), "SEQUENCE:9", "DTSTAMP:20240601T000000Z")
    )
    assert {one.identity for one in (first, moved, later, again, answer)} == {"ics:one#"}
    assert is_update(moved.revision, first.revision) and is_update(later.revision, first.revision)
    assert is_update(moved.revision, later.revision)
    assert (said.flag, said.series, said.shape, roles(said)) == (
        "answer",
        "ics:one",
        "9",
        [("to", "jane@orchard.example")],
    )
    assert not is_update(again.revision, first.revision)  # exported again, and nothing else
    assert not is_update(answer.revision, first.revision) and is_update(first.revision, answer.revision)


def test_a_proposal_is_no_meeting():
    found, troubles = read(calendar("METHOD:COUNTER", *event(START)))
    assert not found and "proposes or asks" in troubles[0].what


def test_the_words_are_kept_without_how_to_dial_in_and_not_counted():
    text = (
        "Bring the volumes.\\nCould you?\\n\\n________________________________\\nMicrosoft Teams meeting\\nJoin on 42"
    )
    (one,) = meetings(*event(START, f"DESCRIPTION:{text}"))
    assert (one.own, one.words, one.questions) == ("Bring the volumes.\nCould you?", 0, 0)
    html = "DESCRIPTION:<b>Agenda</b><br>Prices &amp\\; dates<br>-::~:~::~:~:~:~:~:~:~\\nJoin with Google Meet"
    assert meetings(*event(START, html))[0].own == "Agenda\nPrices & dates"


def test_several_calendars_tasks_and_what_is_broken_in_one_file():
    raw = calendar(*event(START), "BEGIN:VTODO", "UID:t", "END:VTODO") + calendar(
        *event("DTSTART:not a day", uid="two"),
        *event(START, "RDATE:20240230T100000Z", uid="three"),
        *event("DTSTART:19690101T100000Z", uid="four"),
    )
    found, troubles = read(raw)
    assert [(one.identity, one.left) for one in found] == [
        ("ics:one#", ("1 task",)),
        ("ics:three#", ("its RDATE, which cannot be read",)),
    ]
    assert [(trouble.where, trouble.what[:30]) for trouble in troubles] == [
        ("work.ics, event 2", "It says no day that can be rea"),
        ("work.ics, event 4", "It claims to be from 1969-01-0"),
    ]


def test_a_file_cut_short_gives_what_came_before():
    raw = calendar(*event(START), *event(START, uid="two"))
    found, troubles = read(raw[: raw.rindex(b"END:VEVENT")])
    assert [one.identity for one in found] == ["ics:one#"]
    assert troubles[0].where == "work.ics, event 2" and "in the middle" in troubles[0].what


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "latin-1"])
def test_whatever_its_character_set(codec):
    raw = calendar(*event(START, "LOCATION:Köln")).decode().replace("Volumes", "Größen").encode(codec)
    assert kind_of(raw[:4096]) == "calendar"
    assert read(raw)[0][0].subject == "Größen"


def test_a_calendar_is_known_by_its_beginning():
    assert kind_of(b"begin:vevent\nSTATUS:CONFIRMED\nFROM:x\n") == "calendar"
    assert kind_of_document(b"BEGIN:VCARD\r\nFN:Ana\r\n", certain=True) is None


@pytest.mark.parametrize("raw", [b"BeGIN:\x00\n", b"BEGIN:V\nRRULE:%n;BYMONTH=", b"BEGIN:MYCOMP\r\nEND:MYCOMP\r\n"])
def test_what_begins_as_a_calendar_and_is_none_says_why(raw):
    assert kind_of_document(raw, certain=True) == "calendar"
    (trouble,) = read(raw)[1]
    assert "begins as a calendar does" in trouble.what


def test_an_event_inside_what_no_calendar_has_is_one():
    raw = b"BEGIN:MYCOMP\r\n" + "\r\n".join(event(START)).encode() + b"\r\nEND:MYCOMP\r\n"
    assert kind_of(raw) == "calendar" and len(read(raw)[0]) == 1
    assert kind_of_document(b"Begin: we met at ten\n", certain=True) is None


def test_a_calendar_of_tasks_says_so():
    found, troubles = read(calendar("BEGIN:VTODO", "END:VTODO", "BEGIN:VTODO", "END:VTODO"))
    assert not found and troubles[0].what == "The calendar holds no meetings, only 2 tasks."
