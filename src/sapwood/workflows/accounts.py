"""Accounts as of any date, measured afresh: what `sapwood accounts` and `sapwood account` answer."""

from datetime import date
from typing import Any

from django.db.models import Q

from sapwood.measures.standing import Standing as Measured
from sapwood.planning.which_cadence import LEARNED, NONE
from sapwood.records.directory.models import Domain, Person
from sapwood.records.relationships.models import Relationship

from .measure import measure


def accounts_as_of(as_of: date) -> list[dict[str, Any]]:
    """Every relationship by name, in the fields that contracts promise. Acts as the operator, who sees all."""
    measured = measure(as_of)
    domains = _domains([r.organisation_id for r, _ in measured])
    rows = [_row(r, s, domains) for r, s in measured]
    return sorted(rows, key=lambda row: (row["account"].casefold(), row["role"]))


def account_as_of(name: str, as_of: date) -> dict[str, Any]:
    """One account by name or domain, with its arithmetic. Raises ValueError with a sentence where there is none."""
    wanted = name.strip()
    chosen = Relationship.objects.filter(
        Q(organisation__name__iexact=wanted) | Q(organisation__domains__name=wanted.lower())
    ).first()
    if chosen is None:
        near = Relationship.objects.filter(organisation__name__icontains=wanted[:50])[:5]
        also = f" Did you mean {', '.join(str(r) for r in near)}?" if near else " `sapwood accounts` lists them all."
        raise ValueError(f"There is no account {wanted}.{also}")
    standing = next((s for r, s in measure(as_of) if r.pk == chosen.pk), None)
    if standing is None:
        raise ValueError(f"Nothing is known of {chosen} as of {as_of}.")
    people = _names(standing)
    recent = [
        touch
        | {
            "when": touch["when"].isoformat(),
            "colleague": people.get(touch["colleague"]),
            "contact": people.get(touch["contact"]),
        }
        for touch in standing.recent
    ]
    details = {
        "arithmetic": standing.arithmetic,
        "balance": standing.balance,
        "recent": recent,
        "quarters": standing.quarters,
        "meetings": standing.meetings,
    }
    ties = [
        t | {"colleague": people.get(t["colleague"]), "contact": people.get(t["contact"])}
        for t in standing.reach.get("ties", ())
    ]
    return _row(chosen, standing, _domains([chosen.organisation_id])) | details | {"knows": ties}


def _row(relationship: Relationship, standing: Measured, domains: dict[int, list[str]]) -> dict[str, Any]:
    return {
        "account": relationship.organisation.name,
        "domains": domains.get(relationship.organisation_id, []),
        "role": relationship.role,
        "owner": relationship.owner.email if relationship.owner else None,
        "floor": relationship.floor,
        "ceiling": relationship.ceiling,
        "cadence": _cadence(standing),
        "touches": standing.touches,
        "touch_days": standing.touch_days,
        "first_touch": standing.first_touch and standing.first_touch.isoformat(),
        "last_touch": standing.last_touch and standing.last_touch.isoformat(),
        "silent_days": standing.silent_days,
        "usual_gap_days": standing.usual_gap and [round(days, 2) for days in standing.usual_gap],
        "silence_rank": standing.silence_rank,
        "p_touch_30d": standing.p_touch_30d,
        "state": standing.state,
        "why": standing.why,
    }


def _cadence(standing: Measured) -> dict[str, Any]:
    """The floor and ceiling that apply, in days; `source` is where the ceiling comes from, else the floor. Of a
    learned rhythm they are the 10th and 90th percentile of the usual gap."""
    said = standing.arithmetic
    found = {"floor": said.get("floor"), "ceiling": said.get("ceiling")}
    found |= {"floor_source": said.get("floor_from"), "ceiling_source": said.get("ceiling_from")}
    source = said.get("ceiling_from") or said.get("floor_from")
    if source is None and standing.usual_gap is not None:
        source = LEARNED
        low, _, high = (max(1, round(days)) for days in standing.usual_gap)
        found |= {"floor": low if low < high else None, "ceiling": high}
        found |= {"floor_source": LEARNED if low < high else None, "ceiling_source": LEARNED}
    return found | {"source": source or NONE, "said": said.get("cadence_said", [])}


def _domains(organisations: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for organisation, name in Domain.objects.order_by("name").values_list("organisation_id", "name"):
        found.setdefault(organisation, []).append(name)
    return {o: found[o] for o in organisations if o in found}


def _names(standing: Measured) -> dict[int | None, str]:
    wanted = {touch[who] for touch in standing.recent for who in ("colleague", "contact")}
    wanted |= {tie[who] for tie in standing.reach.get("ties", ()) for who in ("colleague", "contact")}
    return dict(Person.objects.filter(pk__in=wanted - {None}).values_list("pk", "name"))
