"""In which time zone a country is, where it has one that nearly everybody there lives by."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# Countries with several zones of which one is the capital's and most people's. Source: Unicode CLDR, primaryZones.
PRIMARY = {
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
}
WINTER, SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


def zone_of(country: str) -> str:
    """The IANA name of the zone of an ISO 3166-1 country ("PT": "Europe/Lisbon"); "" where there are several and
    none is nearly everybody's, or the country is not known. Source: zone.tab of the IANA time zone database."""
    zones = _zones().get(country, ())
    if country in PRIMARY:
        return PRIMARY[country]
    return zones[0] if zones and len({_offsets(zone) for zone in zones}) == 1 else ""


def is_zone(name: str) -> bool:
    try:
        return bool(name) and ZoneInfo(name) is not None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def place(zone: str) -> str:
    """ "Lisbon" of "Europe/Lisbon"."""
    return zone.rpartition("/")[2].replace("_", " ")


def at(when: datetime) -> str:
    """ "21:30 in Lisbon", "21:30 UTC": for readers who may be elsewhere. `when` is in a zone with a name."""
    zone = getattr(when.tzinfo, "key", "UTC")
    return f"{when:%H:%M} in {place(zone)}" if "/" in zone else f"{when:%H:%M} {zone}"


@lru_cache(maxsize=1)
def _zones() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text().splitlines():
        if not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            found[country] = (*found.get(country, ()), zone)
    return found


@lru_cache(maxsize=512)
def _offsets(zone: str) -> tuple[timedelta | None, timedelta | None]:
    there = ZoneInfo(zone)
    return WINTER.astimezone(there).utcoffset(), SUMMER.astimezone(there).utcoffset()
