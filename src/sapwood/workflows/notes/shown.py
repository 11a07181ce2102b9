"""Notes and next steps as a user may see them: that there is one, everybody who sees the account; its words, who may
read the interaction."""

from collections.abc import Iterable
from dataclasses import dataclass

from sapwood.records.access.models import User
from sapwood.records.directory.models import Person
from sapwood.records.notes.models import NextStep, Note
from sapwood.records.relationships.models import Relationship
from sapwood.store.sealing import Sealer

from ..installation import text_key
from ..who_may_read import sightings_to_read

MOST = 50


@dataclass
class Step:
    """`what` is None where it is for others."""

    step: NextStep
    what: str | None
    whose: str


@dataclass
class Written:
    note: Note
    words: str | None
    people: str
    standing: bool
    steps: list[Step]


def steps_of(user: User, relationship: Relationship) -> list[Step]:
    """What is open with an account, first what is due first."""
    return steps_shown(user, relationship.next_steps.open().select_related("note", "note__by", "whose"))


def steps_shown(user: User, steps: Iterable[NextStep]) -> list[Step]:
    steps = list(steps)
    readable = _readable(user, [step.note for step in steps])
    sealer = Sealer(text_key())
    shown = []
    for step in steps:
        what = sealer.open(f"step {step.note.token}", bytes(step.what)) if step.note_id in readable else None
        shown.append(Step(step, what, str(step.whose.now()) if step.whose else ""))
    return shown


def notes_of(user: User) -> list[Written]:
    """What the user wrote, the newest first."""
    mine = Note.objects.filter(by=user).select_related("relationship__organisation", "brought")[:MOST]
    notes = list(mine)
    standing = set(Note.objects.standing().filter(pk__in=[one.pk for one in notes]).values_list("pk", flat=True))
    steps = NextStep.objects.filter(note__in=notes).select_related("note", "whose")
    by_note: dict[int, list[Step]] = {}
    for step in steps_shown(user, steps):
        by_note.setdefault(step.step.note_id, []).append(step)
    names = dict(Person.objects.filter(pk__in=[p for one in notes for p in one.contacts]).values_list("pk", "name"))
    words = _words(user, notes)
    return [
        Written(
            one,
            words.get(one.interaction),
            ", ".join(names[p] for p in one.contacts if p in names),
            one.pk in standing
            and (one.brought_id is not None or any(not s.step.closed for s in by_note.get(one.pk, ()))),
            by_note.get(one.pk, []),
        )
        for one in notes
    ]


def reasons_of(relationship: Relationship) -> dict[int, Note]:
    """By interaction, the notes of touches within the floor: each with its reason."""
    inside = Note.objects.standing().filter(relationship=relationship).exclude(reason="").exclude(interaction=None)
    return {note.interaction: note for note in inside.select_related("by")}


def _readable(user: User, notes: list[Note]) -> set[int]:
    """Of these, whose words the user may read: their own, and those whose interaction they may."""
    mine = {one.pk for one in notes if one.by_id == user.pk}
    others = [one for one in notes if one.pk not in mine and one.interaction is not None]
    by_account: dict[int, list[Note]] = {}
    for one in others:
        by_account.setdefault(one.relationship_id, []).append(one)
    for some in by_account.values():
        found = sightings_to_read(user, some[0].relationship, {one.interaction for one in some})
        mine |= {one.pk for one in some if any(not may.silent for may in found.get(one.interaction, ()))}
    return mine


def _words(user: User, notes: list[Note]) -> dict[int, str | None]:
    from ..who_may_read import words_of

    ids = {one.interaction for one in notes if one.interaction is not None}
    found = words_of(sightings_to_read(user, None, ids)) if ids else {}
    return {number: text.own or text.subject for number, text in found.items()}
