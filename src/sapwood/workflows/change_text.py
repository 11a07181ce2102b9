"""Changing who may read what an import brought."""

from django.db import transaction
from django.utils import timezone

from sapwood.records.access.models import User
from sapwood.records.imports.models import Import

from .audit import audit
from .permission import require
from .tasks import let_go

Status, Text = Import.Status, Import.Text


def change_text(user: User, brought: Import, text: str, door: str = "page", queue: bool = True) -> Import:
    """From now on `text` holds for it. "none" deletes, in the background, what is kept of it, for good: nobody reads
    it from this moment. Raises Refused, or ValueError with a sentence."""
    if text not in Text.values:
        raise ValueError(f"{text!r} does not say who may read it. Choose one of {', '.join(Text.values)}.")
    require(user, "open text" if text == Text.SHARED else "close text", brought)
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=brought.pk)
        if locked.text == text:
            return locked
        if locked.status == Status.STARTED:
            raise ValueError("It is being read just now. Nothing was changed; try again when it is in.")
        if locked.text == Text.NONE and locked.status != Status.WAITING:
            raise ValueError(
                "Only who and when was kept of it, so there are no words to open. Bring the files again to keep them."
            )
        before, locked.text = locked.text, text
        locked.save(update_fields=["text"])
        locked.text_changes.create(text=text, by=user, changed=timezone.now())
        audit(user, door, "change who may read", locked, text=[before, text])
        if queue and text == Text.NONE:
            transaction.on_commit(let_go.enqueue)
    return locked
