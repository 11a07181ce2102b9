"""Somebody asked not to be written to: heard by one of us, and kept until it is taken back."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from sapwood.records.access.models import User
from sapwood.records.directory.models import Person
from sapwood.records.outreach.models import AskedNot
from sapwood.records.relationships.models import Relationship

from ..audit import audit
from ..permission import require


def say_asked_not(
    user: User, relationship: Relationship, person: Person, heard: date, today: date, door: str = "page"
) -> list[AskedNot]:
    """None of their addresses is written to by a plan any more. The same twice is said once. Raises Refused, or
    ValueError with a sentence."""
    require(user, "say asked not", relationship)
    if not today.replace(year=today.year - 50) <= heard <= today:
        raise ValueError(f"{heard} is still to come, or long past. Say when you heard it; nothing was kept.")
    keys = list(person.addresses.mail().values_list("key", flat=True))
    if not keys:
        raise ValueError(f"No mail address of {person} is known. Nothing was kept.")
    with transaction.atomic():
        standing = {one.key: one for one in AskedNot.objects.select_for_update().filter(ended=None, key__in=keys)}
        new = [key for key in keys if key not in standing]
        made = [AskedNot.objects.create(key=key, by=user, heard=heard, made=timezone.now()) for key in new]
        if made:
            audit(user, door, "say asked not to be written to", person)
    return [*standing.values(), *made]


def take_back_asked_not(user: User, relationship: Relationship, person: Person, door: str = "page") -> int:
    """They may be written to again. Returns of how many addresses. Raises Refused."""
    require(user, "say asked not", relationship)
    with transaction.atomic():
        keys = list(person.addresses.values_list("key", flat=True))
        ended = AskedNot.objects.filter(ended=None, key__in=keys).update(ended=timezone.now(), ended_by=user)
        if ended:
            audit(user, door, "take back asked not to be written to", person)
    return ended


def asked_not_by(person: Person) -> AskedNot | None:
    keys = person.addresses.values("key")
    return AskedNot.objects.filter(ended=None, key__in=keys).select_related("by").first()
