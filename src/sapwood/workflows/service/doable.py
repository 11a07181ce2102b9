"""What of a day can be done now: calls for which it is not yet time stand below, each with when it will be."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sapwood.planning.hours import Window, opening, waits
from sapwood.planning.today import Item
from sapwood.records.relationships.models import DayItem


def as_saved(item: Item) -> dict[str, Any]:
    """For DayItem.hours; empty where any hour counts."""
    if not item.hours:
        return {}
    return {"zone": item.zone, "open": [[since.isoformat(), until.isoformat()] for since, until in item.hours]}


def opens(hours: Mapping[str, Any], now: datetime) -> datetime | None:
    """From when on it can be done, None where it can be now."""
    return opening(_windows(hours), now) if hours else None


def doable_first(rows: Iterable[tuple[int, Mapping[str, Any]]], now: datetime) -> list[int]:
    """Numbers of items, as they came, but what cannot be done yet after what can."""
    return [
        pk for _, pk in sorted(((opens(hours, now) is not None, pk) for pk, hours in rows), key=lambda one: one[0])
    ]


def give_hours(items: Iterable[DayItem], now: datetime) -> None:
    """Writes to the items, unsaved, when it will be time: "From 9:00 in Lisbon, in 2 h 50 min." """
    for item in items:
        when = opens(item.hours, now)
        item.waits = waits(when, item.hours["zone"], now) if when else ""


def item_waits(item: Item, now: datetime) -> str:
    when = opening(item.hours, now)
    return waits(when, item.zone, now) if when else ""


def _windows(hours: Mapping[str, Any]) -> list[Window]:
    return [(datetime.fromisoformat(since), datetime.fromisoformat(until)) for since, until in hours["open"]]
