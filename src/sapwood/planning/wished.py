"""How a contact wishes to be reached, by their own word: it comes before every other word about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sapwood.measures.days_off import EVERY_DAY, Calendar

from .hours import Hours

MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
ANY = ""  # a zone that nobody said


@dataclass(frozen=True, slots=True)
class Wished:
    """`person` (their number) said as a guest on the day `said`: not to be written to, never to be called, or to be
    called from `opens` to `closes` in `zone` alone (None: at any time)."""

    person: int
    name: str
    said: date
    no_mail: bool = False
    no_call: bool = False
    opens: time | None = None
    closes: time | None = None
    zone: str = ANY


def of(contact: int | None, wished: Iterable[Wished]) -> Wished | None:
    return next((one for one in wished if one.person == contact), None)


def unreachable(wished: Iterable[Wished]) -> frozenset[int]:
    """Who asked neither to be written to nor to be called: others are asked for first."""
    return frozenset(one.person for one in wished if one.no_mail and one.no_call)


def way(channel: str, one: Wished | None) -> str:
    """By which channel, where it would be `channel`: a call for a mail, a mail for a call, else to meet."""
    if one is None:
        return channel
    if one.no_mail and channel in ("mail", "chat"):
        return "meeting" if one.no_call else "call"
    if one.no_call and channel == "call":
        return "meeting" if one.no_mail else "mail"
    return channel


def against(channel: str, when: datetime, one: Wished, hour_said: bool = True) -> bool:
    """Whether to reach them by `channel` at that moment is not what they wished: another way, or a call outside
    their hours, where the hour of it is known."""
    if way(channel, one) != channel:
        return True
    if channel != "call" or not hour_said or one.opens is None or one.closes is None or not one.zone:
        return False
    return not one.opens <= when.astimezone(ZoneInfo(one.zone)).time() < one.closes


def hours(one: Wished | None, theirs: Hours | None) -> Hours | None:
    """Theirs alone, where they named some: in the zone they said, else in that of the firm."""
    if one is None or one.opens is None or one.closes is None:
        return theirs
    calendar: Calendar = theirs.calendar if theirs is not None else EVERY_DAY
    zone = one.zone or (theirs.zone if theirs is not None else ANY)
    return Hours(zone, one.opens, one.closes, calendar, f"the wish of {one.name}, {_day(one.said)}")


def sentence(one: Wished) -> str:
    """ "Jane Doyle said as a guest on 3 March 2026: do not write to me; call me only from 9:00 to 11:00." """
    said = []
    if one.no_mail:
        said.append("do not write to me")
    if one.no_call:
        said.append("never call me")
    elif one.opens is not None and one.closes is not None:
        said.append(f"call me only from {one.opens.hour}:{one.opens:%M} to {one.closes.hour}:{one.closes:%M}")
    return f"{one.name} said as a guest on {_day(one.said)}: {'; '.join(said)}."


def _day(one: date) -> str:
    return f"{one.day} {MONTHS[one.month - 1]} {one.year}"
