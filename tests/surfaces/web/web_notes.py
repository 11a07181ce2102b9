"""A note of somebody's, with a next step, for the pages."""

from datetime import timedelta

from django.utils import timezone
from web_cast import import_of

from sapwood.records.notes.models import NextStep, Note
from sapwood.store.sealing import Sealer
from sapwood.workflows.installation import text_key

STEP = "send the Quincemarrow list"  # in nobody's page but of who may read the note


def note_of(relationship, user, **more):
    now = timezone.now()
    brought = import_of(user)
    note = Note.objects.create(
        token=f"{brought.pk}-token",
        brought=brought,
        by=user,
        said=now,
        relationship=relationship,
        interaction=brought.pk,
        when=now - timedelta(days=1),
        channel="call",
        direction="out",
        **more,
    )
    what = Sealer(text_key()).seal(f"step {note.token}", STEP)
    NextStep.objects.create(relationship=relationship, note=note, what=what, by="us", said_by=user, said=now)
    return note
