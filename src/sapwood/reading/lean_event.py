"""What recurring-ical-events hands out for each occurrence: here a plain dict, which shares with its series what is
the same; the library copies a whole component each time, which costs more than to find the dates."""

from datetime import date
from functools import cached_property
from typing import Any

from recurring_ical_events.adapters.event import EventAdapter
from recurring_ical_events.selection.name import ComponentsWithName

RULES = frozenset(("RRULE", "RDATE", "EXDATE", "EXRULE", "DURATION"))


class At:
    """A date or moment, as the library's own properties give it."""

    __slots__ = ("dt",)

    def __init__(self, dt: date) -> None:
        self.dt = dt


class LeanEvent(EventAdapter):  # type: ignore[misc]
    """Hands out occurrences as dicts by property name, in capitals."""

    @cached_property
    def _shared(self) -> dict[str, Any]:
        return {name: value for name, value in self._component.items() if name not in RULES}

    def as_component(
        self, start: Any = None, stop: Any = None, keep_recurrence_attributes: bool = True
    ) -> dict[str, Any]:
        begins = At(self.start if start is None else start)
        ends = At(self.end if stop is None else stop)
        return {"RECURRENCE-ID": begins, **self._shared, "DTSTART": begins, "DTEND": ends}


EVENTS = (ComponentsWithName("VEVENT", LeanEvent),)
