"""Saying that a touch had no agenda but to listen, and taking it back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sapwood.records.access.models import User
from sapwood.records.notes.models import Note
from sapwood.records.relationships.models import Listened, Relationship, Standing

from ..audit import audit
from ..installation import counting_imports, log
from ..judge_again import plan_again
from ..permission import require


def mark(user: User, relationship: Relationship, interaction: int, door: str = "page") -> Listened:
    """One of the newest touches with the account. Marking twice changes nothing. Raises Refused or ValueError."""
    require(user, "log", relationship)
    standing = Standing.objects.filter(relationship=relationship).first()
    touch = next((one for one in standing.newest if one["id"] == interaction), None) if standing else None
    if touch is None:
        raise ValueError("That touch is not among the newest with this account. Nothing was changed.")
    if touch["direction"] == "in" and touch["channel"] in ("mail", "ticket"):
        raise ValueError("They wrote, and we did not listen by that. Nothing was changed.")
    brought = log().sightings([interaction], counting_imports())["import_id"].unique().to_pylist()
    return _mark(user, relationship, interaction, touch["when"], brought, door)


def mark_note(user: User, note: Note, door: str = "page") -> Listened | None:
    """What was noted down had no agenda; nothing where it was no touch."""
    if note.interaction is None or note.missed:
        return None
    brought = [note.brought_id] if note.brought_id else []
    return _mark(user, note.relationship, note.interaction, note.when, brought, door, plan=False)


def unmark(user: User, mark: Listened, door: str = "page") -> Listened:
    """Taking back twice changes nothing. Who marked it, or who may change the account. Raises Refused."""
    if mark.by_id != user.pk:
        require(user, "change", mark.relationship)
    with transaction.atomic():
        locked = Listened.objects.select_for_update().get(pk=mark.pk)
        if locked.ended is None:
            locked.ended, locked.ended_by = timezone.now(), user
            locked.save(update_fields=["ended", "ended_by"])
            audit(user, door, "unmark touch to listen", locked.relationship, mark=locked.pk)
            plan_again(locked.relationship)
    return locked


def _mark(
    user: User,
    relationship: Relationship,
    interaction: int,
    when: datetime,
    brought: list[int],
    door: str,
    plan: bool = True,
) -> Listened:
    with transaction.atomic():
        Relationship.objects.select_for_update().get(pk=relationship.pk)
        standing = relationship.listened.in_force().filter(interaction=interaction)
        if found := standing.first():
            return found
        made = relationship.listened.create(
            interaction=interaction, when=when, brought=brought, by=user, made=timezone.now()
        )
        audit(user, door, "mark touch to listen", relationship, mark=made.pk)
        if plan:
            plan_again(relationship)
    return made
