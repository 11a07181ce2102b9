"""When a firm may be called: saying so, and taking it back. It is about the organisation, so it holds for every
relationship with it."""

from datetime import time

from django.db import transaction
from django.utils import timezone

from sapwood.planning.zones import is_zone
from sapwood.records.access.models import User
from sapwood.records.relationships.models import ContactHours, Relationship

from .audit import audit
from .judge_again import plan_many
from .permission import require


def say_hours(
    user: User, relationship: Relationship, zone: str, opens: time, closes: time, door: str = "page"
) -> ContactHours:
    """From `opens` to `closes` in `zone` (IANA; "" is that of their country). It ends what was said before; the same
    twice is said once. Raises Refused, or ValueError with a sentence."""
    zone = zone.strip()
    if zone and not is_zone(zone):
        raise ValueError(f"There is no time zone {zone[:64]!r}. Write one such as Europe/Lisbon; nothing was kept.")
    if closes <= opens:
        raise ValueError(f"They cannot close at {closes:%H:%M}, before they open at {opens:%H:%M}. Nothing was kept.")
    with transaction.atomic():
        require(user, "say hours", Relationship.objects.select_for_update().get(pk=relationship.pk))
        standing = relationship.organisation.contact_hours.filter(ended=None).first()
        if standing and (standing.zone, standing.opens, standing.closes) == (zone, opens, closes):
            return standing
        if standing:
            _end(standing, user)
        said = relationship.organisation.contact_hours.create(
            zone=zone, opens=opens, closes=closes, by=user, made=timezone.now()
        )
        audit(user, door, "say hours", relationship, zone=zone, opens=f"{opens:%H:%M}", closes=f"{closes:%H:%M}")
        _follow(said)
    return said


def take_back_hours(user: User, relationship: Relationship, said: ContactHours, door: str = "page") -> ContactHours:
    """Then the usual hours of their country hold again. Twice changes nothing."""
    with transaction.atomic():
        locked = ContactHours.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=said.pk)
        require(user, "say hours", relationship)
        if locked.ended is None:
            _end(locked, user)
            audit(user, door, "take back hours", relationship, zone=locked.zone)
            _follow(locked)
    return locked


def _end(said: ContactHours, user: User) -> None:
    said.ended, said.ended_by = timezone.now(), user
    said.save(update_fields=["ended", "ended_by"])


def _follow(said: ContactHours) -> None:
    plan_many(said.organisation.relationships.values_list("pk", flat=True))
