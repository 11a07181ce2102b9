"""How guests' pages and downloads say numbers and days. Unknown is "unknown", never 0."""

from datetime import date, datetime

from django.utils import timezone


def count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def long_day(when: date | datetime | None) -> str:
    """ "4 May 2026": a guest may read it in any year."""
    if when is None:
        return "unknown"
    if isinstance(when, datetime):
        when = timezone.localtime(when).date()
    return f"{when.day} {when:%B %Y}"
