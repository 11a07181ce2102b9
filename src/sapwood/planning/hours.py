"""In which hours somebody may be called: the working hours where they are, on their working days.
docs/service.md says which hours hold for whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sapwood.measures.days_off import EVERY_DAY, Calendar

from .zones import place

OPENS, CLOSES = time(9), time(17)  # where nobody said anything else
AHEAD = 6  # working days that are looked ahead: a plan is made anew every day
AWAKE = timedelta(hours=12)  # whoever reported it in the night may be answered for so long, or until they open
DAY = timedelta(days=1)
Window = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Hours:
    """`zone` is an IANA name, "" where it is unknown: then any hour counts. `opens` and `closes` are times there on
    every day that `calendar` does not take off; `said` tells whose word it is."""

    zone: str = ""
    opens: time = OPENS
    closes: time = CLOSES
    calendar: Calendar = EVERY_DAY
    said: str = ""


UNKNOWN = Hours()


def windows(hours: Hours, as_of: date, reported: Iterable[datetime] = ()) -> tuple[Window, ...]:
    """From when until when, in UTC, they may be called: on their next working days from the day before `as_of` on,
    and for a while after each moment at which they `reported` it themselves outside these. None where the zone is
    unknown."""
    if not hours.zone:
        return ()
    there = ZoneInfo(hours.zone)
    found: list[Window] = []
    day = as_of - DAY
    for _ in range(AHEAD):
        day = hours.calendar.working(day)
        begins = datetime.combine(day, hours.opens, there).astimezone(UTC)
        found.append((begins, datetime.combine(day, hours.closes, there).astimezone(UTC)))
        day += DAY
    for when in reported:
        if not any(since <= when < until for since, until in found):
            opens = min((since for since, _ in found if since > when), default=when + AWAKE)
            found.append((when, min(opens, when + AWAKE)))
    return tuple(sorted(found))


def opening(found: Sequence[Window], now: datetime) -> datetime | None:
    """The moment from which on they may be called; None where they may be now, or it is not known when."""
    if any(since <= now < until for since, until in found):
        return None
    return min((since for since, _ in found if since > now), default=None)


def waits(opens: datetime, zone: str, now: datetime) -> str:
    """ "From 9:00 in Lisbon, in 2 h 50 min." """
    there, here = opens.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    on = "" if there.date() == here.date() else f" on {there:%A}, {there.day} {there:%B}"
    return f"From {there.hour}:{there.minute:02d}{on} in {place(zone)}, in {_in_words(opens - now)}."


def line(hours: Hours) -> str:
    """The arithmetic: where the hours are from."""
    if not hours.zone:
        return "In which time zone they are nobody said, so any hour counts; say it under Days off."
    span = f"{hours.opens.hour}:{hours.opens.minute:02d} to {hours.closes.hour}:{hours.closes.minute:02d}"
    return f"Their hours are {span} in {place(hours.zone)} ({hours.said}), on their working days."


def _in_words(left: timedelta) -> str:
    minutes = max(1, -(-int(left.total_seconds()) // 60))
    days, rest = divmod(minutes, 24 * 60)
    number = f"{days} day{'' if days == 1 else 's'} " if days else ""
    said = f"{rest // 60} h {rest % 60} min" if not days else f"{rest // 60} h"
    return f"{number}{said}" if rest >= 60 or days else f"{minutes} min"
