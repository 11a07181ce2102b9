"""Held about the people of a firm: their names and addresses, and which of our colleagues they know."""

from datetime import date, datetime

from sapwood.identity.spoken import spoken
from sapwood.records.directory.models import Address, Person
from sapwood.records.guests.models import Correction, GuestLink

from .contacts import left
from .section import Row, Section
from .words import count, long_day

Kind = Correction.Kind


def people(link: GuestLink, as_of: date) -> Section:
    firm = link.relationship.organisation
    found = list(Address.objects.filter(organisation=firm).select_related("person").order_by("address"))
    gone = left(address.person_id for address in found)
    rows = [_row(address, gone.get(address.person_id)) for address in found]
    rows.sort(key=lambda row: (row.name.casefold(), row.value))
    lead = "Names and addresses, as they stood in mail between us."
    return Section("people", "People", lead if rows else "Nobody of yours is known by an address.", rows)


def _row(address: Address, since: datetime | None) -> Row:
    """`since` when the person is known to be no longer there."""
    person = address.person
    may = (Kind.PERSON_NAME, Kind.NOT_OURS) if since else (Kind.PERSON_NAME, Kind.LEFT, Kind.NOT_OURS)
    return Row(
        str(person) if person else address.name or spoken(address.address),
        spoken(address.address),
        {"name": str(person) if person else None, "address": address.address, "kind": address.kind},
        f"No longer with you, as you told us; kept for what was before {long_day(since)}."
        if since
        else f"{address.get_kind_display()[:1].upper()}{address.get_kind_display()[1:]}.",
        f"address {address.pk}",
        may if person else (Kind.NOT_OURS,),
        person.pk if person else None,
        address.pk,
    )


def acquaintances(link: GuestLink, as_of: date) -> Section:
    """By name on both sides, never by how much: who is busiest is nobody's business here."""
    standing = getattr(link.relationship, "standing", None)
    ties = standing.reach.get("ties", []) if standing else []
    theirs = dict(
        Person.objects.filter(
            pk__in={tie["contact"] for tie in ties}, addresses__organisation=link.relationship.organisation
        ).values_list("pk", "name")
    )
    ours = dict(
        Person.objects.filter(pk__in={tie["colleague"] for tie in ties}, organisation__home=True).values_list(
            "pk", "name"
        )
    )
    known = sorted(
        (theirs[tie["contact"]], ours[tie["colleague"]], tie["touches"], date.fromisoformat(tie["last"]))
        for tie in ties
        if tie["contact"] in theirs and tie["colleague"] in ours
    )
    rows = [
        Row(
            contact,
            f"{colleague}: {count(touches, 'touch', 'touches')}, the last on {long_day(last)}",
            {"contact": contact, "colleague": colleague, "touches": touches, "last": last},
        )
        for contact, colleague, touches, last in known
    ]
    lead = "Who of you has been in touch with whom of us." if rows else "Unknown: nobody by name yet."
    return Section("acquaintances", "Who knows whom", lead, rows)
