"""What was to come next with somebody who is erased goes with them: it is sealed, so nothing can be struck out of
it."""

from collections.abc import Collection

from sapwood.records.notes.models import NextStep, Note
from sapwood.store.sealing import Sealer

from ..forget.naming import Naming
from ..installation import text_key


def erase_steps(gone: Collection[int], named: Naming) -> None:
    """Steps of theirs, steps said in a touch with them, and those that name them."""
    sealer = Sealer(text_key())
    for step in NextStep.objects.select_related("note").iterator(500):
        what = sealer.open(f"step {step.note.token}", bytes(step.what)) or ""
        if step.whose_id in gone or set(step.note.contacts) & set(gone) or named.struck(what) != what:
            step.delete()
    for note in Note.objects.iterator(500):
        left = [one for one in note.contacts if one not in gone]
        if left != note.contacts:
            note.contacts = left
            note.save(update_fields=["contacts"])
