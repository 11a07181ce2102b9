"""An account that somebody put to rest: out of the rhythm until a day on which it is looked at again.

docs/measures/kept.md lists every way out of the rhythm, and why none but this one is longer than a year.
"""

from dataclasses import dataclass
from datetime import date

LONGEST_DAYS = 366  # a year: the longest that anybody goes without being asked about
MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Rest:
    """Who put the account to rest, on which day, why, and the day from which it is on Today again; `over` says
    whether that day has come."""

    by: str
    reason: str
    since: date
    look_again: date
    over: bool


def rest(by: str, reason: str, since: date, look_again: date, as_of: date) -> Rest | None:
    """None where it had not begun on the day `as_of`."""
    return Rest(by, reason, since, look_again, as_of >= look_again) if since <= as_of else None


def rest_trouble(reason: str, since: date, look_again: date | None) -> str:
    """A sentence where this cannot be a rest, else ""."""
    if not reason.strip():
        return "Say why this account is put to rest; whoever looks again reads it. Nothing was changed."
    if look_again is None:
        return "Say on which day to look again. Nothing was changed."
    if look_again <= since:
        return "The day to look again is after today. Choose a later day; nothing was changed."
    if (look_again - since).days > LONGEST_DAYS:
        return "The day to look again is within a year. Choose an earlier day; nothing was changed."
    return ""


def rest_sentence(one: Rest) -> str:
    """ "Ana Brandt put it to rest on 3 May 2026 until 15 June 2026: no budget before autumn." """
    said = one.reason.strip().rstrip(".")
    begun = f"{one.by} put it to rest on {_day(one.since)} until {_day(one.look_again)}: {said}."
    return f"{begun} Look again." if one.over else begun


def _day(one: date) -> str:
    return f"{one.day} {MONTHS[one.month - 1]} {one.year}"
