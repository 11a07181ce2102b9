"""When a meeting took place: from what a file says, or from its name."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
NOON = 12  # of a day whose hour nobody names
_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<s>[-_./ ]?)(?P<m>0[1-9]|1[0-2])(?P=s)(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<!\d)(?P<y2>(?:19|20)\d\d)(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01])(?=\d{4}(?:\d\d)?(?!\d))",
    re.ASCII,
)
_HOUR = re.compile(
    r"(?:\s?at\s|[T _,-]{0,3})(?P<h>[01]\d|2[0-3])[-_.:h]?(?P<m>[0-5]\d)(?:[-_.:]?(?P<s>[0-5]\d))?(?:\.\d{1,9})?"
    r"\s?(?P<z>Z\b|UTC\b|GMT(?![+-])|(?:GMT|UTC)?[+-](?:0?\d|1[0-4])(?::?[0-5]\d)?(?![\d.]))?",
    re.ASCII,
)


def moment(value: object) -> datetime | None:
    """A date and time out of what a file gives for one: text with a date in it, or seconds or milliseconds since
    1970. Aware; one that names no zone is taken as UTC (its `tzinfo` is UTC then, see `zone_told`)."""
    with suppress(ValueError, OverflowError, OSError):
        if isinstance(value, bool):
            return None
        if isinstance(value, int | float) or (isinstance(value, str) and re.fullmatch(r"\d{9,14}(\.\d+)?", value)):
            number = float(value)
            number = number / 1000 if number > 1e11 else number
            return datetime.fromtimestamp(number, UTC) if number > 3e8 else None
        if isinstance(value, str):
            return dated(value[:300])
    return None


def dated(text: str) -> datetime | None:
    """The first full date in `text` with the time after it: "GMT20240503-130000", "2024-05-03 at 06:30 GMT-7",
    "20240503_130012UTC". Noon where there is no time."""
    for day in _DAY.finditer(text):
        year, month, date = (day["y"], day["m"], day["d"]) if day["y"] else (day["y2"], day["m2"], day["d2"])
        hour = _HOUR.match(text, day.end())
        with suppress(ValueError, OverflowError):
            if hour is None:
                return datetime(int(year), int(month), int(date), NOON, tzinfo=UTC)
            clock = int(hour["h"]), int(hour["m"]), int(hour["s"] or 0)
            return datetime(int(year), int(month), int(date), *clock, tzinfo=_zone(hour["z"] or ""))
    return None


def named_day(where: str) -> datetime | None:
    """The date in a file's name; failing that, in the name of the nearest folder or archive around it."""
    parts = where.split("/")
    found = (dated(part) for part in reversed(parts[-20:]))
    return next(filter(None, found), None) or dated(where[-300:])


def _zone(text: str) -> timezone:
    shift = re.search(r"([+-])(\d{1,2}):?(\d\d)?$", text)
    if not shift:
        return UTC
    minutes = int(shift[2]) * 60 + int(shift[3] or 0)
    return timezone(timedelta(minutes=minutes if shift[1] == "+" else -minutes))
