"""Days and hours in a sentence, in English and German: "yesterday", "by Friday", "in zwei Wochen", "at 3 pm"."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from .numbers import NUMBER, number_in

PAST, FUTURE = -1, 1
WEEKDAYS = (
    *(("monday", "montag"), ("tuesday", "dienstag"), ("wednesday", "mittwoch"), ("thursday", "donnerstag")),
    *(("friday", "freitag"), ("saturday", "samstag", "sonnabend"), ("sunday", "sonntag")),
)
SHORT = ("mon", "tue|tues", "wed", "thu|thur|thurs", "fri", "sat", "sun")
MONTHS = (
    *("jan(?:uary|uar)?|jänner", "feb(?:ruary|ruar)?", "mar(?:ch)?|märz", "apr(?:il)?", "may|mai", "june?|juni"),
    *("july?|juli", "aug(?:ust)?", "sept?(?:ember)?", "o[ck]t(?:ober)?", "nov(?:ember)?", "de[cz](?:ember)?"),
)
LEAD = r"(?:(?P<lead>by|on|until|till|before|due|bis|am|zum|vor dem|ab|from|latest|spätestens)\s+){0,2}"
WORDS_FOR = {name: number for number, names in enumerate(WEEKDAYS) for name in names}
WORDS_FOR |= {name: number for number, names in enumerate(SHORT) for name in names.split("|")}
LONG_DAY = "|".join(name for names in WEEKDAYS for name in names)
ANY_DAY = f"{LONG_DAY}|{'|'.join(SHORT)}"
MONTH = "|".join(MONTHS)
HOUR = (
    r"(?:at|um|gegen|around)\s+(?P<hour>\d{1,2})(?:[:.](?P<hourm>\d\d))?"
    r"\s*(?P<hourh>am|pm|a\.m\.|p\.m\.|o['’]clock|uhr|h)?"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A day or an hour of the day, from `start` to `end` of the text. `side` says which way it looks by its own words
    (PAST or FUTURE), 0 where that is for the sentence to tell."""

    start: int
    end: int
    day: date | None
    at: time | None = None
    side: int = 0


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){LEAD}(?:{pattern})(?!\w)", re.IGNORECASE)


PART, TEIL = "(?:morning|afternoon|evening)", "(?:früh|morgen|abend|nachmittag)"
FIXED = (
    (_rule(r"the day before yesterday|vorgestern"), -2),
    (
        _rule(
            r"yesterday(?: (?:morning|afternoon|evening))?|last night|gestern(?: (?:früh|morgen|abend|nachmittag))?"
        ),
        -1,
    ),
    (_rule(r"the day after tomorrow|übermorgen"), 2),
    (
        _rule(
            r"today|tonight|this (?:morning|afternoon|evening)|just now|heute(?: (?:früh|morgen|abend|nachmittag))?"
        ),
        0,
    ),
    (_rule(rf"tomorrow(?: {PART})?|morgen(?: {TEIL})?"), 1),
)
AGO = _rule(
    rf"(?P<n>{NUMBER})\s+(?P<unit>day|week|month)s?\s+ago|vor\s+(?P<n2>{NUMBER})\s+(?P<unit2>tag|woche|monat)e?n?"
)
AHEAD = _rule(
    rf"(?:in|within|innerhalb von|binnen)\s+(?P<n>{NUMBER})\s+(?P<unit>day|week|month|tag|woche|monat)(?:s|e?n?)"
)
PERIOD = _rule(
    r"(?:the\s+)?(?P<end>end of|ende|eo)\s*(?:(?:the|this|der|des|dieser)\s+)?(?P<next>next\s+|nächste[rsn]?\s+)?"
    r"(?P<unit>week|month|year|woche|monats?|jahres?|w|m|y)"
    r"|(?P<next2>next|nächste[nrs]?|kommende[nrs]?)\s+(?P<unit2>week|month|year|woche|monat|jahr)"
    r"|(?P<month>monatsende)"
)
WEEKDAY = re.compile(
    rf"(?<!\w){LEAD}(?P<which>last|next|this|coming|letzten|nächsten|diesen|kommenden)?\s*(?<!\w)(?P<day>{ANY_DAY})"
    r"(?P<week>\s+(?:next week|nächste woche))?(?!\w)",
    re.IGNORECASE,
)
ISO = _rule(r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)")
DOTTED = re.compile(rf"(?<![\w.]){LEAD}(?P<d>\d\d?)\.(?P<m>\d\d?)(?:\.(?P<y>\d{{4}}|\d\d)?|$)(?!\d)", re.IGNORECASE)
DAY_FIRST = _rule(
    rf"(?:the\s+)?(?P<d>\d\d?)(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<m>{MONTH})\.?(?:,?\s+(?P<y>\d{{4}}))?"
)
MONTH_FIRST = _rule(rf"(?P<m>{MONTH})\.?\s+(?P<d>\d\d?)(?:st|nd|rd|th)?(?:,?\s+(?P<y>\d{{4}}))?(?!\d|:)")
AT = re.compile(rf"(?<!\w){HOUR}(?!\w)", re.IGNORECASE)


