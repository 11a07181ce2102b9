"""Whom service events affect, and why: a ticket of theirs, something they have from us, or a colleague's word."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q

from sapwood.records.directory.models import Address, Organisation
from sapwood.records.service.models import AffectedSaid, EventProduct, ServiceEvent
from sapwood.records.trade.models import Holding

AFTERWARDS = timedelta(days=1)  # a ticket about it may come after it is over
BATCH = 500
Kind = ServiceEvent.Kind


@dataclass
class Affected:
    """Why one organisation is affected: `tickets` of theirs (numbers of events), what they hold, who said so.
    `opened_it`: the event is itself their ticket. `reported`: when they last wrote a ticket about it."""

    organisation: int
    opened_it: bool = False
    reported: datetime | None = None
    tickets: list[int] = field(default_factory=list)
    holds: list[Holding] = field(default_factory=list)
    said: AffectedSaid | None = None

    @property
    def follows(self) -> bool:
        """Whether it follows from what was imported, whatever anybody says."""
        return self.opened_it or bool(self.tickets or self.holds)

    @property
    def counts(self) -> bool:
        return self.said.affected if self.said else self.follows


By = dict[int, dict[int, Affected]]  # event → organisation → why


def affected_by(events: Collection[int]) -> By:
    """Those who count as affected, by event."""
    return {
        event: {number: why for number, why in found.items() if why.counts}
        for event, found in all_reasons(events).items()
    }


def all_reasons(events: Collection[int]) -> By:
    """Also of those whom a colleague has said not to be affected."""
    found: By = {number: {} for number in events}
    for some in _batches(list(events)):
        rows = list(ServiceEvent.objects.filter(pk__in=some))
        opened = {row.pk: row.opened for row in rows}
        of_tickets = _accounts_of(row for row in rows if row.kind == Kind.TICKET)
        for number, organisation in of_tickets.items():
            why = _why(found, number, organisation)
            why.opened_it, why.reported = True, opened[number]
        others = [row for row in rows if row.kind == Kind.EVENT]
        if others:
            _about(found, others)
        for said in AffectedSaid.objects.standing().filter(event__in=some).select_related("by"):
            _why(found, said.event_id, said.organisation_id).said = said
    home = set(Organisation.objects.filter(home=True).values_list("pk", flat=True))
    return {
        event: {number: why for number, why in several.items() if number not in home}
        for event, several in found.items()
    }


def accounts_of(tickets: Iterable[ServiceEvent]) -> dict[int, int]:
    return _accounts_of(tickets)


def _accounts_of(tickets: Iterable[ServiceEvent]) -> dict[int, int]:
    """The organisation of each ticket: of who opened it, else of whom it names."""
    rows = list(tickets)
    askers: dict[int, int] = {}
    for some in _batches([row.asker for row in rows if row.asker]):
        known = Address.objects.filter(key__in=some).exclude(organisation=None)
        askers.update(known.values_list("key", "organisation_id"))
    found = {row.pk: askers.get(row.asker) or row.organisation_id for row in rows}
    return {number: organisation for number, organisation in found.items() if organisation}


def _about(found: By, events: list[ServiceEvent]) -> None:
    """Tickets that name an event, or its product while it lasts; and holdings of its products."""
    keys: defaultdict[str, set[int]] = defaultdict(set)
    named = EventProduct.objects.filter(event__in=[one.pk for one in events])
    for event, key in named.values_list("event_id", "name_key"):
        keys[key].add(event)
    by_number = {one.pk: one for one in events}
    for key_batch in _batches(sorted(keys)):
        for holding in Holding.objects.present().filter(name_key__in=key_batch).select_related("sheet"):
            for event in keys[holding.name_key]:
                if _held(holding, by_number[event]):
                    _why(found, event, holding.organisation_id).holds.append(holding)
    _tickets(found, events, keys)


def _held(holding: Holding, event: ServiceEvent) -> bool:
    """Whether they had it when it began; what is installed stays so when a contract ends."""
    if holding.until is None or event.opened is None or holding.kind == Holding.Kind.INSTALLED:
        return True
    return holding.until >= event.opened.date()


def _tickets(found: By, events: list[ServiceEvent], keys: dict[str, set[int]]) -> None:
    begun = [one.opened for one in events if one.opened]
    if not begun:
        return
    numbers = {one.number: one for one in events}
    by_number = {one.pk: one for one in events}
    written = ServiceEvent.objects.present().filter(kind=Kind.TICKET)
    alike: defaultdict[int, set[int]] = defaultdict(set)  # ticket → events
    tickets: dict[int, ServiceEvent] = {}
    for some in _batches(sorted(keys)):
        about = EventProduct.objects.filter(name_key__in=some)
        near = written.filter(pk__in=about.values("event"), opened__gte=min(begun))
        known = {row.pk: row for row in near}
        for event, key in about.filter(event__in=near.values("pk")).values_list("event_id", "name_key"):
            for number in keys[key]:
                if event in known and _while(known[event], by_number[number]):
                    alike[event].add(number)
        tickets |= known
    for some in _batches(sorted(numbers)):
        for row in written.filter(~Q(about=""), about__in=some):
            tickets[row.pk] = row
            alike[row.pk].add(numbers[row.about].pk)
    of = _accounts_of(tickets[number] for number in alike)
    for ticket, several in alike.items():
        for event in several if ticket in of else ():
            why = _why(found, event, of[ticket])
            if ticket not in why.tickets:
                why.tickets.append(ticket)
                wrote = (why.reported, tickets[ticket].opened)
                why.reported = max((one for one in wrote if one), default=None)


def _while(ticket: ServiceEvent, event: ServiceEvent) -> bool:
    if event.opened is None or ticket.opened is None or ticket.opened < event.opened:
        return False
    return event.resolved is None or ticket.opened <= event.resolved + AFTERWARDS


def _why(found: By, event: int, organisation: int) -> Affected:
    return found[event].setdefault(organisation, Affected(organisation))


def _batches(items: list) -> Iterable[list]:
    return (items[at : at + BATCH] for at in range(0, len(items), BATCH))
