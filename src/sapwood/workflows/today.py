"""Today as of any date, planned afresh: what `sapwood today` answers."""

from datetime import date
from typing import Any

from sapwood.planning.fit import WEIGHED
from sapwood.planning.worth import Worth
from sapwood.records.directory.models import Address, Person

from . import clock
from .measure import engine, look
from .minutes import minutes_on
from .plan_day import plan_as_of
from .sale.heard import count
from .service.doable import item_waits


def today_as_of(as_of: date, colleague: str | None = None) -> list[dict[str, Any]]:
    """Items best first, in the fields that contracts promise. Raises ValueError where the colleague is unknown."""
    person = _colleague(colleague) if colleague else None
    looked = look(as_of, engine())
    measured = [(relationship, standing) for relationship, standing in looked.measured if relationship.pk]
    counted = count(as_of, [looked])
    heard = {one.pk: counted[one.organisation_id].heard for one, _ in measured if one.organisation_id in counted}
    by_number = {relationship.pk: relationship for relationship, _ in measured}
    minutes = minutes_on(as_of, person=Person(pk=person))[0] if person else None
    day = plan_as_of(as_of, measured, person, heard, minutes)
    first = {item.account for item in day.focus}
    now = clock.moment_of(as_of)
    said = {item.account: item_waits(item, now) for item in (*day.focus, *day.later)}
    items = sorted((*day.focus, *day.later), key=lambda item: bool(said[item.account]))
    names = Person.objects.in_bulk({p for i in items for p in (i.colleague, i.contact) if p})
    mails = _mails([i.colleague for i in items if i.colleague])
    return [
        {
            "account": by_number[item.account].organisation.name,
            "domains": sorted(d.name for d in by_number[item.account].organisation.domains.all()),
            "kind": item.kind,
            "state": item.state,
            "colleague": mails.get(item.colleague),
            "contact": str(names[item.contact]) if item.contact in names else None,
            "channel": item.channel,
            "minutes": item.minutes,
            "first": item.account in first,
            "owed": item.turn < WEIGHED,
            "held": item.held,
            "worth": _worth(item.worth),
            "why": item.why,
            "not_before": said[item.account] or None,
            "no_pitch": item.no_pitch,
            "arithmetic": list(item.arithmetic),
            "evidence": [
                *map(str, (*item.evidence, *item.sources)),
                *(f"service event {one}" for one in item.events),
                *(f"next step {one}" for one in item.steps),
                *([f"cover brief {item.brief}"] if item.brief else []),
            ],
        }
        for item in items
    ]


def _worth(worth: Worth | None) -> dict[str, Any] | None:
    """What it was weighed by; None of what is owed. Chances are of 14 days, where nothing else is said; None
    where unknown."""
    if worth is None:
        return None
    return {
        "value": worth.value,
        "chance_if_contacted": worth.contact,
        "chance_if_nobody_does": worth.none,
        "chance_in_30_days_if_contacted": worth.contacted,
        "chance_in_30_days_if_nobody_does": worth.alone,
        "days_without_them_of_30": worth.without,
        "days_spared": worth.spared,
        "came_back": worth.came,
        "contacts": worth.of,
        "gain": worth.gain,
    }


def _colleague(mail: str) -> int:
    found = Address.objects.filter(address=mail.strip().lower(), organisation__home=True).exclude(person=None).first()
    if found is None:
        raise ValueError(f"Nobody at home has the address {mail}. Nothing was changed; check the spelling.")
    return found.person_id


def _mails(persons: list[int]) -> dict[int | None, str]:
    """One address of each person."""
    found = Address.objects.mail().filter(person__in=persons).order_by("-address")
    return dict(found.values_list("person_id", "address"))