def days_in(text: str, today: date, side: int = 0) -> list[Found]:
    """Every day and hour that `text` names, said on `today`, from left to right and none within another. `side` is
    the way a mere "Friday" or "3 May" looks where its own words do not say."""
    found = sorted(_all(text, today, side), key=lambda one: (one.start, -one.end))
    kept: list[Found] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _all(text: str, today: date, side: int) -> Iterator[Found]:
    for rule, shift in FIXED:
        for hit in rule.finditer(text):
            yield Found(*hit.span(), _plus(today, shift), None, (shift > 0) - (shift < 0))
    for hit in AGO.finditer(text):
        n, unit = number_in(hit["n"] or hit["n2"]), (hit["unit"] or hit["unit2"]).lower()
        yield Found(*hit.span(), _moved(today, -n, unit), None, PAST)
    for hit in AHEAD.finditer(text):
        yield Found(*hit.span(), _moved(today, number_in(hit["n"]), hit["unit"].lower()), None, FUTURE)
    for hit in PERIOD.finditer(text):
        yield Found(*hit.span(), _period(hit, today), None, FUTURE)
    for hit in WEEKDAY.finditer(text):
        if (one := _weekday(hit, today, side)) is not None:
            yield one
    for rule in (ISO, DOTTED, DAY_FIRST, MONTH_FIRST):
        for hit in rule.finditer(text):
            if (day := _date(hit, today, _side(hit, side))) is not None:
                yield Found(*hit.span(), day, None, _side(hit, 0))
    for hit in AT.finditer(text):
        if (at := _hour(hit)) is not None:
            yield Found(*hit.span(), None, at)


def _weekday(hit: re.Match[str], today: date, side: int) -> Found | None:
    name, which = hit["day"].lower(), (hit["which"] or "").lower()
    if name not in LONG_DAY.split("|") and not (which or hit["lead"]):
        return None  # "sat" and "sun" are words too
    number = WORDS_FOR[name]
    ahead, back = (number - today.weekday()) % 7, (today.weekday() - number) % 7
    if hit["week"] or which in ("next", "nächsten"):
        day = _plus(today, 7 - today.weekday() + number)
        return Found(*hit.span(), day, None, FUTURE)
    if which in ("last", "letzten"):
        return Found(*hit.span(), _plus(today, -(back or 7)), None, PAST)
    own = _side(hit, FUTURE if which else 0)
    looks = own or side
    if looks == FUTURE:
        return Found(*hit.span(), _plus(today, ahead or (0 if which else 7)), None, own)
    return Found(*hit.span(), _plus(today, -back), None, own)


def _side(hit: re.Match[str], side: int) -> int:
    lead = (hit["lead"] or "").lower()
    return FUTURE if lead in ("by", "until", "till", "before", "due", "bis", "latest", "spätestens") else side


def _moved(day: date, n: int, unit: str) -> date:
    n = max(-3650, min(3650, n))
    if unit.startswith("mon"):
        months = day.year * 12 + day.month - 1 + n
        year, month = divmod(months, 12)
        return _safe(year, month + 1, day.day)
    return _plus(day, n * (7 if unit.startswith("w") else 1))


def _plus(day: date, days: int) -> date:
    """No further than dates go."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def _safe(year: int, month: int, day: int) -> date:
    year = max(1, min(9999, year))
    return date(year, month, min(day, monthrange(year, month)[1]))


def _period(hit: re.Match[str], today: date) -> date:
    unit = (hit["unit"] or hit["unit2"] or "month").lower()
    later = 1 if hit["next"] or hit["next2"] else 0
    if unit.startswith("w"):  # its Friday, or where only the week is named its Monday
        return _plus(today, 7 * later - today.weekday() + (4 if hit["end"] else 0))
    if unit.startswith(("y", "j")):
        return date(min(today.year + later, 9999), 12, 31) if hit["end"] else _safe(today.year + later, 1, 1)
    month = _moved(today.replace(day=1), later, "month")
    return _safe(month.year, month.month, 31 if hit["end"] or hit["month"] else 1)


def _date(hit: re.Match[str], today: date, side: int) -> date | None:
    named = hit["m"].lower()
    month = int(named) if named.isdecimal() else next(n for n, m in enumerate(MONTHS, 1) if re.fullmatch(m, named))
    said = int(hit["y"]) if hit["y"] else None
    if said is not None:
        years: tuple[int, ...] = (said + 2000 if said < 100 else said,)
    else:
        years = (today.year - 1, today.year, today.year + 1)
    near = [day for year in years if (day := _day_of(year, month, int(hit["d"]))) is not None]
    if said is None and side:
        near = [day for day in near if (day >= today if side == FUTURE else day <= today)]
    return min(near, key=lambda day: abs((day - today).days), default=None)


def _day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _hour(hit: re.Match[str]) -> time | None:
    hour, minute, half = int(hit["hour"]), int(hit["hourm"] or 0), (hit["hourh"] or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    elif not half and not hit["hourm"] and not 7 <= hour <= 20:
        hour += 12 if 0 < hour < 7 else 0
    return time(hour, minute) if hour < 24 and minute < 60 else None
