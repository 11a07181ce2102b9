"""Sentences of a day with the event's own title, for who may read it. What is saved names its number alone: a day is
planned once for all who see the account."""

from collections.abc import Iterable

from sapwood.records.access.models import User
from sapwood.records.relationships.models import DayItem
from sapwood.records.service.models import ServiceEvent

from .due import name_of
from .words import titles_of


def give_titles(user: User, items: Iterable[DayItem]) -> None:
    """Writes to the items, unsaved: "Affected by “The mill stands still” since 3 June …"."""
    about = {item: item.service_events[0] for item in items if item.service_events}
    rows = ServiceEvent.objects.filter(kind=ServiceEvent.Kind.EVENT)  # a ticket is called by its number
    events = rows.in_bulk(set(about.values())) if about else {}
    titles = titles_of(user, list(events.values()))
    for item, number in about.items():
        if title := titles.get(number):
            name = name_of(events[number])
            for written in (name, name[:1].upper() + name[1:]):
                item.why = item.why.replace(written, f"“{title}”", 1)
