"""An appointment of Outlook's as an event of a calendar (RFC 5545), to be read by the calendar's rules."""

from datetime import UTC, datetime

from .clock import NONE, Clock, is_one_date, meant_for, utc_text, zone_of
from .item import (
    ALL_DAY,
    ANSWER,
    CLEAN_UID,
    END,
    END_DATE,
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
    START_DATE,
    STATE,
    UID,
    Item,
    number_in,
    topic_of,
)
from .people import RECEIVER, SENT_BY, SENT_FOR, Exchange, name_of
from .recurrence import Pattern, pattern_of
from .text import text_of
from .zone_rule import rule_of

ANSWERS = {1: "ACCEPTED", 2: "TENTATIVE", 3: "ACCEPTED", 4: "DECLINED", 5: "NEEDS-ACTION"}
ORGANISER, RESOURCE = 0x2, 3
IS_MEETING, RECEIVED, CALLED_OFF = 0x1, 0x2, 0x4
FOREIGN = b"vCal-Uid\x01\0\0\0"  # MS-OXOCAL 2.2.1.27: somebody else's UID stands behind it
MOST_WORDS = 100_000
MOST_REPEATED = 1_000_000  # characters that the dates of a series may repeat of its words
FINISH = b"END:VCALENDAR\r\n"
LONGEST_OWNER = 330


def event_of(item: Item, exchange: Exchange, owner: str = "") -> str:
    """The VEVENT, or several where dates of a series were moved; "" where it names no time. `owner` is the address
    of whose calendar it is, as far as that is known."""
    exchange.learn(item)
    state = number_in(item.named, STATE)
    said = [
        *([f"LAST-MODIFIED:{utc_text(changed)}"] if (changed := item.moment(MODIFIED)) else []),
        *(["STATUS:CANCELLED"] if state & CALLED_OFF else []),
        *(asked_in(item, exchange, owner if is_received(item) else None) if state & IS_MEETING else []),
    ]
    return events_of(item, said, certain=False)


def events_of(item: Item, said: list[str], *, certain: bool = True, words: bool = True) -> str:
    """The VEVENT with the lines `said`, and one for each date of its series that was moved, behind the zone they run
    in where that has no name; "" where it names no time. Where it has to be `certain`, "" too where it names no UID,
    or stands for one date of a series and does not say which. With the item's own `words`, or without."""
    start = item.named.get(START, item.values.get(START_DATE))
    end = item.named.get(END, item.values.get(END_DATE))
    if not isinstance(start, datetime):
        return ""
    raw, whole, uid = item.named.get(PATTERN), bool(number_in(item.named, ALL_DAY)), uid_of(item)
    pattern = pattern_of(raw) if isinstance(raw, bytes) else None
    one_date = pattern is None and is_one_date(item)
    meant = meant_for(item, start, whole) if one_date else None
    if certain and (not uid or (one_date and meant is None)):
        return ""
    behind = start - pattern.first.replace(tzinfo=UTC) if pattern else NONE
    zone, rule = (zone_of(item), rule_of(item)) if pattern and not whole else (None, None)
    if pattern is None or zone is not None or rule is None or not rule.fits(pattern.first, behind):
        rule = None
    clock = Clock(rule.zone() if rule else zone, behind, whole)
    length = end - start if isinstance(end, datetime) and end > start and not whole else NONE
    when = [clock.line("DTSTART", start), *([clock.line("DTEND", start + length)] if length else [])]
    when += [clock.line("RECURRENCE-ID", meant)] if meant else []
    named = f"SUMMARY:{escaped(topic_of(item))}"
    said = [f"SEQUENCE:{max(0, number_in(item.named, SEQUENCE))}", *said]
    described = _described(item) if words else []
    events = [_event(uid, [*when, *(_rule(pattern, clock) if pattern else []), named, *said, *described])]
    moved = pattern.moved if pattern else []
    if sum(map(len, described)) * len(moved) > MOST_REPEATED:
        described = []
    for one in moved:
        times = (("RECURRENCE-ID", one.meant), ("DTSTART", one.start), ("DTEND", one.end))
        dated = [clock.line(name, clock.moment(at)) for name, at in times[: 2 if whole else 3]]
        own = f"SUMMARY:{escaped(one.subject)}" if one.subject else named
        events.append(_event(uid, [*dated, own, *said, *described]))
    return (rule.text() if rule else "") + "".join(events)


