"""Changing what people say about a relationship: name, role, owner, since, and the agreed cadence."""

from datetime import date

from django.db import transaction

from sapwood.records.access.models import User
from sapwood.records.relationships.models import Relationship

from .audit import audit
from .cadence_limits import cadence_trouble
from .findable import learn_names
from .hand_over.note import Changed, note_owners
from .judge_again import judge_again
from .outdated import outdate
from .permission import require

FIELDS = ("name", "role", "owner", "since", "floor", "ceiling", "tier")


def change(user: User, relationship: Relationship, door: str = "page", **fields: object) -> Relationship:
    """Changes the named fields (of FIELDS) and says in the audit what was before. Raises Refused, or ValueError
    with a sentence where a value cannot be."""
    if unknown := fields.keys() - set(FIELDS):
        raise ValueError(f"A relationship has no {', '.join(sorted(unknown))}.")
    with transaction.atomic():
        locked = (
            Relationship.objects.select_for_update(of=("self",))
            .select_related("organisation")
            .get(pk=relationship.pk)
        )
        require(user, "change", locked)
        before, owner = _values(locked), locked.owner_id
        for field, value in fields.items():
            if field == "name":
                _rename(locked, str(value or "").strip())
            else:
                setattr(locked, field, value)
        _check(locked)
        after = _values(locked)
        changed = {f: [before[f], after[f]] for f in before if before[f] != after[f]}
        if changed:
            locked.organisation.save(update_fields=["name", "named_by_person", "compared"])
            locked.save()
            if "name" in changed:
                learn_names([locked.organisation_id])
            if "since" in changed:
                outdate(locked.organisation)  # how long it has lasted
            note_owners(user, [Changed(locked.pk, owner, locked.owner_id)])
            judge_again(locked)
            audit(user, door, "change relationship", locked, **changed)
    return locked


def _rename(relationship: Relationship, name: str) -> None:
    if not name or len(name) > 200:
        raise ValueError("A name has 1 to 200 characters.")
    if name != relationship.organisation.name:
        relationship.organisation.name, relationship.organisation.named_by_person = name, True
        relationship.organisation.compared = False  # it may be another's name


def _check(relationship: Relationship) -> None:
    if relationship.role not in Relationship.Role.values:
        raise ValueError(f"{relationship.role!r} is not a role. Choose one of {', '.join(Relationship.Role.values)}.")
    twin = Relationship.objects.filter(organisation=relationship.organisation, role=relationship.role)
    if twin.exclude(pk=relationship.pk).exists():
        raise ValueError(f"{relationship} already has a relationship as {relationship.get_role_display()}.")
    if trouble := cadence_trouble(relationship.floor, relationship.ceiling):
        raise ValueError(trouble)


def _values(relationship: Relationship) -> dict[str, object]:
    since = relationship.since
    return {
        "name": relationship.organisation.name,
        "role": relationship.role,
        "owner": relationship.owner.email if relationship.owner else None,
        "since": since.isoformat() if isinstance(since, date) else since,
        "floor": relationship.floor,
        "ceiling": relationship.ceiling,
        "tier": relationship.tier.name if relationship.tier else None,
    }
