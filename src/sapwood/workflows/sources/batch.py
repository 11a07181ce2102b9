"""What was fetched becomes an import like any other: same reading, same troubles, same undo, same repair."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sapwood.collecting.catch import Catch
from sapwood.identity.address import canonical
from sapwood.records.imports.models import Import
from sapwood.records.sources.models import Source, SourceBatch, SourceRun
from sapwood.store.lock import Busy, one_writer

from ..audit import audit
from ..paths import as_text, readable
from ..suppression import suppressed
from ..uploads import folder_of, holds_uploads

Status = Import.Status
UNFINISHED = (Status.WAITING, Status.STOPPED, Status.FAILED)


def fetching_folder(source: Source) -> Path:
    """Where this source's messages lie while they are fetched; emptied of what a killed run left."""
    folder = Path(settings.MEDIA_ROOT) / f"source-{source.pk}"
    rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    return folder


def forget_fetched() -> None:
    """Takes away what killed runs fetched and never handed on; a run at work holds its source's lock."""
    for folder in Path(settings.MEDIA_ROOT).glob("source-*"):
        with suppress(Busy), one_writer(settings.SAPWOOD_HOME, wait=False, lock=f"{folder.name}.lock"):
            rmtree(folder, ignore_errors=True)


@transaction.atomic
def ask_batch(run: SourceRun, catch: Catch, into: Path, door: str) -> SourceBatch:
    """An import of what was fetched, not in the queue: the run takes it in itself. Files under `into` move to the
    import's own uploads, which go once it is over; others stay where they are."""
    source = run.source
    gone = suppressed()
    mailbox = source.mailbox if source.mailbox and not gone.holds(canonical(source.mailbox)) else None
    asked = Import.objects.create(
        by=source.owner,
        source=gone.unnamed(source.name)[:500],
        asked=timezone.now(),
        text=source.text,
        mailbox_given=bool(mailbox),
    )
    asked.options = {
        "paths": [as_text(_kept(asked, number, path, into)) for number, (path, _) in enumerate(catch.files)],
        "names": [gone.unnamed(readable(name)) for _, name in catch.files],
        "home_domains": [],
        "mailbox": mailbox,
    }
    asked.save(update_fields=["options"])
    asked.text_changes.create(text=asked.text, by=source.owner, changed=asked.asked)
    audit(source.owner, door, "ask import", asked, source=asked.source, text=asked.text, live_source=source.pk)
    return SourceBatch.objects.create(run=run, brought=asked, state=catch.state)


def left_over(source: Source) -> Iterator[SourceBatch]:
    """Batches of earlier runs that were fetched and never came in, and whose files are still here."""
    found = SourceBatch.objects.filter(run__source=source, brought__status__in=UNFINISHED).select_related("brought")
    for batch in found.order_by("pk"):
        if holds_uploads(batch.brought):
            yield batch
        elif batch.brought.status != Status.STOPPED:
            batch.brought.delete()  # nothing of it is in, and what it was is fetched again


def _kept(asked: Import, number: int, path: Path, into: Path) -> Path:
    if not path.is_relative_to(into):
        return path
    folder = folder_of(asked)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path.rename(folder / f"{number}")
