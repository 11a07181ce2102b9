"""An appointment of Outlook's as an event of a calendar (RFC 5545), to be read by the calendar's rules."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from .item import (
    ALL_DAY,
    ANSWER,
    CLEAN_UID,
    END,
    KIND_OF_RECEIVER,
    ME,
    ME_SMTP,
    ME_TYPE,
    MODIFIED,
    OWN_ANSWER,
    PATTERN,
    RECEIVER_FLAGS,
    SEQUENCE,
    START,
    STATE,
    SUBJECT,
    UID,
    ZONE,
    Item,
    number_in,
)
from .people import RECEIVER, SENT_BY, SENT_FOR, Exchange, name_of
from .recurrence import Pattern, pattern_of
from .text import text_of

ANSWERS = {1: "ACCEPTED", 2: "TENTATIVE", 3: "ACCEPTED", 4: "DECLINED", 5: "NEEDS-ACTION"}
ORGANISER, RESOURCE = 0x2, 3
IS_MEETING, RECEIVED, CALLED_OFF = 0x1, 0x2, 0x4
FOREIGN = b"vCal-Uid\x01\0\0\0"  # MS-OXOCAL 2.2.1.27: somebody else's UID stands behind it
MOST_WORDS = 100_000
NONE = timedelta(0)
FINISH = b"END:VCALENDAR\r\n"
LONGEST_OWNER = 330


def event_of(item: Item, exchange: Exchange, owner: str = "") -> str:
    """The VEVENT, or several where dates of a series were moved; "" where it names no time. `owner` is the address
    of whose calendar it is, as far as that is known."""
    exchange.learn(item)
    start, end = item.named.get(START), item.named.get(END)
    if not isinstance(start, datetime):
        return ""
    raw = item.named.get(PATTERN)
    pattern = pattern_of(raw) if isinstance(raw, bytes) else None
    clock = Clock(_zone(item) if pattern else None, start - pattern.first.replace(tzinfo=UTC) if pattern else NONE)
    length = end - start if isinstance(end, datetime) and end > start else NONE
    uid = _uid(item)
    said = [
        f"SUMMARY:{_escaped(item.text(SUBJECT))}",
        f"SEQUENCE:{max(0, number_in(item.named, SEQUENCE))}",
        *([f"LAST-MODIFIED:{_utc(changed)}"] if (changed := item.moment(MODIFIED)) else []),
        *(["STATUS:CANCELLED"] if number_in(item.named, STATE) & CALLED_OFF else []),
        *_people(item, exchange, owner),
    ]
    text, kind = text_of(item)
    described = f"DESCRIPTION:{_escaped(text[:MOST_WORDS] if kind == 'plain' else f'<html>{text[:MOST_WORDS]}')}"
    when = [clock.line("DTSTART", start), *([clock.line("DTEND", start + length)] if length else [])]
    if number_in(item.named, ALL_DAY) and pattern is None:
        when = [f"DTSTART;VALUE=DATE:{start + timedelta(hours=12):%Y%m%d}"]  # its midnight, wherever that was
    rule = _rule(pattern, clock) if pattern else []
    events = [_event(uid, [*when, *rule, *said, described])]
    for one in pattern.moved if pattern else []:
        times = (("RECURRENCE-ID", one.meant), ("DTSTART", one.start), ("DTEND", one.end))
        named = [f"SUMMARY:{_escaped(one.subject)}", *said[1:]] if one.subject else said
        events.append(_event(uid, [*(clock.line(name, clock.moment(at)) for name, at in times), *named, described]))
    return "".join(events)


def is_received(item: Item) -> bool:
    """Whether it is an attendee's copy of somebody else's meeting."""
    return bool(number_in(item.named, STATE) & RECEIVED)


def calendar_head(owner: str) -> bytes:
    """The beginning of a calendar that is `owner`'s (an address, or ""): always as long."""
    name = owner.encode("ascii", "ignore")[:LONGEST_OWNER].ljust(LONGEST_OWNER)
    return b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:" + name + b"\r\n"


