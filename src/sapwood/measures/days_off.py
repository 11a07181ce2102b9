"""Which days are off the clock for an account: public holidays where it is, and its own closures.
docs/measures/cadence.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

DAY = timedelta(days=1)
WEEKEND = frozenset({5, 6})  # Saturday and Sunday, where nobody knows better
FIRST, LAST = 1900, 2200  # years that anybody has holidays for
FARTHEST = 4000  # days; no limit reaches farther, however long a firm is closed


@dataclass(frozen=True, slots=True)
class Closure:
    """A firm is closed from `since` to `until`, both included."""

    since: date
    until: date
    why: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """`country` is ISO 3166-1 ("DE"), `subdivision` the part behind the hyphen of ISO 3166-2 ("BY"); both empty where
    nobody said: then there are no holidays, and Saturday and Sunday are the weekend."""

    country: str = ""
    subdivision: str = ""
    closures: tuple[Closure, ...] = ()

    @property
    def plain(self) -> bool:
        """Nothing but weekends is off the clock."""
        return not self.country and not self.closures

    @property
    def weekend(self) -> frozenset[int]:
        return weekend_of(self.country) if self.country else WEEKEND

    def off(self, day: date) -> str:
        """Why the day is off the clock, "" where it counts. A holiday on a weekend takes nothing away."""
        for one in self.closures:
            if one.since <= day <= one.until:
                return one.why or "closed"
        if not self.country or day.weekday() in self.weekend:
            return ""
        return holidays_of(self.country, self.subdivision, day.year).get(day, "")

    def between(self, after: date, to: date) -> list[tuple[date, str]]:
        """The days off after the one and up to the other, each with why; of a longer span, the last FARTHEST days."""
        if self.plain or to <= after:
            return []
        first = max(after, to - FARTHEST * DAY)
        days = (first + n * DAY for n in range(1, (to - first).days + 1))
        return [(day, why) for day in days if (why := self.off(day))]

    def reached(self, last: date, days: int) -> date:
        """The day on which `days` on the clock have gone by since `last`."""
        if self.plain:
            return last + days * DAY
        day, counted = last, 0
        for _ in range(FARTHEST):
            if counted >= days:
                break
            day += DAY
            counted += not self.off(day)
        return day

    def working(self, day: date) -> date:
        """The day itself, or the next that is neither a weekend's nor off."""
        for _ in range(FARTHEST):
            if day.weekday() not in self.weekend and not self.off(day):
                break
            day += DAY
        return day


EVERY_DAY = Calendar()


@lru_cache(maxsize=4096)
def holidays_of(country: str, subdivision: str, year: int) -> Mapping[date, str]:
    """The public holidays of a year by day, in English where the names are known so; none where the country or its
    part is not known. Source: the `holidays` library."""
    import holidays  # half a second, and only where somebody said a country

    if not FIRST <= year <= LAST:
        return {}
    try:
        found = holidays.country_holidays(country, subdiv=subdivision or None, years=year, language="en_US")
    except NotImplementedError:
        return {}
    return dict(found)


@lru_cache(maxsize=512)
def weekend_of(country: str) -> frozenset[int]:
    """Which weekdays (Monday is 0) are the weekend there."""
    import holidays

    try:
        known = holidays.country_holidays(country).weekend
    except NotImplementedError:
        return WEEKEND
    return frozenset(known) or WEEKEND


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """The code of every country whose holidays are known."""
    from holidays.registry import COUNTRIES

    return frozenset(names[1] for names in COUNTRIES.values())


@lru_cache(maxsize=512)
def parts_of(country: str) -> tuple[str, ...]:
    """The codes of its parts that have holidays of their own; none where the country is not known."""
    import holidays

    try:
        return tuple(holidays.country_holidays(country).subdivisions)
    except NotImplementedError:
        return ()
