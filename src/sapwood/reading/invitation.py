"""What the calendars tell that mails carry: invitations, answers to them, files of events."""

from collections.abc import Iterator
from datetime import datetime

from sapwood.facts.interaction import Interaction, Trouble
from sapwood.reading.body import from_parts
from sapwood.reading.calendar_lines import is_calendar
from sapwood.reading.carried_calendars import MOST_CALENDARS, Calendar, calendars_in
from sapwood.reading.headers import MOST_HEADER_BYTES, fields_of, split_message
from sapwood.reading.icalendar import read_calendar

MOST_MEETINGS = 10_000  # of one mail: whoever has an address can send one, and nobody asked for it
BEYOND = f"The mail holds more than {MOST_CALENDARS} calendars; those beyond were left out."


def read_invitations(raw: bytes, where: str, latest: datetime) -> Iterator[Interaction | Trouble]:
    """What the calendars in the mail `raw` tell; never raises. Limits as for a calendar's file, and MOST_MEETINGS."""
    head, body = split_message(raw)
    told: set[tuple[str, int]] = set()
    nothing: list[Calendar] = []
    calendars = from_parts(fields_of(head[:MOST_HEADER_BYTES]), body, [], calendars_in, nothing)
    several = len(calendars) > 1
    for number, calendar in enumerate(calendars[:MOST_CALENDARS], 1):
        place = f"{where}, calendar {number}" if several else f"{where}, its calendar"
        if not is_calendar(calendar.raw):
            continue  # the mail's reader says so
        for item in read_calendar(calendar.raw, place, latest, most=MOST_MEETINGS):
            if isinstance(item, Interaction):
                if item.flag == "gone" or (item.identity, item.revision) in told:  # a mail is no whole calendar
                    continue
                told.add((item.identity, item.revision))
            yield item
    if len(calendars) > MOST_CALENDARS:
        yield Trouble(where, BEYOND)
