"""Writing a note into the log: one commit, at once where nobody else is writing, else by the worker."""

import os
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sapwood.collecting.piece import Piece
from sapwood.identity.address import canonical
from sapwood.reading.fact_lines import mark_of
from sapwood.records.imports.models import Import
from sapwood.store.lock import Busy, one_writer
from sapwood.store.rows import address_key, interaction_id

from ..audit import audit
from ..installation import log, log_secret, text_key, texts
from ..paths import path_of
from ..suppression import suppressed
from ..take_in.flow import staging_of
from ..take_in.read_chunk import Job, Part, Reader
from ..take_in.sightings import what_to_keep
from ..tasks import note_said, run_import
from ..uploads import forget_uploads

Status = Import.Status


def enter(asked: Import) -> bool:
    """Whether it is in. Where an import is writing it waits for the worker, which takes it in like any other."""
    try:
        with one_writer(settings.SAPWOOD_HOME, wait=False):
            write(asked)
    except Busy:
        run_import.enqueue(asked.pk)
        return False
    note_said.enqueue()
    return True


def enter_and_wait(asked: Import) -> bool:
    """The same where there may be no worker: it waits for its turn."""
    with one_writer(settings.SAPWOOD_HOME):
        write(asked)
    return True


def write(asked: Import) -> None:
    """Whoever calls holds the write lock. Killed in between, it is finished or failed by repair, as all are."""
    if not Import.objects.filter(pk=asked.pk, status=Status.WAITING).update(
        status=Status.STARTED, started=timezone.now()
    ):
        return
    asked.refresh_from_db()
    path = path_of(asked.options["paths"][0])
    with staging_of(asked) as staging:
        keep = what_to_keep(asked)
        asked.own_words_kept = keep == "own words"
        troubles = _staged(asked, path, staging, keep)
        texts().append(sorted(map(str, staging.glob("texts-*.parquet"))))
        log().append(sorted(map(str, staging.glob("log-*.parquet"))))
        with transaction.atomic():
            asked.status, asked.finished, asked.read = Status.DONE, timezone.now(), 1
            asked.added, asked.said = 1 - len(troubles), " ".join(troubles)
            asked.save()
            audit(asked.by, "note", "import done", asked, added=asked.added, known=0)
    forget_uploads(asked)


def _staged(asked: Import, path: Path, staging: Path, keep: str) -> list[str]:
    line = path.read_bytes()
    identity, _ = mark_of(line)
    latest = timezone.now()
    job = Job(asked.pk, log_secret(), text_key(), keep, latest, staging, suppressed())
    mine = address_key(log_secret(), canonical(asked.by.email))
    reader = Reader(job, str(os.getpid()))
    try:
        part = Part(
            interaction_id(log_secret(), identity), Piece(path, "facts", "a note"), 1, 0, len(line), mine, False
        )
        return [trouble.what for trouble in reader.read([part]).troubles]
    finally:
        reader.close()
