"""Dates as tables write them: ISO, European, American, with months by name, as Excel's serial numbers."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from sapwood.reading.dates import MONTHS as ENGLISH

from .decided import Decided

DMY, MDY, YMD, SERIAL = "day.month.year", "month/day/year", "year-month-day", "serial"
STYLES = (DMY, MDY, YMD, SERIAL)
OTHERS = (
    "januar jänner janvier enero januari gennaio",
    "februar feber février fevrier febrero febbraio févr feb fév",
    "märz maerz mrz mars marzo maart mär",
    "april avril abril aprile avr abr",
    "mai mayo maggio mei",
    "juni juin junio giugno",
    "juli juillet julio luglio juil",
    "august août aout agosto augustus ago",
    "september septembre septiembre settembre sept set",
    "oktober octobre octubre ottobre okt",
    "november novembre noviembre",
    "dezember décembre decembre diciembre dicembre dez déc dic",
)
MONTHS = ENGLISH | {name: number for number, names in enumerate(OTHERS, 1) for name in names.split()}
NUMERIC = re.compile(r"(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,4})\.?(?:(?:T|,?\s+)(.+))?", re.IGNORECASE)
COMPACT = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
NAMED = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(?:(\d{1,2})(?:\.|st|nd|rd|th)?[\s-](?:de\s)?([^\W\d_]+)\.?[\s,-]+(?:de\s)?|"
    r"([^\W\d_]+)\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s)(\d{2,4})(?:,?\s+(.+))?", re.IGNORECASE
)  # fmt: skip
CLOCK = re.compile(
    r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?(?:\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d))?",
    re.IGNORECASE,
)
SERIALS = (10_000, 80_000)  # 1927 to 2119
EXCEL = date(1899, 12, 30)
EARLIEST, LATEST = 1900, 2199

Moment = date | datetime


def decide_days(values: Iterable[str]) -> Decided:
    """How a column writes its dates, from all its values. Where each could be both European and American, `asked` is
    true; values that can only be one of them decide for the rest."""
    only: dict[str, list[str]] = {style: [] for style in STYLES}
    open_ones: list[str] = []
    unread = 0
    dots = 0
    for value in values if isinstance(values, set | frozenset | dict) else set(values):
        if not value:
            continue
        numeric = NUMERIC.fullmatch(value) if len(value) < 60 else None
        if numeric is None:
            if read_day(value, SERIAL if _serial(value) else YMD) is None:
                unread += 1
            elif _serial(value):
                only[SERIAL].append(value)
            continue
        fits = [style for style in (DMY, MDY, YMD) if _numeric(*numeric.group(1, 2, 3, 4), style) is not None]
        if not fits:
            unread += 1
        elif len(fits) == 1:
            only[fits[0]].append(value)
        elif numeric[2] == ".":
            dots += 1
        elif numeric[1] != numeric[3]:
            open_ones.append(value)
    if only[DMY] and only[MDY]:
        both = (min(only[DMY]), min(only[MDY]))
        why = f"Some dates can only be European ({both[0]}), some only American ({both[1]})."
        return Decided(DMY if len(only[DMY]) >= len(only[MDY]) else MDY, True, why, both, unread)
    for style, name in ((DMY, "the day"), (MDY, "the month")):
        if only[style]:
            return Decided(style, False, f"{min(only[style])} can only begin with {name}.", (), unread)
    if dots:
        return Decided(DMY, False, "Dates with points begin with the day.", (), unread)
    if open_ones:
        least = min(open_ones)
        why = f"{least} may be {_long(least, DMY)} or {_long(least, MDY)}; no date in this column tells."
        return Decided(DMY, True, why, tuple(sorted(open_ones)[:3]), unread)
    if only[SERIAL] and not only[YMD]:
        return Decided(SERIAL, False, f"{min(only[SERIAL])} is a day as a spreadsheet counts it.", (), unread)
    return Decided(YMD, False, "The dates tell by themselves.", (), unread)


def without_clock(value: str) -> str:
    """The day alone of a date in figures with a time of day behind it: of a million moments there are few."""
    if value[10:11] == "T":
        return value[:10]
    day, _, clock = value.partition(" ")
    return day if ":" in clock and len(day) > 5 and day[0].isdigit() else value


def read_day(text: str, style: str = YMD) -> date | None:
    """The day a cell names (whatever the time beside it); None where it names none."""
    found = read_moment(text, style)
    return found.date() if isinstance(found, datetime) else found


def read_moment(text: str, style: str = YMD) -> Moment | None:
    """A date, or where there is a time of day too a datetime: in UTC where a zone stands beside it, else naive.

    What can be read in one way alone is, whatever the column's `style` (one of STYLES); the style decides "3/4/2020".
    """
    if len(text) == 10 and text[4] == "-" == text[7]:
        try:
            found = date.fromisoformat(text)
            return found if EARLIEST <= found.year <= LATEST else None
        except ValueError:
            pass
    if not text or len(text) >= 60:
        return None
    if numeric := NUMERIC.fullmatch(text):
        first, sign, second, third, clock = numeric.groups()
        day_in = _in_any(first, sign, second, third, style)
        return _with_clock(day_in, clock) if day_in else None
    if COMPACT.fullmatch(text):
        return _day(int(text[:4]), int(text[4:6]), int(text[6:]))
    if style == SERIAL and _serial(text):
        whole, _, part = text.partition(".")
        day = EXCEL + timedelta(days=int(whole))
        return datetime.combine(day, time()) + timedelta(days=float(f"0.{part}")) if part.strip("0") else day
    if named := NAMED.fullmatch(text):
        day_of, month, month_us, day_us, year, clock = named.groups()
        number = MONTHS.get((month or month_us).lower())
        day_read = number and _day(_year(year), number, int(day_of or day_us))
        return _with_clock(day_read, clock) if day_read else None
    return None


@lru_cache(maxsize=8192)  # the days of a table are few, and each is asked about in every style
def _in_any(first: str, sign: str, second: str, third: str, style: str) -> date | None:
    styles = (style, DMY, MDY, YMD)
    days = (_numeric(first, sign, second, third, one) for one in styles if one != SERIAL)
    return next((day for day in days if day is not None), None)


@lru_cache(maxsize=8192)
def _numeric(first: str, sign: str, second: str, third: str, style: str) -> date | None:
    if style == YMD:
        return _day(int(first), int(second), int(third)) if len(first) == 4 and len(third) <= 2 else None
    if len(first) > 2 or len(third) not in (2, 4) or (style == MDY and sign == "."):
        return None
    day, month = (first, second) if style == DMY else (second, first)
    return _day(_year(third), int(month), int(day))


def _year(text: str) -> int:
    """Of two digits, those to 68 are this century's, as POSIX has it."""
    year = int(text)
    return year if len(text) > 2 else year + (2000 if year < 69 else 1900)


