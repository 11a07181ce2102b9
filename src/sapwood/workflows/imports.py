"""Asking for an import, stopping it, running it again, undoing it."""

from collections.abc import Iterable
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from sapwood.identity.address import canonical
from sapwood.reading.transcript.dates import dated
from sapwood.records.access.models import User
from sapwood.records.imports.models import Import

from .audit import audit
from .paths import as_text, readable
from .permission import require
from .service.settle import settle_import
from .suppression import suppressed
from .tables.take_back import take_back
from .tasks import after_undo, run_import
from .uploads import keep_upload

Status = Import.Status


def ask_import(
    user: User,
    files: Iterable[UploadedFile | Path],
    home_domains: Iterable[str] = (),
    mailbox: str | None = None,
    door: str = "page",
    queue: bool = True,
    text: str = Import.Text.PRIVATE,
    on: str = "",
) -> Import:
    """An import in the queue. Uploaded files are kept under home until the import is over. `text` says who may read
    what was written: "private", "none" or "shared"; `on` the day of transcripts that name none.
    Raises Refused, or ValueError where there is nothing to read."""
    require(user, "import")
    home_domains = list(home_domains)
    if home_domains:
        require(user, "set up")
    if mailbox:
        require(user, "name mailbox", mailbox)
    if text not in Import.Text.values:
        raise ValueError(f"{text!r} does not say who may read it. Choose one of {', '.join(Import.Text.values)}.")
    if on and dated(on) is None:
        raise ValueError(f"{on!r} is no day. Write it as 2024-05-03 or, with the hour in UTC, 2024-05-03 13:30.")
    files = list(files)
    if not files:
        raise ValueError("No file was chosen. Choose an mbox, .eml, .zip or .tar.gz file, or several.")
    gone = suppressed()
    if mailbox and gone.holds(canonical(mailbox)):
        mailbox = None  # nobody's mailbox any more
    named = [Path(f.name or "upload") if isinstance(f, UploadedFile) else f for f in files]
    with transaction.atomic():
        asked = Import.objects.create(by=user, source=gone.unnamed(name_of(named)), asked=timezone.now(), text=text)
        paths = [
            keep_upload(asked, i, f) if isinstance(f, UploadedFile) else f.absolute() for i, f in enumerate(files)
        ]
        asked.options = {
            "paths": [as_text(path) for path in paths],
            "names": [gone.unnamed(readable(name.name or str(name))) for name in named],
            "home_domains": home_domains,
            "mailbox": mailbox,
            "preview": door == "page",
            "on": on,
        }
        asked.mailbox_given = bool(mailbox)
        asked.save(update_fields=["options", "mailbox_given"])
        asked.text_changes.create(text=text, by=user, changed=asked.asked)
        audit(user, door, "ask import", asked, source=asked.source, text=text)
        if queue:
            _queue(asked)
    return asked


def stop_import(user: User, running: Import, door: str = "page") -> None:
    """Asks a running import to stop: nothing of it comes in, and it can be run again."""
    require(user, "stop import", running)
    with transaction.atomic():
        if Import.objects.filter(pk=running.pk, status__in=[Status.WAITING, Status.STARTED]).update(stop_asked=True):
            audit(user, door, "stop import", running)


def run_again(user: User, before: Import, door: str = "page", queue: bool = True) -> None:
    """Runs a stopped or broken-off import again from its files."""
    require(user, "import")
    require(user, "see import", before)
    over = [Status.STOPPED, Status.FAILED]
    with transaction.atomic():
        if Import.objects.filter(pk=before.pk, status__in=over).update(
            status=Status.WAITING,
            stop_asked=False,
            started=None,
            finished=None,
            read=0,
            added=0,
            known=0,
            bytes_done=0,
            said="",
        ):
            before.troubles.all().delete()
            before.notes.all().delete()
            audit(user, door, "run import again", before)
            if queue:
                _queue(before)


def undo_import(user: User, done: Import, door: str = "page", queue: bool = True) -> None:
    """Withdraws an import: its interactions vanish from every reading at once, and from the disk in the background.
    What another import has brought too, stays."""
    require(user, "undo import", done)
    with transaction.atomic():
        if Import.objects.filter(pk=done.pk, status=Status.DONE).update(status=Status.WITHDRAWN):
            settle_import(done)
            if stays := take_back(done):
                Import.objects.filter(pk=done.pk).update(said=stays)
            audit(user, door, "undo import", done)
            if queue:
                transaction.on_commit(lambda: after_undo.enqueue(done.pk))


def name_of(paths: list[Path]) -> str:
    """What a person would call these files."""
    names = ", ".join(readable(path.name or str(path)) for path in paths)
    return names if len(names) <= 200 else f"{readable(paths[0].name)[:180]} and {len(paths) - 1} more"


def _queue(asked: Import) -> None:
    transaction.on_commit(lambda: run_import.enqueue(asked.pk))