def is_received(item: Item) -> bool:
    """Whether it is an attendee's copy of somebody else's meeting."""
    return bool(number_in(item.named, STATE) & RECEIVED)


def calendar_head(owner: str) -> bytes:
    """The beginning of a calendar that is `owner`'s (an address, or ""): always as long."""
    name = owner.encode("ascii", "ignore")[:LONGEST_OWNER].ljust(LONGEST_OWNER)
    return b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:" + name + b"\r\n"


def asked_in(item: Item, exchange: Exchange, owner: str | None) -> list[str]:
    """Who organised it, and what became of who was asked. An attendee's own copy knows one answer alone: it is
    `owner`'s, where the item does not say whose; None where it is the organiser's copy."""
    lines, found = [], set()
    for place in (SENT_FOR, SENT_BY):
        if address := exchange.address(item.values, place):
            lines.append(person_line("ORGANIZER", name_of(item.values, place), address))
            found.add(address.lower())
            break
    me = "" if owner is None else (exchange.address(item.values, (ME, ME_TYPE, ME_SMTP, ME)) or owner).lower()
    mine = ANSWERS.get(number_in(item.named, OWN_ANSWER), "NEEDS-ACTION")
    for one in item.receivers:
        address = exchange.address(one, RECEIVER)
        if not address or address.lower() in found or number_in(one, RECEIVER_FLAGS) & ORGANISER:
            continue
        found.add(address.lower())
        answer = ANSWERS.get(number_in(one, ANSWER), "NEEDS-ACTION")
        answer = mine if address.lower() == me else answer
        room = ";CUTYPE=RESOURCE" if number_in(one, KIND_OF_RECEIVER) & 0xF == RESOURCE else ""
        lines.append(person_line(f"ATTENDEE{room}", name_of(one, RECEIVER), address, answer))
    if me and me not in found:
        lines.append(person_line("ATTENDEE", "", me, mine))
    return lines


def person_line(what: str, name: str, address: str, answer: str = "") -> str:
    called, said = f';CN="{name}"' if name else "", f";PARTSTAT={answer}" if answer else ""
    return f"{what}{called}{said}:mailto:{address}"


def uid_of(item: Item) -> str:
    """The UID an invitation to the same meeting bears (MS-OXCICAL 2.1.3.1.1.20.26)."""
    raw = item.named.get(CLEAN_UID) or item.named.get(UID)
    if not isinstance(raw, bytes) or len(raw) < 40:
        return ""
    place = raw.find(FOREIGN, 40)
    if place >= 0:
        return escaped(raw[place + len(FOREIGN) :].split(b"\0")[0].decode("utf-8", "replace"))
    return (raw[:16] + b"\0\0\0\0" + raw[20:]).hex().upper()


def escaped(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    return "".join(c for c in text.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n") if c.isprintable())


def _event(uid: str, lines: list[str]) -> str:
    return "\r\n".join(["BEGIN:VEVENT", *([f"UID:{uid}"] if uid else []), *lines, "END:VEVENT", ""])


def _rule(pattern: Pattern, clock: Clock) -> list[str]:
    until = f";UNTIL={clock.until(clock.moment(pattern.until))}" if pattern.until else ""
    return [f"RRULE:{pattern.rule}{until}", *(clock.line("EXDATE", clock.moment(day)) for day in pattern.out)]


def _described(item: Item) -> list[str]:
    text, kind = text_of(item)
    text = text[:MOST_WORDS]
    return [f"DESCRIPTION:{escaped(text if kind == 'plain' else f'<html>{text}')}"]
