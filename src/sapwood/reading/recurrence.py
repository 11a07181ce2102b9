"""How often an event takes place: its rule is looked at before it is followed, because a rule of forty characters
can name more moments than there is memory, or none before the year 9999."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from dateutil.rrule import rrulestr

MOST_OCCURRENCES = 5000  # of one event
MOST_LISTED = 400  # values in one BY… list
LOOKED_AT = 1500  # steps in which a rule must show itself
DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 365}
SECONDS = {"SECONDLY": 1, "MINUTELY": 60, "HOURLY": 3600}
KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY", "BYMONTHDAY"}
KNOWN |= {"BYMONTH", "BYSETPOS", "BYWEEKNO", "BYYEARDAY"}
SPARSE = {"BYMONTHDAY", "BYSETPOS", "BYWEEKNO", "BYYEARDAY", "BYDAY"}  # days that not every month or year has
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class NotFollowed(ValueError):
    """The rule is broken, names no moment, or would take too long; the text says which."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Follow the rule to `stop` (naive, in the event's own zone); `more`: it goes on after MOST_OCCURRENCES."""

    stop: datetime
    more: bool


def extent(rule: str, start: datetime, horizon: datetime) -> Extent:
    """How far to follow an RRULE (RFC 5545, 3.3.10) from `start` to at most `horizon`, both naive in the event's own
    zone. Raises NotFollowed."""
    parts = _parts(rule)
    frequency, interval = parts.get("FREQ", ""), _number(parts.get("INTERVAL", "1"))
    by = {name: value.split(",") for name, value in parts.items() if name.startswith("BY")}
    if unknown := parts.keys() - KNOWN:
        raise NotFollowed(f"its rule says what is not understood ({', '.join(sorted(unknown))[:40]})")
    if frequency not in DAYS and frequency not in SECONDS:
        raise NotFollowed("its rule does not say how often")
    if not 1 <= interval <= 100_000 or any(len(values) > MOST_LISTED for values in by.values()):
        raise NotFollowed("its rule names numbers that no meeting has")
    if frequency in SECONDS and by:
        raise NotFollowed("it repeats within the day by a rule that is not followed")
    if frequency in ("DAILY", "WEEKLY"):
        if by.keys() & {"BYWEEKNO", "BYYEARDAY", "BYSETPOS"}:
            raise NotFollowed("its rule mixes what RFC 5545 does not allow to be mixed")
        if not _shows_itself(frequency, interval, by, start.date()):
            raise NotFollowed("its rule names no day")
    elif frequency in DAYS and by.keys() & SPARSE and not _shows_itself_by_year(parts, start):
        raise NotFollowed("its rule names no day")
    if "UNTIL" in parts and (until := _moment(parts["UNTIL"])):
        horizon = min(horizon, until + timedelta(days=1))
    step = DAYS[frequency] * 86_400 if frequency in DAYS else SECONDS[frequency]
    times = 1
    for values in by.values():
        times *= len(values)
    most = ((horizon - start).total_seconds() / (step * interval) + 1) * times
    if "COUNT" in parts:
        most = min(most, _number(parts["COUNT"]))
    if most <= MOST_OCCURRENCES:
        return Extent(horizon, False)
    bare = ";".join(f"{name}={value}" for name, value in parts.items() if name != "UNTIL")
    following = rrulestr(bare, dtstart=start)
    last = next(islice(following, MOST_OCCURRENCES, None), None)
    if last is None or last > horizon:
        return Extent(horizon, False)
    return Extent(last - timedelta(microseconds=1), True)


def _parts(rule: str) -> Mapping[str, str]:
    pairs = (part.partition("=") for part in rule.strip().strip(";").split(";"))
    return {name.strip().upper(): value.strip().upper() for name, _, value in pairs}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text[:8], "%Y%m%d") + timedelta(days=1)  # noqa: DTZ007
    except (ValueError, OverflowError):
        return None


def _shows_itself_by_year(parts: Mapping[str, str], start: datetime) -> bool:
    """Whether a rule by months or years names any day: looked for in the last years that a date can have, because the
    library looks until then. The calendar is the same every 400 years."""
    late = start.replace(year=9600 + start.year % 400)
    bare = ";".join(f"{name}={value}" for name, value in parts.items() if name not in ("UNTIL", "COUNT"))
    return next(iter(rrulestr(bare, dtstart=late)), None) is not None


def _shows_itself(frequency: str, interval: int, by: Mapping[str, list[str]], start: date) -> bool:
    """Whether a rule by days or weeks names any day soon: otherwise it would be looked for until the year 9999."""
    months = {_number(month) for month in by.get("BYMONTH", ())}
    days = set(by.get("BYMONTHDAY", ()))
    week = {day[-2:] for day in by.get("BYDAY", ())}
    if not months and not days and (not week or frequency == "WEEKLY"):
        return not week or bool(week & set(WEEKDAYS))
    for step in range(LOOKED_AT):
        try:
            first = start + timedelta(days=step * interval * DAYS[frequency])
        except OverflowError:
            return False
        for one in (first + timedelta(days=n) for n in range(DAYS[frequency])):
            if months and one.month not in months:
                continue
            if (
                days
                and not {str(one.day), f"+{one.day}", str(one.day - 1 - monthrange(one.year, one.month)[1])} & days
            ):
                continue
            if week and WEEKDAYS[one.weekday()] not in week:
                continue
            return True
    return False
