"""Held about what a firm has from us and what it ordered, as tables say that were brought here; and what else they
say of it."""

from datetime import date

from sapwood.records.guests.models import GuestLink
from sapwood.records.trade.models import Contact, Deal, Firm, Holding

from ..trade import SAID
from .section import Row, Section
from .words import long_day


def holdings(link: GuestLink, as_of: date) -> Section:
    found = Holding.objects.present().filter(organisation=link.relationship.organisation_id).order_by("until", "pk")
    rows = [
        Row(
            str(one),
            f"{one.get_kind_display()}{f' until {long_day(one.until)}' if one.until else ''}",
            {"kind": one.kind, "serial": one.serial, "quantity": one.quantity, "from": one.since, "until": one.until},
            f"Serial number {one.serial}." if one.serial else "",
        )
        for one in found
    ]
    return Section("holdings", "What you have from us", _lead(rows), rows)


def deals(link: GuestLink, as_of: date) -> Section:
    found = Deal.objects.present().filter(organisation=link.relationship.organisation_id).order_by("closed", "pk")
    rows = [
        Row(
            str(one),
            one.get_status_display()
            + (f", {one.amount.normalize():f} {one.currency}" if one.amount is not None else ""),
            {
                "number": one.crm_id,
                "product": one.product,
                "amount": one.amount,
                "currency": one.currency,
                "status": one.status,
                "opened": one.opened,
                "closed": one.closed,
            },
            f"On {long_day(one.closed or one.opened)}." if one.closed or one.opened else "",
        )
        for one in found
    ]
    return Section("deals", "Orders and offers", _lead(rows), rows)


def told(link: GuestLink, as_of: date) -> Section:
    firm = link.relationship.organisation_id
    rows = []
    for one in Firm.objects.present().filter(organisation=firm):
        rows += [Row(title, one.says[name], one.says[name]) for name, title in SAID.items() if one.says.get(name)]
        rows += [Row("Your number in another system of ours", one.crm_id, one.crm_id)] if one.crm_id else []
    for contact in Contact.objects.present().filter(organisation=firm).order_by("name", "pk"):
        details = [contact.says.get("title"), contact.says.get("mail"), *contact.says.get("phones", ())]
        rows.append(Row(contact.name, ", ".join(filter(None, details)) or "a name", contact.says))
    return Section("told", "What our other systems say of you", _lead(rows), rows)


def _lead(rows: list[Row]) -> str:
    return "As tables from our other systems say." if rows else "Nothing is held about that."
