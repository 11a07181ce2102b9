"""Service events as a user sees them: the list, and one with its course and whom it affects."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from sapwood.facts.case import State
from sapwood.facts.course import Course, course_of, is_over, joined
from sapwood.reading.table.vocabulary import squeezed
from sapwood.records.access.models import User
from sapwood.records.directory.models import Address
from sapwood.records.relationships.models import Relationship
from sapwood.records.service.models import EventProduct, ServiceEvent, Telling

from ..permission import Answer, may
from .affected import Affected, affected_by, all_reasons
from .told import case_of
from .words import Written, written_of


@dataclass(frozen=True)
class Line:
    """An event in the list; `accounts` are those it affects that the user sees."""

    event: ServiceEvent
    title: str
    products: list[str]
    accounts: list[Relationship]


@dataclass(frozen=True)
class Step:
    """One state of the course; `by` is somebody's name, `words` what was written, where the user may read it."""

    when: datetime
    status: str
    by: str
    words: str
    over: bool


@dataclass(frozen=True)
class Whom:
    """An account that is affected, or is said not to be; `may` says whether the user may say so."""

    relationship: Relationship
    why: Affected
    tickets: list[ServiceEvent]
    may: Answer


@dataclass(frozen=True)
class Picture:
    event: ServiceEvent
    title: str
    words: str
    hidden: bool
    course: Course
    steps: list[Step]
    products: list[str]
    affected: list[Whom]
    not_affected: list[Whom]
    tellings: list[Telling]


def events_for(user: User, asked: dict[str, str]) -> QuerySet:
    """Those the user sees, what is open first. `asked`: "state" open or over, "kind" event or ticket, "text" in
    the number, a product or the page's name, "account" a relationship's number."""
    found = ServiceEvent.objects.visible_to(user)
    if asked.get("state") in ("open", "over"):
        found = found.filter(over=asked["state"] == "over")
    if asked.get("kind") in ServiceEvent.Kind.values:
        found = found.filter(kind=asked["kind"])
    if text := asked.get("text", "").strip():
        about = EventProduct.objects.filter(Q(name__icontains=text) | Q(name_key=squeezed(text)))
        said = Q(number__icontains=text) | Q(page__icontains=text) | Q(pk__in=about.values("event"))
        found = found.filter(said)
    if account := asked.get("account"):
        seen = Relationship.objects.visible_to(user).filter(pk=account if account.isdecimal() else None)
        found = found.filter(ServiceEvent.objects.affecting(seen.values("organisation")))
    return found.order_by("over", "kind", "-opened", "-pk")


def in_order(numbers: Iterable[int]) -> list[ServiceEvent]:
    """The events of these numbers, in their order. To ask for a page's numbers first passes over all before it in the
    index alone."""
    wanted = list(numbers)
    found = ServiceEvent.objects.in_bulk(wanted)
    return [found[number] for number in wanted if number in found]


def lines_of(user: User, events: list[ServiceEvent]) -> list[Line]:
    numbers = [event.pk for event in events]
    affected = affected_by(numbers)
    accounts = _accounts(user, {number for found in affected.values() for number in found})
    written = written_of(user, events)
    products = _products(numbers)
    return [
        Line(
            event,
            written[event.pk].title if event.pk in written else "",
            products.get(event.pk, []),
            sorted((accounts[number] for number in affected[event.pk] if number in accounts), key=str),
        )
        for event in events
    ]


def picture_of(user: User, event: ServiceEvent) -> Picture:
    told = list(Telling.objects.counting().filter(event=event).select_related("of", "of__by").order_by("of", "pk"))
    case = joined(case_of(one, event) for one in told)
    reasons = all_reasons([event.pk])[event.pk]
    accounts = _accounts(user, reasons)
    whom = [_whom(user, accounts[number], why) for number, why in reasons.items() if number in accounts]
    whom.sort(key=lambda one: str(one.relationship))
    first = whom[0].relationship if whom else None
    written = written_of(user, [event], first).get(event.pk)
    return Picture(
        event,
        written.title if written else "",
        written.words.get("", "") if written else "",
        written is None,
        course_of(case),
        _steps(case.states, written or Written()),
        list(dict.fromkeys(case.products)),
        [one for one in whom if one.why.counts],
        [one for one in whom if not one.why.counts],
        told,
    )


def _whom(user: User, relationship: Relationship, why: Affected) -> Whom:
    tickets = ServiceEvent.objects.filter(pk__in=why.tickets).order_by("-opened")
    return Whom(relationship, why, list(tickets), may(user, "say affected", relationship))


def _steps(states: tuple[State, ...], written: Written) -> list[Step]:
    keys = {int(one.by) for one in states if one.by}
    rows = Address.objects.filter(key__in=keys).select_related("person")
    names = {row.key: str(row.person or row.name or row.address) for row in rows}
    return [
        Step(
            one.when,
            one.status,
            names.get(int(one.by or 0), ""),
            written.words.get(one.mark, ""),
            is_over(one.status),
        )
        for one in states
    ]


def _products(events: list[int]) -> dict[int, list[str]]:
    found: dict[int, dict[str, None]] = {}
    for event, name in EventProduct.objects.filter(event__in=events).values_list("event_id", "name"):
        found.setdefault(event, {})[name] = None
    return {event: list(names) for event, names in found.items()}


def _accounts(user: User, organisations: Any) -> dict[int, Relationship]:
    """The user's account with each organisation, as far as they see one."""
    seen = Relationship.objects.visible_to(user).filter(organisation__in=list(organisations))
    rows = seen.select_related("organisation", "owner").order_by("-pk")
    return {row.organisation_id: row for row in rows}
