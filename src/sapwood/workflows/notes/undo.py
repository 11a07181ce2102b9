"""Taking a note back: the touch vanishes at once, and what was to come next with it."""

from django.db import transaction
from django.utils import timezone

from sapwood.records.access.models import User
from sapwood.records.imports.models import Import
from sapwood.records.notes.models import NextStep, Note

from ..audit import audit
from ..imports import undo_import
from ..outdated import outdate
from ..permission import Refused, require
from ..tasks import people_changed

TAKEN_BACK = "Taken back before it was in."


def undo_note(user: User, note: Note, door: str = "page") -> None:
    """Undoing twice changes nothing. Raises Refused."""
    if note.by_id != user.pk and user.role != User.Role.OPERATOR:
        raise Refused("Only who wrote a note, or an operator, may take it back.")
    organisation = note.relationship.organisation
    with transaction.atomic():
        if note.brought is None:
            open_steps = note.next_steps.filter(closed=None)
            if open_steps.update(closed=timezone.now(), closed_by=user, closing=NextStep.Closing.DROPPED):
                audit(user, door, "undo plan", note.relationship, note=note.pk)
        else:
            waiting = Import.objects.filter(pk=note.brought_id, status=Import.Status.WAITING)
            if waiting.update(status=Import.Status.STOPPED, finished=timezone.now(), said=TAKEN_BACK):
                audit(user, door, "undo note", note.relationship, note=note.pk)
            else:
                note.brought.refresh_from_db()
                undo_import(user, note.brought, door)
        outdate(organisation)
        transaction.on_commit(people_changed.enqueue)


def close_step(user: User, step: NextStep, closing: str, door: str = "page") -> NextStep:
    """It was done, or it is dropped: who says so, and when. The first one counts. Raises Refused or ValueError."""
    require(user, "log", step.relationship)
    if closing not in NextStep.Closing.values:
        raise ValueError("Say whether it is done or dropped. Nothing was changed.")
    with transaction.atomic():
        locked = NextStep.objects.select_for_update().get(pk=step.pk)
        if locked.closed is None:
            locked.closed, locked.closed_by, locked.closing = timezone.now(), user, closing
            locked.save(update_fields=["closed", "closed_by", "closing"])
            audit(user, door, f"next step {closing}", step.relationship, step=step.pk)
            outdate(step.relationship.organisation)
            transaction.on_commit(people_changed.enqueue)
    return locked
