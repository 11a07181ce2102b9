"""Entries as an iCalendar file (RFC 5545, RFC 7986)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event, Timezone

from sapwood.workflows.reminders.entries import Entry

AGAIN = timedelta(hours=1)  # how often a calendar is asked to look
LONGEST_TITLE, LONGEST_TEXT = 120, 600


def calendar_of(entries: Iterable[Entry], as_of: date, url: str) -> bytes:
    """The same bytes for the same entries of the same day, so that a calendar that asks again is told so. `url` is
    the address of the pages, "" where none is known."""
    calendar = Calendar()
    calendar.add("prodid", "-//Sapwood//Today//EN")
    calendar.add("version", "2.0")
    calendar.add("name", "Sapwood")
    calendar.add("x-wr-calname", "Sapwood")
    calendar.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry, as_of, url))
    if not calendar.subcomponents:  # a calendar holds something, or some readers take it for a broken file
        calendar.add_component(Timezone.from_tzid("UTC"))
    return calendar.to_ical()


def _event(entry: Entry, as_of: date, url: str) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", datetime.combine(as_of, time(), UTC))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", _plain(entry.title)[:LONGEST_TITLE])
    event.add("transp", "TRANSPARENT")  # it keeps no hour free
    event.add("class", "PRIVATE")
    page = f"{url}/accounts/{entry.account}/" if url else ""
    if said := "\n".join(filter(None, (_plain(entry.text)[:LONGEST_TEXT], page))):
        event.add("description", said)
    if page:
        event.add("url", page)
    return event


def _plain(text: str) -> str:
    """One line without control characters, which a name out of a mail may hold and no calendar may."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