@dataclass(frozen=True)
class Clock:
    """A series' own clock: a zone, or where none is known how far it was behind UTC at the first occurrence."""

    zone: ZoneInfo | None
    behind: timedelta

    def moment(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.zone) if self.zone else (local + self.behind).replace(tzinfo=UTC)

    def line(self, name: str, when: datetime) -> str:
        if self.zone is None:
            return f"{name}:{_utc(when)}"
        return f"{name};TZID={self.zone.key}:{when.astimezone(self.zone):%Y%m%dT%H%M%S}"


def _event(uid: str, lines: list[str]) -> str:
    return "\r\n".join(["BEGIN:VEVENT", *([f"UID:{uid}"] if uid else []), *lines, "END:VEVENT", ""])


def _rule(pattern: Pattern, clock: Clock) -> list[str]:
    until = f";UNTIL={_utc(clock.moment(pattern.until))}" if pattern.until else ""
    return [f"RRULE:{pattern.rule}{until}", *(clock.line("EXDATE", clock.moment(day)) for day in pattern.out)]


def _zone(item: Item) -> ZoneInfo | None:
    """The zone a series runs in, by Windows' name (MS-OXOCAL 2.2.1.41); None where it is not named or not known."""
    raw = item.named.get(ZONE)
    if not isinstance(raw, bytes) or len(raw) < 8:
        return None
    length = int.from_bytes(raw[6:8], "little") * 2
    name = WINDOWS_TO_OLSON.get(raw[8 : 8 + length].decode("utf-16-le", "replace"))
    try:
        return ZoneInfo(name) if name else None
    except (OSError, ValueError):
        return None


def _people(item: Item, exchange: Exchange, owner: str) -> list[str]:
    """Who organised it, and what became of who was asked. An attendee's own copy knows one answer alone."""
    state = number_in(item.named, STATE)
    if not state & IS_MEETING:
        return []  # its owner's alone
    lines, found = [], set()
    for place in (SENT_FOR, SENT_BY):
        if address := exchange.address(item.values, place):
            lines.append(f"ORGANIZER{_name(name_of(item.values, place))}:mailto:{address}")
            found.add(address.lower())
            break
    me = (exchange.address(item.values, (ME, ME_TYPE, ME_SMTP, ME)) or owner).lower() if state & RECEIVED else ""
    mine = ANSWERS.get(number_in(item.named, OWN_ANSWER), "NEEDS-ACTION")
    for one in item.receivers:
        address = exchange.address(one, RECEIVER)
        if not address or address.lower() in found or number_in(one, RECEIVER_FLAGS) & ORGANISER:
            continue
        found.add(address.lower())
        answer = ANSWERS.get(number_in(one, ANSWER), "NEEDS-ACTION")
        answer = mine if address.lower() == me else answer
        room = ";CUTYPE=RESOURCE" if number_in(one, KIND_OF_RECEIVER) & 0xF == RESOURCE else ""
        lines.append(f"ATTENDEE{room}{_name(name_of(one, RECEIVER))};PARTSTAT={answer}:mailto:{address}")
    if me and me not in found:
        lines.append(f"ATTENDEE;PARTSTAT={mine}:mailto:{me}")
    return lines


def _uid(item: Item) -> str:
    """The UID an invitation to the same meeting bears (MS-OXCICAL 2.1.3.1.1.20.26)."""
    raw = item.named.get(CLEAN_UID) or item.named.get(UID)
    if not isinstance(raw, bytes) or len(raw) < 40:
        return ""
    place = raw.find(FOREIGN, 40)
    if place >= 0:
        return _escaped(raw[place + len(FOREIGN) :].split(b"\0")[0].decode("utf-8", "replace"))
    return (raw[:16] + b"\0\0\0\0" + raw[20:]).hex().upper()


def _utc(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%S}Z"


def _name(name: str) -> str:
    return f';CN="{name}"' if name else ""


def _escaped(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    return "".join(c for c in text.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n") if c.isprintable())
