"""Since when an account was its owner's, out of what was written down before changes of owner had a record of their
own."""

from collections.abc import Collection
from datetime import date
from zoneinfo import ZoneInfo

from sapwood.records.access.models import AuditLine, Installation, User
from sapwood.records.relationships.models import BulkChangeLine, Relationship

from ..listed import listed, listed_texts


def since_of(accounts: Collection[int]) -> dict[int, tuple[str, date]]:
    """By relationship, to whom (mail address) it was last given, and the day; nothing of those of whom no line
    tells."""
    zone = ZoneInfo(Installation.get().zone)
    found: dict[int, tuple[str, date]] = {}
    things = {f"{Relationship._meta.verbose_name} {number}": number for number in accounts}
    lines = AuditLine.objects.filter(act="change relationship", thing__in=listed_texts(things)).order_by("when", "pk")
    for thing, when, detail in lines.values_list("thing", "when", "detail"):
        if owner := (detail.get("owner") or [None, None])[1]:
            found[things[thing]] = owner, when.astimezone(zone).date()
    many = BulkChangeLine.objects.filter(relationship__in=listed(accounts), before__has_key="owner")
    many = many.exclude(restored=True).order_by("change__when")
    mails = dict(User.objects.values_list("pk", "email"))
    for number, when, asked in many.values_list("relationship", "change__when", "change__asked"):
        day, mail = when.astimezone(zone).date(), mails.get(asked.get("owner"))
        if mail and (number not in found or found[number][1] <= day):
            found[number] = mail, day
    return found
