"""Between a case as a source tells it and a telling as it is kept: keys stand for addresses, words stay outside."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sapwood.facts.case import Case, State
from sapwood.facts.keys import key
from sapwood.identity.address import canonical
from sapwood.records.service.models import ServiceEvent, Telling
from sapwood.store.rows import address_key, interaction_id

from ..installation import log_secret
from ..take_in.erased import Erased

_told = json.JSONEncoder(sort_keys=True).encode  # `json.dumps` would make one for each
SAID = ("status", "impact", "priority", "about")
MOMENTS = ("opened", "changed", "resolved")


def event_key(identity: str) -> int:
    """What an event is known by, and under what its kept texts lie."""
    return interaction_id(log_secret(), identity)


class Tells(NamedTuple):
    """What becomes a row of Telling, in the order of COLUMNS; of which event is known later."""

    of_id: int
    digest: int
    where: str
    says: dict[str, Any]
    asker: int | None
    organisation_id: int | None
    evidence: list[int]


COLUMNS = (*Tells._fields, "event_id")


def telling_of(case: Case, import_id: int, organisation: int | None) -> Tells:
    says: dict[str, Any] = {name: said for name in SAID if (said := getattr(case, name))}
    says |= {name: when.isoformat() for name in MOMENTS if (when := getattr(case, name)) is not None}
    says["products"] = list(case.products)
    says["states"] = [_state(one) for one in case.states]
    words = {one.mark: one.words for one in case.states if one.words}
    asker = key_of(case.asker)
    unchanging = {name: said for name, said in says.items() if name != "changed"}  # many stamp it with every export
    told = _told([unchanging, asker, organisation, case.title, case.words, words])
    return Tells(
        of_id=import_id,
        digest=key(log_secret(), "telling", told),
        where=case.where[:1000],
        says=says,
        asker=asker,
        organisation_id=organisation,
        evidence=[event_key(identity) for identity in case.said_by],
    )


def case_of(telling: Telling, event: ServiceEvent) -> Case:
    """What a telling says, without its words; `by` of a state is a key, as text."""
    says = telling.says
    return Case(
        identity=str(event.key),
        kind=event.kind,
        system=event.system,
        number=event.number,
        products=tuple(says.get("products", ())),
        states=tuple(
            State(datetime.fromisoformat(one["when"]), one["status"], str(one.get("by") or ""), one.get("number", ""))
            for one in says.get("states", ())
        ),
        asker=str(telling.asker or ""),
        domain=str(telling.organisation_id or ""),
        said_by=tuple(map(str, telling.evidence)),
        **{name: says.get(name, "") for name in SAID},
        **{name: datetime.fromisoformat(says[name]) if says.get(name) else None for name in MOMENTS},
    )


def key_of(address: str) -> int | None:
    return address_key(log_secret(), canonical(address)) if address else None


def without_erased(case: Case, erased: Erased) -> Case:
    """`case` with nothing of the erased in it: not who opened it or changed it, nor their addresses in words."""

    def nobody(address: str) -> str:
        return "" if address and erased.holds(canonical(address)) else address

    struck = erased.unnamed
    states = tuple(replace(one, words=struck(one.words), by=nobody(one.by)) for one in case.states)
    where, asker = struck(case.where), nobody(case.asker)
    return replace(case, title=struck(case.title), words=struck(case.words), states=states, asker=asker, where=where)


def _state(one: State) -> dict[str, Any]:
    found: dict[str, Any] = {"when": one.when.isoformat(), "status": one.status}
    if one.number:
        found["number"] = one.number
    if one.by:
        found["by"] = key_of(one.by)
    return found
