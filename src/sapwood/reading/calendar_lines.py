"""A calendar file cut into its events and time zones, line by line: of each event only the properties that are read
(docs/reading.md) are kept, so that pictures and reminders cost next to nothing."""

import codecs
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import IO

from sapwood.reading import left as limits
from sapwood.reading.charset import decode, plain
from sapwood.reading.folded import unfolded

MOST_EVENTS = 200_000
MOST_KEPT = 64 * 1024 * 1024
MOST_PEOPLE_LINES, MOST_LINES = 1000, 5000  # of one event: attendees, and all lines
MOST_DATES = 5000  # added to a series, and as many taken out of it
MOST_ZONES, MOST_ZONE_LINES = 500, 400
_WANTED = (
    "UID DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID SEQUENCE DTSTAMP LAST-MODIFIED SUMMARY DESCRIPTION"
    " STATUS ORGANIZER ATTENDEE"
)
WANTED = frozenset(_WANTED.encode().split())
COMPONENTS = frozenset(b"VCALENDAR VEVENT VTODO VJOURNAL VFREEBUSY VTIMEZONE VALARM VAVAILABILITY".split())
OTHERS = {"VTODO": "task", "VJOURNAL": "note", "VFREEBUSY": "free-busy time", "VAVAILABILITY": "free-busy time"}


BEFORE_VALUE = re.compile(r'[^:"]*(?:"[^"]*"[^:"]*)*:')


@dataclass(slots=True)
class Calendar:
    """What a VCALENDAR says of itself."""

    method: str = ""
    zone: str = ""
    name: str = ""


@dataclass(slots=True)
class Event:
    """One VEVENT as it was written: `number` counts from 1, `text` holds its unfolded lines, and
    `description` the longest of them, which needs no parsing but unescaping."""

    number: int
    calendar: Calendar
    uid: str
    text: str
    description: str
    left: tuple[str, ...]
    whole: bool


@dataclass(slots=True)
class Cut:
    """A file cut up. `zones` are VTIMEZONEs as text, each once; `others` counts components that are no meetings."""

    events: list[Event] = field(default_factory=list)
    zones: dict[str, None] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)
    unknown: str = ""  # what no calendar has, as far as it comes first
    beyond: int = 0  # events that were too many


def is_calendar(head: bytes) -> bool:
    """Whether a file that begins so is a calendar, or a part of one."""
    for codec in ("utf-16-le", "utf-16-be"):
        if head.startswith(codecs.BOM_UTF16_LE if codec.endswith("le") else codecs.BOM_UTF16_BE):
            head = head[2:].decode(codec, "ignore").encode()
    line = head.removeprefix(codecs.BOM_UTF8).lstrip().partition(b"\n")[0].partition(b"\r")[0].strip().upper()
    name = line.removeprefix(b"BEGIN:")
    return name != line and (name.strip() in COMPONENTS or _is_component(name))


def _is_component(name: bytes) -> bool:
    """Whether it may name one that no calendar has: its reader says so, or finds an event in it."""
    one_word = 0 < len(name) <= 40 and len(name.split()) == 1 and b":" not in name
    return one_word and not name[:1].isdigit() and name != b"VCARD"


def calendar_name(head: bytes) -> str:
    """What the calendar that begins so calls itself."""
    for line in head.splitlines():
        name, _, value = line.partition(b":")
        if name.strip().upper() == b"X-WR-CALNAME":
            return plain(decode(value)).strip()
    return ""


class _Open:
    """An event or a zone whose end has not come."""

    def __init__(self, zone: bool) -> None:
        self.zone, self.lines, self.left = zone, list[str](), dict[str, None]()
        self.uid, self.description, self.people, self.dates, self.inner = "", "", 0, 0, 0

    def take(self, line: bytes, cut: bool) -> None:
        name = line.partition(b":")[0].partition(b";")[0].strip().upper()
        if self.zone:
            if len(self.lines) <= MOST_ZONE_LINES:
                self.lines.append(plain(decode(line)))
            return
        if name not in WANTED or self.inner:
            return
        if cut:
            self.left[limits.LINE] = None
        if name == b"ATTENDEE":
            self.people += 1
            if self.people > MOST_PEOPLE_LINES:
                self.left[limits.PEOPLE] = None
                return
        if name in (b"RDATE", b"EXDATE"):
            self.dates += line.count(b",") + 1
            if self.dates > MOST_DATES:
                self.left[limits.DATES] = None
                return
        if len(self.lines) >= MOST_LINES:
            self.left[limits.LINES] = None
            return
        text = plain(decode(line))
        if name == b"UID":
            self.uid = text.partition(":")[2].strip()
        if name == b"DESCRIPTION" and (found := BEFORE_VALUE.match(text)):
            self.description = text[found.end() :]
            return
        self.lines.append(text)

    def text(self) -> str:
        name = "VTIMEZONE" if self.zone else "VEVENT"
        return "\r\n".join((f"BEGIN:{name}", *self.lines, f"END:{name}", ""))


def cut_up(file: IO[bytes]) -> Cut:
    """The events and zones in `file`, in their order; never raises. What is too much is counted in `beyond`."""
    cut, calendar, kept = Cut(), Calendar(), 0
    now: _Open | None = None
    number = 0

    def close(whole: bool) -> None:
        nonlocal kept, number
        if now is None:
            return
        if now.zone:
            if len(cut.zones) < MOST_ZONES and whole and len(now.lines) <= MOST_ZONE_LINES:
                cut.zones.setdefault(now.text())
            return
        number += 1
        text = now.text()
        size = len(text) + len(now.description)
        if len(cut.events) >= MOST_EVENTS or kept + size > MOST_KEPT:
            cut.beyond += 1
            return
        kept += size
        cut.events.append(Event(number, calendar, now.uid, text, now.description, tuple(now.left), whole))

    for line, shortened in unfolded(file):
        begins, ends = line[:6].upper() == b"BEGIN:", line[:4].upper() == b"END:"
        name = line.partition(b":")[2].strip().upper() if begins or ends else b""
        if begins and name in (b"VCALENDAR", b"VEVENT", b"VTIMEZONE"):
            close(whole=False)
            now = None if name == b"VCALENDAR" else _Open(zone=name == b"VTIMEZONE")
            if name == b"VCALENDAR":
                calendar = Calendar()
        elif ends and now is not None and name == (b"VTIMEZONE" if now.zone else b"VEVENT"):
            close(whole=True)
            now = None
        elif now is not None:
            if begins or ends:
                now.inner = max(0, now.inner + (1 if begins else -1))
                if not now.zone:
                    continue
            now.take(line, shortened)
        elif begins:
            if (said := name.decode("ascii", "replace")) in OTHERS:
                cut.others[OTHERS[said]] += 1
            elif name not in COMPONENTS:
                cut.unknown = cut.unknown or "".join(c if c.isprintable() else "·" for c in said[:40])
        else:
            _describe(calendar, line)
    close(whole=False)
    return cut


def _describe(calendar: Calendar, line: bytes) -> None:
    name, _, value = line.partition(b":")
    match name.partition(b";")[0].strip().upper():
        case b"METHOD":
            calendar.method = plain(decode(value[:100])).strip().upper()
        case b"X-WR-TIMEZONE":
            calendar.zone = plain(decode(value[:100])).strip()
        case b"X-WR-CALNAME":
            calendar.name = plain(decode(value[:1000])).strip()
