"""A few accounts in an order: read whole and sorted here, which is sooner than to walk an index of all accounts until
the few have been met. The orders are those of find_accounts."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet


def few_by_name(rows: QuerySet, down: bool) -> list[int]:
    found = sorted(rows.order_by().values_list("sort_name", "pk"), reverse=down)
    return [pk for _, pk in found]


def few_in_order(
    rows: QuerySet, column: str, place: Callable[[Any], Any], down: bool, then: str | None = None
) -> list[int]:
    """By the place that each value of `column` has, or the other way round; where that is None, at the end either
    way, and what has no value at all behind that. Equals by `then`, the largest first, then by name."""
    read = sorted(rows.order_by().values_list("sort_name", "pk", column, *([then] if then else [])))
    if then:
        read.sort(key=lambda row: (row[3] is None, -(row[3] or 0)))
    known = sorted((row for row in read if place(row[2]) is not None), key=lambda row: place(row[2]), reverse=down)
    rest = sorted((row for row in read if place(row[2]) is None), key=lambda row: row[2] is None)
    return [row[1] for row in (*known, *rest)]