def _day(year: int, month: int, day: int) -> date | None:
    if not EARLIEST <= year <= LATEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _serial(text: str) -> bool:
    whole, _, part = text.partition(".")
    fits = whole.isdecimal() and len(whole) == 5 and SERIALS[0] <= int(whole) <= SERIALS[1]
    return fits and (not part or (part.isdecimal() and len(part) <= 15))


def _with_clock(day: date, text: str | None) -> Moment | None:
    if not text:
        return day
    clock = _clock(text)
    if clock is None:
        return None
    hour, minute, second, away = clock
    when = datetime.combine(day, time(hour, minute, second))
    return when if away is None else when.replace(tzinfo=UTC) - away


@lru_cache(maxsize=8192)
def _clock(text: str) -> tuple[int, int, int, timedelta | None] | None:
    """Hour, minute, second, and how far from UTC; None where no zone is named, and for what is no time."""
    found = CLOCK.fullmatch(text.strip())
    if not found:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if half := (found[4] or "").lower()[:1]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    zone = found[5]
    if not zone:
        return hour, minute, second, None
    if zone[0] not in "+-":
        return hour, minute, second, timedelta()
    away = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]) if len(zone) > 3 else 0)
    return hour, minute, second, away if zone[0] == "+" else -away


def _long(text: str, style: str) -> str:
    found = read_day(text, style)
    return f"{found.day} {found:%B %Y}" if found else text
