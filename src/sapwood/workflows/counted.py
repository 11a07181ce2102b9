"""Counts of many rows, and which are the first of them, kept until something is written. Every write leaves an audit
line and every refresh new standings, so what was written last says whether a count still holds; none is kept for
longer than a minute, nor beyond the day on which a cover ends: what it let somebody see goes with it."""

import time
from collections.abc import Callable, Hashable
from typing import TypeVar

from django.db import connection

from sapwood.records.access.models import AuditLine
from sapwood.records.relationships.models import DayItem, Participation, Relationship, Standing
from sapwood.records.relationships.models.cover import day_of_covers

Count = TypeVar("Count")
WRITTEN = (AuditLine, Standing, Participation, Relationship, DayItem)
NEWEST = "SELECT " + ", ".join(f"(SELECT MAX(id) FROM {model._meta.db_table})" for model in WRITTEN)  # noqa: S608
MOST, SECONDS = 1000, 60.0
_kept: dict[Hashable, tuple[float, object]] = {}


class Counts:
    """The counts of one page. `who` names whose they are, and everything else they depend on."""

    def __init__(self, *who: Hashable, beside: "Counts | None" = None):
        """`beside`: others of the same page, which looked already what was written last."""
        self._newest = beside._newest if beside else _newest()
        self._key = (*who, day_of_covers(), *self._newest) if self._newest and self._newest[0] else None

    def __call__(self, what: str, count: Callable[[], Count]) -> Count:
        """What `count` answers, or answered before and nothing was written since."""
        if self._key is None:  # nothing was ever written that would tell
            return count()
        key = (what, *self._key)
        found = _kept.get(key)
        if found is None or found[0] < time.monotonic():
            if len(_kept) >= MOST:
                _kept.clear()
            found = _kept[key] = (time.monotonic() + SECONDS, count())
        return found[1]  # type: ignore[return-value]


def _newest() -> tuple | None:
    with connection.cursor() as cursor:
        cursor.execute(NEWEST)
        return cursor.fetchone()


def forget_counts() -> None:
    _kept.clear()
