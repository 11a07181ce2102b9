"""How people of the guest's firm wish to be reached, by their own word."""

from datetime import date

from sapwood.records.guests.models import GuestLink, GuestWish

from .section import Row, Section
from .wishes import WORDS, Kind
from .words import long_day


def reached(link: GuestLink, as_of: date) -> Section:
    found = link.relationship.guest_wishes.standing().order_by("guest", "kind")
    return Section(
        "reached",
        "How people of yours wish to be reached",
        "Their own word; it comes before what anybody else says of it.",
        [_wish(one) for one in found],
    )


def _wish(one: GuestWish) -> Row:
    data = {"guest": one.guest, "wish": one.kind, "said": one.said}
    words = WORDS[Kind(one.kind)]
    if one.opens and one.closes:
        opens, closes = f"{one.opens:%H:%M}", f"{one.closes:%H:%M}"
        data |= {"from": opens, "until": closes, "zone": one.zone}
        words += f": {opens} to {closes} ({one.zone})"
    return Row(one.guest, words, data, f"Said as a guest on {long_day(one.said)}.")
