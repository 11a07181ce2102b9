"""What an accepted correction does to a contact: another name, not there any more, not theirs at all."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from sapwood.records.access.models import User
from sapwood.records.directory.models import Address, Person
from sapwood.records.guests.models import Correction
from sapwood.records.relationships.models import DayItem, Relationship

from ..audit import audit
from ..merge_people import rename as rename_person
from ..outdated import outdate
from ..permission import require
from ..tasks import people_changed

GONE = "It is not at this account any more, so nothing can be changed about it. Refuse it with a sentence."


def rename(user: User, relationship: Relationship, person: Person | None, name: str, door: str) -> None:
    """Raises Refused, or ValueError where the person is not of this account."""
    require(user, "change", relationship)
    rename_person(user, _theirs(relationship, person), name, door)


def mark_left(user: User, relationship: Relationship, person: Person | None, now: datetime, door: str) -> None:
    """Today names them no longer as whom to write to; the history with them stays. The accepted correction itself
    is the record of who said so and when."""
    require(user, "change", relationship)
    person = _theirs(relationship, person)
    with transaction.atomic():
        DayItem.objects.filter(relationship=relationship, contact=person).update(contact=None)
        audit(user, door, "mark as left", person, account=relationship.pk)


def left(people: Iterable[int | None]) -> dict[int, datetime]:
    """Those of these people who are no longer at their account, and when that was accepted. Asks for all who left:
    they are few, and the people asked about may be tens of thousands."""
    said = Correction.objects.filter(kind=Correction.Kind.LEFT, answer=Correction.Answer.ACCEPTED)
    gone = dict(said.exclude(person=None).order_by("answered").values_list("person_id", "answered"))
    return {person: gone[person] for person in people if person in gone} if gone else {}


def disown(user: User, relationship: Relationship, address: Address | None, door: str) -> None:
    """What went to and came from the address counts for this account no longer; the log itself is not rewritten."""
    require(user, "change", relationship)
    if address is None or address.organisation_id != relationship.organisation_id:
        raise ValueError(GONE)
    with transaction.atomic():
        person, address.organisation, address.person = address.person, None, None
        address.save(update_fields=["organisation", "person"])
        if person and not person.addresses.exists():
            person.organisation = None
            person.save(update_fields=["organisation"])
        audit(user, door, "disown address", relationship, address=address.address)
        outdate(relationship.organisation)
        transaction.on_commit(people_changed.enqueue)


def _theirs(relationship: Relationship, person: Person | None) -> Person:
    if person is None or person.organisation_id != relationship.organisation_id:
        raise ValueError(GONE)
    return person
