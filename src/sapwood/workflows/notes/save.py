"""Saving a note: a touch like any other for the log, and what comes next."""

from collections.abc import Callable
from datetime import UTC
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from sapwood.facts.interaction import Interaction, Participant
from sapwood.language.note.said import IN, US
from sapwood.reading.fact_lines import line_of
from sapwood.records.access.models import User
from sapwood.records.directory.models import Address, Organisation
from sapwood.records.imports.models import Import
from sapwood.records.notes.models import NextStep, Note
from sapwood.records.relationships.models import Relationship
from sapwood.store.rows import interaction_id
from sapwood.store.sealing import Sealer

from ..audit import audit
from ..findable import learn_names
from ..installation import log_secret, text_key
from ..listening.mark import mark_note
from ..paths import as_text
from ..permission import require
from ..uploads import folder_of
from .addresses import of_newcomer, of_nobody, of_person, person_of_user
from .draft import Draft, Floor, Next
from .enter import enter

NO_HOME = (
    "Nobody is at home here yet, so nobody could have been in touch. Import mail first, or answer the first-run "
    "questions; nothing was saved."
)
SHORT = 300  # characters of a subject, which stays when own words go
SOURCE = "a note"


def new_token() -> str:
    return uuid4().hex


def save(user: User, draft: Draft, door: str = "page", enter: Callable[[Import], object] = enter) -> Note:
    """The note that `draft` (checked) says; saving the same token again changes nothing. Raises Refused, or
    ValueError with a sentence where something still speaks against it."""
    if draft.account is not None:
        require(user, "log", draft.account)
    draft.token = draft.token or new_token()
    if found := Note.objects.filter(token=draft.token, by=user).first():
        return found
    _ready(draft)
    home = Organisation.of_home()
    if home is None:
        raise ValueError(NO_HOME)
    try:
        with transaction.atomic():
            note = _saved(user, draft, home, door)
    except IntegrityError:  # the same press, twice at once
        return Note.objects.get(token=draft.token, by=user)
    if note.brought:
        enter(note.brought)
    return note


def _ready(draft: Draft) -> None:
    if draft.troubles:
        raise ValueError(" ".join(draft.troubles.values()))
    if draft.same and not draft.another:
        raise ValueError("This touch may be on record already. Say whether it is another.")
    if draft.floor and not draft.reason.strip():
        raise ValueError("They are to be left in peace. Say why you were in touch all the same.")


def _saved(user: User, draft: Draft, home: Organisation, door: str) -> Note:
    account = draft.account or _new_account(user, draft.new_account, door)
    organisation = account.organisation
    me = person_of_user(user, home)
    ours = [of_person(one, home) for one in ([me] if draft.me else []) + draft.colleagues] or [of_person(me, home)]
    theirs = [
        of_person(who.person, organisation) if who.person else of_newcomer(who.name, organisation)
        for who in draft.people
        if who.person or who.new
    ] or [of_nobody(organisation)]
    now = timezone.now()
    note = Note(
        token=draft.token,
        by=user,
        said=now,
        relationship=account,
        when=draft.when,
        channel=draft.channel,
        direction=draft.direction,
        minutes=draft.minutes,
        missed=draft.missed,
        contacts=[one.person_id for one in theirs if one.person_id],
        colleagues=[one.person_id for one in ours if one.person_id],
        within=_within(draft.floor),
        reason=draft.reason.strip()[:300] if draft.floor else "",
    )
    if not draft.planned:
        item = _interaction(draft, ours, theirs)
        note.interaction = interaction_id(log_secret(), item.identity)
        note.brought = _asked(user, item, now)
    note.save()
    if draft.listening and not draft.planned:
        mark_note(user, note, door)
    for step in draft.steps:
        if step.what.strip():
            _step(note, step, ours, theirs)
    learn_names({organisation.pk})
    beside = {"within": note.within, "reason": note.reason} if note.within else {}
    audit(user, door, "plan" if draft.planned else "log", account, note=note.pk, channel=note.channel, **beside)
    return note


def _interaction(draft: Draft, ours: list[Address], theirs: list[Address]) -> Interaction:
    words = draft.words.strip()
    when = draft.when
    shift = when.utcoffset()
    return Interaction(
        identity=f"log:{draft.token}",
        when=when.astimezone(UTC),
        offset_minutes=int(shift.total_seconds() // 60) if shift is not None else None,
        channel=draft.channel,
        participants=_participants(draft, ours, theirs),
        subject=words if len(words) <= SHORT else f"{words[: SHORT - 1]}…",
        own=words if len(words) > SHORT else "",
        flag="missed" if draft.missed else "",
        flag_reason="nobody answered" if draft.missed else "",
        minutes=draft.minutes,
    )


def _participants(draft: Draft, ours: list[Address], theirs: list[Address]) -> tuple[Participant, ...]:
    """Who called or wrote first, then whom; at a meeting nobody is known to have called it."""
    first, others = (theirs, ours) if draft.direction == IN else (ours, theirs)
    people = [(one, "to") for one in (*first, *others)]
    if not (draft.direction == "both" and draft.channel == "meeting"):
        people = [(first[0], "from"), *((one, "to") for one in others), *((one, "cc") for one in first[1:])]
    found = {one.address: Participant(role, one.address, one.name) for one, role in reversed(people)}
    return tuple(reversed(found.values()))


def _asked(user: User, item: Interaction, now) -> Import:
    """An import of one line, kept with the uploads until it is in."""
    asked = Import.objects.create(by=user, source=SOURCE, asked=now, mailbox_given=False)
    folder = folder_of(asked)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / "0"
    path.write_bytes(line_of(item, SOURCE))
    path.chmod(0o600)
    asked.options = {"paths": [as_text(path)], "names": [SOURCE], "home_domains": [], "mailbox": None, "facts": True}
    asked.save(update_fields=["options"])
    asked.text_changes.create(text=asked.text, by=user, changed=now)
    return asked


def _step(note: Note, step: Next, ours: list[Address], theirs: list[Address]) -> None:
    whose = ours if step.by == US else theirs
    made = NextStep(
        relationship=note.relationship,
        note=note,
        by=step.by,
        whose_id=whose[0].person_id,
        due=step.due,
        said_by=note.by,
        said=note.said,
    )
    made.what = Sealer(text_key()).seal(f"step {note.token}", step.what.strip()[:300])
    made.save()


def _within(floor: Floor | None) -> dict[str, object]:
    if floor is None or floor.last is None:
        return {}
    last = floor.last
    return {"days": floor.days, "until": str(floor.until), "when": last.when.isoformat(), "channel": last.channel}


def _new_account(user: User, name: str, door: str) -> Relationship:
    """An account that nobody here knew, the user's own."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= 200:
        raise ValueError("An account's name has 1 to 200 characters. Nothing was saved.")
    organisation = Organisation.objects.create(name=name, named_by_person=True)
    made = Relationship.objects.create(organisation=organisation, owner=user)
    audit(user, door, "make account", made, name=name)
    return made
