"""What all tellings of an event that count say together, written to the event; and the accounts whose day that
changes."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sapwood.facts.case import Case
from sapwood.facts.course import course_of, joined
from sapwood.reading.table.vocabulary import squeezed
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Outdated
from sapwood.records.service.models import EventProduct, ServiceEvent, Telling

from ..outdated import outdate_all
from .affected import affected_by
from .batches import batches
from .told import case_of

MANY = 2000  # events: beyond it, measuring everything costs little more than asking whom each affects
HEADER = ("status", "impact", "priority", "opened", "opened_said", "changed", "resolved", "over", "reopened")
WHOSE = ("asker", "organisation", "about")
Named = dict[str, str]  # a product, as EventProduct has it


def describe(event: Any, case: Case) -> list[Named]:
    """Writes to `event`, an unsaved ServiceEvent or what becomes a row of it, what `case` says; the products it
    names."""
    course = course_of(case)
    event.status = (course.status or case.status)[:200]
    event.impact, event.priority, event.about = case.impact[:200], case.priority[:100], case.about[:100]
    event.opened, event.opened_said, event.changed = course.opened, course.said, course.changed
    event.resolved, event.over, event.reopened = course.resolved, course.over, course.reopened
    found = dict.fromkeys((name[:200], key) for name in case.products for key in keys_of(name))
    return [{"name": name, "name_key": key} for name, key in found]


def keys_of(name: str) -> Iterator[str]:
    """By which names a holding is known to be what a component is, or is a part of."""
    parts = [name]
    for sign in (" - ", " – ", " / ", ": ", " ("):
        parts.append(name.partition(sign)[0])
    for part in dict.fromkeys(parts):
        if key := squeezed(part)[:200]:
            yield key


def settle(events: Iterable[int]) -> None:
    """Within the caller's transaction. Events that no telling speaks of stay as they are, unseen."""
    for some in batches(events):
        found = ServiceEvent.objects.in_bulk(some)
        told: dict[int, list[Telling]] = {}
        for telling in Telling.objects.counting().filter(event__in=some).order_by("of", "pk"):
            told.setdefault(telling.event_id, []).append(telling)
        products = []
        for number, several in told.items():
            event = found[number]
            case = joined(case_of(one, event) for one in several)
            event.asker = int(case.asker) if case.asker else None
            event.organisation_id = int(case.domain) if case.domain else None
            products += [EventProduct(event=event, **named) for named in describe(event, case)]
        settled = [found[number] for number in told]
        ServiceEvent.objects.bulk_update(settled, [*HEADER, *WHOSE])
        EventProduct.objects.filter(event__in=list(told)).delete()
        EventProduct.objects.bulk_create(products)


def settle_import(running: Import, known: Collection[int] | None = None) -> None:
    """Once an import counts, or no longer does: in the transaction that says so. `known` are its events that another
    import told of before (all, where nobody says which)."""
    mine = ServiceEvent.objects.filter(pk__in=Telling.objects.filter(of=running).values("event"))
    settle(mine.values_list("pk", flat=True) if known is None else known)
    outdate_affected(mine.values_list("pk", flat=True))


def outdate_affected(events: Collection[int]) -> None:
    """The day is planned anew for whom these affect."""
    some = list(events[: MANY + 1])
    if len(some) > MANY:
        outdate_all()
        return
    whom = {number for found in affected_by(some).values() for number in found}
    Outdated.objects.bulk_create(Outdated(organisation_id=number) for number in sorted(whom))
