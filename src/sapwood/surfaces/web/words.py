"""How pages say numbers, days and counts. Unknown is said as "unknown", never as 0."""

from datetime import date, datetime, timedelta

from django.utils import timezone

SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
UNKNOWN = "unknown"


def count(number: int, one: str, many: str = "") -> str:
    """ "1 account", "43 accounts"; thousands are set apart."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def spelled(number: int) -> str:
    return SMALL[number] if 0 <= number < len(SMALL) else f"{number:,}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def days(number: float | None) -> str:
    if number in (None, ""):  # templates say "" where there is no standing
        return UNKNOWN
    whole = round(number)
    return "under 1 day" if 0 < number < 0.5 else count(whole, "day")


def percent(share: float | None) -> str:
    if share in (None, ""):
        return UNKNOWN
    if 0 < share < 0.005:
        return "under 1\u00a0%"
    if 0.995 < share < 1:
        return "over 99\u00a0%"
    return f"{share:.0%}".replace("%", "\u00a0%")


def usual(gap: list[float] | None) -> str:
    """ "every 9 days (6 to 14)" of [p10, p50, p90]."""
    if not gap:
        return UNKNOWN
    low, middle, high = (max(round(g), 1) for g in gap)
    every = "every day" if middle == 1 else f"every {middle} days"
    return every if low == high else f"{every} ({low} to {high})"


def day(when: date | datetime | None, as_of: date | None = None) -> str:
    """ "4 May" in the year of `as_of`, "4 May 2024" in any other; a moment is taken in the reader's zone."""
    if when in (None, ""):
        return UNKNOWN
    if isinstance(when, datetime):
        when = timezone.localtime(when).date()
    short = f"{when.day} {when:%b}"
    return short if as_of and when.year == as_of.year else f"{short} {when.year}"


def until(when: date, as_of: date) -> str:
    """ "tomorrow", "Thursday" within a week, else the day."""
    if when <= as_of + timedelta(days=1):
        return "tomorrow" if when > as_of else "today"
    return f"{when:%A}" if when < as_of + timedelta(days=7) else day(when, as_of)


def listed(parts: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""
