"""Held about a firm: its name, its domains, the relationship, what was agreed, and who of theirs may look in."""

from datetime import date

from django.utils import timezone

from sapwood.planning.which_cadence import ASKED, cadence
from sapwood.planning.which_cadence import Wish as PlannedWish
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
        *_sorted_by(link),
        Row("Looked after by", str(relationship.owner or "nobody in particular"), _name(relationship.owner)),
    ]
    return Section("firm", "Your firm", "Who we take you to be.", rows)


def agreed(link: GuestLink, as_of: date) -> Section:
    wish = link.relationship.wishes.in_force().select_related("by").first()
    said = PlannedWish(wish.floor, wish.ceiling, wish.heard, wish.until) if wish else None
    applied = cadence(said, (link.relationship.floor, link.relationship.ceiling), [], as_of)
    floor, ceiling = (limit and limit.days for limit in (applied.floor, applied.ceiling))
    theirs = [limit is not None and limit.source == ASKED for limit in (applied.floor, applied.ceiling)]
    asked = f" You asked so on {long_day(wish.heard)}; {wish.by} heard it." if wish else ""
    rows = [
        Row(
            "We leave you in peace for",
            f"{count(floor, 'day')} after a touch" if floor else "nothing agreed",
            floor,
            "So often, and no oftener, we turn to you of our own accord." + (asked if theirs[0] else ""),
            "floor",
            (Kind.AT_MOST,),
        ),
        Row(
            "We do not forget you for longer than",
            count(ceiling, "day") if ceiling else "nothing agreed",
            ceiling,
            "With nothing agreed, what is usual between us, or with firms like you, decides."
            + (asked if theirs[1] else ""),
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


def _sorted_by(link: GuestLink) -> list[Row]:
    """What else we noted about them that decides how often we turn to them; nothing where we noted nothing."""
    relationship, firm = link.relationship, link.relationship.organisation
    tags = [one.tag.name for one in relationship.taggings.filter(ended=None).select_related("tag")]
    place = "-".join(part for part in (firm.country, firm.subdivision) if part)
    closed = [
        f"{long_day(one.since)} to {long_day(one.until)}" + (f" ({one.why})" if one.why else "")
        for one in firm.closures.filter(ended=None)
    ]
    rows = []
    if relationship.tier:
        rows.append(Row("Our tier for you", relationship.tier.name, relationship.tier.name))
    if tags:
        rows.append(Row("Our tags for you", ", ".join(tags), tags))
    if place:
        rows.append(Row("Where you are", place, place, "So we know your public holidays."))
    if closed:
        rows.append(Row("When you are closed", "; ".join(closed), closed))
    return rows


def _name(user) -> str | None:
    return str(user) if user else None
