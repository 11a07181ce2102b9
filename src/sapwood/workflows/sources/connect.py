"""Connecting a source, and changing how it is reached."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from sapwood.identity.address import canonical
from sapwood.records.access.models import User
from sapwood.records.imports.models import Import
from sapwood.records.sources.models import Source

from ..audit import audit
from ..permission import require
from ..suppression import suppressed
from .places import checked
from .secrets import keep_secret, secret_of

SAME_PLACE = ("url", "host", "port", "security", "user", "path")


@dataclass(frozen=True)
class Wanted:
    """What somebody says about a source. `where` depends on its kind; `secret` "" keeps the present one."""

    kind: str
    name: str = ""
    mailbox: str = ""
    text: str = Import.Text.PRIVATE
    where: dict[str, Any] = field(default_factory=dict)
    secret: str = field(default="", repr=False)


def unsaved(user: User, wanted: Wanted, owner: User | None = None) -> Source:
    """The source as it would be, for trying it out. Raises Refused, or ValueError with a sentence."""
    require(user, "add source", wanted.kind)
    owner = owner or user
    if owner != user:
        require(user, "set up")
    source = Source(kind=wanted.kind, owner=owner, added_by=user, added=timezone.now())
    return _as_wanted(user, source, wanted)


def as_changed(user: User, source: Source, wanted: Wanted) -> tuple[Source, str]:
    """The source as it would be, for trying it out, and what opens it: never the kept password at another place."""
    require(user, "change source", source)
    tried = unsaved(user, wanted, None if source.owner == user else source.owner)
    same = all(source.where.get(name) == tried.where.get(name) for name in SAME_PLACE)
    return tried, wanted.secret or (secret_of(source) if same else "")


def connect(user: User, wanted: Wanted, door: str = "page", owner: User | None = None) -> Source:
    """A new source, read for the first time as soon as may be. Raises Refused or ValueError."""
    source = unsaved(user, wanted, owner)
    if _needs_secret(source) and not wanted.secret:
        raise ValueError("A password is needed to sign in there.")
    with transaction.atomic():
        source.save()
        keep_secret(source, wanted.secret)
        source.save(update_fields=["secret"])
        audit(user, door, "connect source", source, kind=source.kind, name=source.name, where=source.where)
    return source


def change_source(user: User, source: Source, wanted: Wanted, door: str = "page") -> Source:
    """From now on it is read like this. Another server or user needs its password anew: the one that is kept was
    given for the place it was given for."""
    require(user, "change source", source)
    before = {"name": source.name, "text": source.text, "mailbox": source.mailbox, **source.where}
    kept = secret_of(source)
    source = _as_wanted(user, source, wanted)
    moved = any(before.get(name) != source.where.get(name) for name in SAME_PLACE)
    secret = wanted.secret or ("" if moved else kept)
    if _needs_secret(source) and not secret:
        raise ValueError("Enter the password again: the one that is kept was given for another place.")
    after = {"name": source.name, "text": source.text, "mailbox": source.mailbox, **source.where}
    changed = {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}
    with transaction.atomic():
        keep_secret(source, secret)
        source.due = None
        source.state = {} if moved else source.state
        source.save()
        audit(user, door, "change source", source, password="changed" if wanted.secret else "kept", **changed)
    return source


def _as_wanted(user: User, source: Source, wanted: Wanted) -> Source:
    if wanted.text not in Import.Text.values:
        raise ValueError(f"{wanted.text!r} does not say who may read it.")
    if wanted.text == Import.Text.SHARED and source.text != Import.Text.SHARED and source.owner != user:
        raise ValueError(
            "Only its owner may share what a source brings. Running the installation opens nobody's mail."
        )
    where, mailbox = checked(wanted.kind, wanted.where, wanted.mailbox)
    if not mailbox and wanted.kind != Source.Kind.FOLDER:
        mailbox = source.owner.email
    if where.get("host"):
        require(user, "reach", where["host"])
    if where.get("path") is not None:
        require(user, "set up")
    if where.get("token"):
        require(user, "name mailbox", where["user"])
    if mailbox:
        _check_mailbox(user, mailbox)
    source.where, source.text = where, wanted.text
    source.mailbox = mailbox
    source.name = (wanted.name.strip() or _usual_name(source))[:200]
    return source


def _check_mailbox(user: User, mailbox: str) -> None:
    try:
        validate_email(mailbox)
    except ValidationError:
        raise ValueError("Say whose mailbox it is: a mail address such as ana@home.example.") from None
    require(user, "name mailbox", mailbox)
    if suppressed().holds(canonical(mailbox)):
        raise ValueError("Whose mailbox it is was erased here and is kept out.")


def _needs_secret(source: Source) -> bool:
    return source.kind in (Source.Kind.IMAP, Source.Kind.CALDAV) and not source.where.get("token")


def _usual_name(source: Source) -> str:
    where = source.where
    if source.kind == Source.Kind.FOLDER:
        return f"Folder {where['path'].rpartition('/')[2]}"
    return {
        Source.Kind.IMAP: f"Mailbox of {source.mailbox}",
        Source.Kind.CALDAV: f"Calendars of {where.get('user')}",
        Source.Kind.COPY: f"Copies by {source.mailbox}",
    }[source.kind]
