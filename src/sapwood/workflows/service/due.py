"""Service events that are, or may be, a reason to be in touch on a day, as plain values for planning."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from sapwood.planning.service import STALE_DAYS, TELL_DAYS, Service, is_planned, is_pressing
from sapwood.planning.urgency import SERVICE, SOLVED
from sapwood.records.access.models import Installation
from sapwood.records.relationships.models import Decision
from sapwood.records.service.models import EventProduct, ServiceEvent

from .affected import Affected, affected_by

BEHIND = timedelta(days=max(STALE_DAYS, TELL_DAYS) + 1)
Kind = ServiceEvent.Kind


def services_of(as_of: date, organisations: Collection[int] | None = None) -> dict[int, tuple[Service, ...]]:
    """By organisation: events of these weeks, and tickets of high priority, with what was decided about them."""
    zone = ZoneInfo(Installation.get().zone)
    near = datetime.combine(as_of, datetime.min.time(), zone) - BEHIND
    rows = ServiceEvent.objects.present().filter(opened__lt=near + BEHIND + timedelta(days=1), changed__gte=near)
    rows = rows.filter(Q(over=False) | Q(resolved__gte=near))
    events = {row.pk: row for row in rows if matters(row)}
    if not events:
        return {}
    wanted = None if organisations is None else set(organisations)
    products: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for event, name in EventProduct.objects.filter(event__in=list(events)).values_list("event_id", "name"):
        products[event][name] = None
    reasons = affected_by(list(events))
    whom = {number for several in reasons.values() for number in several}
    decided = _decided(as_of, whom if wanted is None else whom & wanted)
    found: defaultdict[int, list[Service]] = defaultdict(list)
    for number, several in reasons.items():
        for organisation, why in several.items():
            if wanted is None or organisation in wanted:
                names = tuple(products[number])
                found[organisation].append(_service(events[number], why, names, decided[organisation], zone))
    return {organisation: tuple(several) for organisation, several in found.items()}


def matters(event: ServiceEvent) -> bool:
    if event.kind == Kind.TICKET:
        return is_pressing(event.priority) or is_pressing(event.impact)
    return not is_planned(event.impact, event.status)


def _service(
    event: ServiceEvent, why: Affected, products: tuple[str, ...], decided: list[tuple[str, date]], zone: ZoneInfo
) -> Service:
    def day(when: datetime | None) -> date | None:
        return when.astimezone(zone).date() if when else None

    since, heard = day(event.opened), day(event.changed)
    over = day(event.resolved) or heard if event.over else None
    done = [on for kind, on in decided if kind == SERVICE and since <= on and (over is None or on <= over)]
    told = [on for kind, on in decided if kind == SOLVED and over is not None and over <= on]
    return Service(
        account=why.organisation,
        event=event.pk,
        name=name_of(event),
        since=since,
        heard=heard,
        resolved=over,
        impact=event.impact or event.priority,
        products=products,
        theirs=why.opened_it,
        tickets=len(why.tickets),
        holds=tuple(dict.fromkeys(str(one) for one in why.holds)),
        named=bool(why.said),
        called=max(done, default=None),
        told=max(told, default=None),
        reported=why.reported,
        over=event.resolved.astimezone(zone) if event.resolved else None,
    )


def name_of(event: ServiceEvent) -> str:
    """What everybody who sees the event may read, as it stands within a sentence: no title."""
    name = f"{event.get_kind_display()} {event.number}"
    return f"{name} of {event.page}" if event.page else name


def _decided(as_of: date, organisations: Collection[int]) -> defaultdict[int, list[tuple[str, date]]]:
    taken = Decision.objects.filter(undone=None, kind=Decision.Kind.DONE, item_kind__in=(SERVICE, SOLVED))
    taken = taken.filter(day__lte=as_of, relationship__organisation__in=list(organisations)[:10_000])
    found: defaultdict[int, list[tuple[str, date]]] = defaultdict(list)
    for organisation, kind, day in taken.values_list("relationship__organisation", "item_kind", "day"):
        found[organisation].append((kind, day))
    return found
