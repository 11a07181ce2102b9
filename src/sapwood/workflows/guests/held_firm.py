"""Held about a firm: its name, its domains, the relationship, what was agreed, and who of theirs may look in."""

from datetime import date

from django.utils import timezone

from sapwood.records.guests.models import Correction, GuestLink

from .section import Row, Section
from .words import count, long_day

Kind = Correction.Kind


def firm(link: GuestLink, as_of: date) -> Section:
    relationship = link.relationship
    organisation = relationship.organisation
    domains = sorted(organisation.domains.values_list("name", flat=True))
    named = "A colleague gave this name." if organisation.named_by_person else "The name comes from the domain."
    role = "not said yet" if relationship.role == "unknown" else relationship.get_role_display()
    rows = [
        Row("Name", organisation.name, organisation.name, named, "firm", (Kind.FIRM_NAME,)),
        Row("Domains", ", ".join(domains) or "none", domains, "What stands behind the @ in your addresses."),
        Row("You are to us", role, relationship.role),
        Row("Since", long_day(relationship.since), relationship.since),
        Row("Looked after by", str(relationship.owner or "nobody in particular"), _name(relationship.owner)),
    ]
    return Section("firm", "Your firm", "Who we take you to be.", rows)


def agreed(link: GuestLink, as_of: date) -> Section:
    floor, ceiling = link.relationship.floor, link.relationship.ceiling
    rows = [
        Row(
            "We leave you in peace for",
            f"{count(floor, 'day')} after a touch" if floor else "nothing agreed",
            floor,
            "So often, and no oftener, we turn to you of our own accord.",
            "floor",
            (Kind.AT_MOST,),
        ),
        Row(
            "We do not forget you for longer than",
            count(ceiling, "day") if ceiling else "nothing agreed",
            ceiling,
            "With nothing agreed, what has been usual between us decides.",
            "ceiling",
            (Kind.AT_LEAST,),
        ),
    ]
    return Section("agreed", "How often we are in touch", "What we agreed with you; say what suits you better.", rows)


def guests(link: GuestLink, as_of: date) -> Section:
    """Who else of the firm may look in: it is held about them too."""
    found = GuestLink.objects.live(timezone.now()).filter(relationship=link.relationship).select_related("by")
    rows = [
        Row(
            one.address,
            f"until {long_day(one.expires.date())}",
            {"address": one.address, "until": one.expires.date(), "by": str(one.by)},
            f"Invited by {one.by}." + (" This is you." if one.pk == link.pk else ""),
        )
        for one in found.order_by("address", "pk")
    ]
    return Section("guests", "Who of yours may look in", "Each has a link of their own, proved by a code.", rows)


def _name(user) -> str | None:
    return str(user) if user else None
