"""What is off the clock for an account in the months around today, and where it may be, for a page that asks."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sapwood.measures.days_off import Calendar, parts_of, places
from sapwood.measures.days_off import Closure as Closed
from sapwood.reading.table.known_words import countries
from sapwood.records.access.models import User
from sapwood.records.relationships.models import Closure, Relationship

from .permission import require

BEFORE, AFTER = timedelta(days=60), timedelta(days=180)
ENDINGS = {"UK": "GB", "EU": ""}  # of domains, where they are not the country's code


@dataclass(frozen=True)
class DaysOff:
    """`offered` is the country that their domains end in, where nobody said one: for a person to accept."""

    country: str
    subdivision: str
    offered: str
    parts: tuple[str, ...]
    around: list[tuple[date, str]]
    closures: list[Closure]


def days_off(user: User, relationship: Relationship, as_of: date) -> DaysOff:
    """Raises Refused."""
    require(user, "see", relationship)
    firm = relationship.organisation
    closures = list(firm.closures.filter(ended=None, until__gte=as_of - BEFORE).select_related("by"))
    closed = tuple(Closed(one.since, one.until, one.why) for one in closures)
    calendar = Calendar(firm.country, firm.subdivision, closed)
    return DaysOff(
        country=firm.country,
        subdivision=firm.subdivision,
        offered="" if firm.country else _ending(firm.domains.values_list("name", flat=True)),
        parts=parts_of(firm.country) if firm.country else (),
        around=calendar.between(as_of - BEFORE, as_of + AFTER),
        closures=closures,
    )


@cache
def country_names() -> dict[str, str]:
    """English names of the countries whose holidays are known, by code."""
    named: dict[str, str] = {}
    for name, code in countries().values():
        named.setdefault(code.upper(), name)
    return {code: named.get(code, code) for code in places()}


def _ending(domains) -> str:
    endings = {domain.rpartition(".")[2].upper() for domain in domains}
    found = {ENDINGS.get(ending, ending) for ending in endings} & places()
    return found.pop() if len(found) == 1 else ""
