"""Calendars (iCalendar, RFC 5545): every occurrence of every event becomes a meeting (docs/reading.md)."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from typing import IO, Any

from sapwood.facts.interaction import Interaction, Trouble
from sapwood.reading.answer import answers
from sapwood.reading.calendar_lines import MOST_EVENTS, Cut, Event, calendar_name, cut_up
from sapwood.reading.event import Series, Undated, changed, moment, sequence
from sapwood.reading.occurrences import dropped, is_single, occurrences, shape_of
from sapwood.reading.sound import sound_event
from sapwood.reading.time_zones import learn_zones
from sapwood.reading.vanished import METHOD, vanished

MOST_IN_A_FILE = 1_000_000  # occurrences
BARREN = 500  # of these, what a rule costs that finds nothing
NO_ZONE = "its time zone, which is not named or not known: its times were taken as UTC"
EARLY = "occurrences before 1980 or after 2199"
ASKING = {"COUNTER", "DECLINECOUNTER", "REFRESH"}  # RFC 5546: these propose and ask, and change nothing
STAMPED = {"REQUEST", "CANCEL", "REPLY"}  # there DTSTAMP orders the states (RFC 5546, 2.1.5)
Read = Iterator[Interaction | Trouble]


def read_calendar(
    source: bytes | IO[bytes], where: str, latest: datetime, owner: str = "", most: int = MOST_IN_A_FILE
) -> Read:
    """The meetings in a calendar file; never raises. `latest` is now, or a little later: an endless series is
    followed to a year beyond it. `owner` is whose calendar it is (an address in lower case), else as it says. Once
    about `most` occurrences were found, what follows is left out."""
    cut = cut_up(io.BytesIO(source) if isinstance(source, bytes) else source)
    learn_zones(cut.zones)
    said, effort = _others(cut), most
    for group in _groups(cut):
        place, found = f"{where}, event {group[0].number}", 0
        if effort <= 0:
            yield Trouble(place, "The file names more meetings than anybody goes to, so this event was left out.")
            continue
        for item in _meetings(group, place, latest, owner.strip().lower() or _owner(group[0].calendar.name)):
            if isinstance(item, Interaction):
                found += 1
                if said:
                    item, said = replace(item, left=(*item.left, said)), ""
            yield item
        effort -= BARREN if found < 2 and "\r\nRRULE" in group[0].text else found
    if cut.beyond:
        yield Trouble(where, f"{cut.beyond:,} events beyond the first {MOST_EVENTS:,} or 64 MB were left out.")
    if not cut.events and cut.unknown and not said:
        yield Trouble(
            where,
            f"It begins as a calendar does, with “{cut.unknown}”, which is no part of any, and holds no meeting.",
        )
    elif not cut.events:
        yield Trouble(where, f"The calendar holds no meetings, only {said or 'its frame'}.")


def owner_of(head: bytes) -> str:
    """Whose calendar begins so: its name where that is an address, as in Google's export; else ""."""
    return _owner(calendar_name(head))


def _owner(name: str) -> str:
    name = name.strip().lower()
    fine = name.count("@") == 1 and not any(c.isspace() for c in name) and "." in name.rpartition("@")[2]
    return name if fine else ""


def _others(cut: Cut) -> str:
    counted = [f"{count:,} {name}{'s' if count > 1 else ''}" for name, count in cut.others.items()]
    return " and ".join([*([", ".join(counted[:-1])] if counted[:-1] else []), *counted[-1:]])


def _groups(cut: Cut) -> Iterator[list[Event]]:
    """Events of one calendar under one UID: a series, and what became of single dates of it."""
    groups: dict[tuple[int, str], list[Event]] = {}
    for event in cut.events:
        groups.setdefault((id(event.calendar), event.uid or f"\0{event.number}"), []).append(event)
    yield from groups.values()


def _meetings(group: list[Event], place: str, latest: datetime, owner: str) -> Read:
    calendar, left = group[0].calendar, dict.fromkeys(phrase for event in group for phrase in event.left)
    if calendar.method in ASKING:
        yield Trouble(place, "It proposes or asks for something about a meeting and is none itself.")
        return
    if not all(event.whole for event in group):
        yield Trouble(place, "The file ends, or begins another event, in the middle of this one; it was left out.")
    try:
        events = []
        for event in group:
            if event.whole:
                found, broken = sound_event(event.text, event.description)
                events.append(found)
                left |= dict.fromkeys(broken)
        if calendar.method == METHOD:
            yield from filter(None, (vanished(event, group[0].uid) for event in events if group[0].uid))
            return
        dated = [event for event in events if moment(event, "DTSTART") is not None]
        replies = calendar.method == "REPLY"
        said = [one for event in events for one in answers(event, group[0].uid)] if replies and group[0].uid else []
        yield from said
        if len(dated) < len(events) and not said:
            yield Trouble(place, "It says no day that can be read.")
        if not dated:
            return
        if not calendar.zone and any(_is_floating(event) for event in dated):
            left[NO_ZONE] = None
        single = is_single(dated)
        chosen = [max(dated, key=sequence)] if single else occurrences(dated, calendar.zone, latest, left)
        series = Series(
            uid=group[0].uid or blake2b(group[0].text.encode(), digest_size=16).hexdigest(),
            owner=owner,
            cancelled=calendar.method == "CANCEL",
            replies=replies,
            sequence=max(map(sequence, dated)),
            changed=changed(dated, stamped=calendar.method in STAMPED),
            shape="" if replies else "once" if single else shape_of(dated),
            left=left,
        )
        yield from _each(chosen, single, series, place)
        if not single and not series.replies:
            yield from filter(None, map(series.gone, dropped(dated, series.last)))
    except Exception as error:  # the libraries raise many things on what nobody should write
        yield Trouble(place, f"It could not be read ({type(error).__name__}).")


def _each(chosen: Any, single: bool, series: Series, place: str) -> Read:
    found, undated = False, ""
    for event in chosen:
        try:
            item = series.meeting(event, single)
        except Undated as error:
            undated = undated or str(error)
            continue
        if undated:
            series.left[EARLY] = None
        if series.left:
            item = replace(item, left=tuple(series.left))
            series.left.clear()
        found, undated = True, ""
        yield item
    if not found:
        yield Trouble(place, undated or "Its rule and its exceptions leave no day on which it takes place.")


def _is_floating(event: Any) -> bool:
    start = moment(event, "DTSTART")
    return isinstance(start, datetime) and start.tzinfo is None
