"""Taking in: bytes from a source become rows of the log, as one unit.

SQL "started" → texts → one commit of the log, carrying the import's id → SQL "done". Rows of an import that is
not done are read by nobody; what a broken-off import left is mended by `repair`.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import rmtree

import numpy as np
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sapwood.collecting.folder import Piece, gather
from sapwood.facts.interaction import Trouble
from sapwood.identity.address import canonical
from sapwood.records.imports.models import Import, ImportTrouble
from sapwood.store.lock import one_writer
from sapwood.store.rows import address_key, interaction_id

from .audit import audit
from .home import call_home, home_domains
from .imports import Status, forget_uploads
from .installation import counting_imports, log, log_secret, text_key, texts
from .learn_addresses import Seen, learn_addresses
from .parts import messages
from .read_chunk import Chunk, Job, Part
from .reading_pool import read_in_parallel
from .sample_mail import Sample, look_at

CHUNK_MESSAGES = 1000
CHUNK_BYTES = 8 << 20
A_DAY_AHEAD = timedelta(days=2)  # a sender's clock may be fast, and its zone ahead


class Stopped(Exception):
    """A person asked the import to stop."""


def take_in(
    running: Import, door: str, on_progress: Callable[[Import], None] = lambda _: None, on_wait=lambda: None
) -> None:
    """Runs an import to its end: done, stopped or failed. The reason of a failure is in `said`, and is raised."""
    with one_writer(settings.SAPWOOD_HOME, on_wait=on_wait):
        if not Import.objects.filter(pk=running.pk, status=Status.WAITING).update(
            status=Status.STARTED, started=timezone.now()
        ):
            return  # somebody else ran it while this one waited
        running.refresh_from_db()
        with _staging(running) as staging:
            try:
                _read_and_commit(running, staging, on_progress)
            except Stopped:
                _finish(running, Status.STOPPED, door, "Stopped. Nothing of it is in; it can be run again.")
            except BaseException as error:
                _finish(
                    running, Status.FAILED, door, f"Broken off: {_reason(error)} Nothing of it is in; run it again."
                )
                raise
            else:
                _finish(running, Status.DONE, door, running.said)
                forget_uploads(running)


def _read_and_commit(running: Import, staging: Path, on_progress: Callable[[Import], None]) -> None:
    paths, names = (running.options[name] for name in ("paths", "names"))
    latest = timezone.now() + A_DAY_AHEAD
    gathered = [
        found
        for i, (path, name) in enumerate(zip(paths, names, strict=True))
        for found in _gather(i, Path(path), name, staging)
    ]
    pieces = [piece for piece in gathered if isinstance(piece, Piece)]
    troubles = [trouble for trouble in gathered if isinstance(trouble, Trouble)]
    running.bytes_total = sum((p.end if p.end is not None else p.path.stat().st_size) - p.start for p in pieces)
    sample = _settle_home(running, pieces, latest)
    job = Job(running.pk, log_secret(), text_key(), settings.SAPWOOD_KEEP_TEXT_DAYS != 0, latest, staging)
    seen: Seen = {}
    staged_log, staged_texts = [], []
    tally = Tally(running, log().known(counting_imports()))
    progress = Progress(running, tally, on_progress)
    tally.unread += len(troubles)
    for parts, chunk in read_in_parallel(job, _chunks(pieces, sample, running, tally), settings.SAPWOOD_WORKERS):
        staged_log += [chunk.staged_log] if chunk.staged_log else []
        staged_texts += [chunk.staged_texts] if chunk.staged_texts else []
        troubles += chunk.troubles
        tally.count(parts, chunk)
        _merge(seen, chunk)
        progress.show()
    progress.show(at_once=True)
    for owner in filter(None, {running.options.get("mailbox"), *sample.owners.values()}):
        seen.setdefault(canonical(owner), (Counter(), {"to"}))
    learn_addresses(seen)
    ImportTrouble.objects.bulk_create(
        (ImportTrouble(of=running, where=t.where[:1000], what=t.what[:500]) for t in troubles), batch_size=1000
    )
    texts().append(staged_texts)
    log().append(staged_log)


def _gather(number: int, path: Path, name: str, staging: Path) -> Iterator[Piece | Trouble]:
    """What stands under one path, called by the name a person knows: an upload is kept under a number."""
    spool = staging / f"spool-{number}"
    spool.mkdir()
    for found in gather([path], spool):
        yield replace(found, where=name + found.where.removeprefix(path.name)) if path.name != name else found


class Tally:
    """What is counted while an import runs, and which interactions are known so far."""

    def __init__(self, running: Import, known):
        self.running, self.known = running, known
        self.fresh: defaultdict[int, set[int]] = defaultdict(set)  # this import's own, by mailbox
        self.added = self.repeated = self.unread = self.bytes = 0

    @property
    def read(self) -> int:
        return self.added + self.repeated + self.unread

    def count(self, parts: list[Part], chunk: Chunk) -> None:
        for part, unread in zip(parts, chunk.unread, strict=True):
            self.unread += unread
            self.repeated += part.known and not unread
            self.added += not part.known and not unread

    def sift(self, ids: np.ndarray, mailboxes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Which of these interactions are known anywhere, and which of the known need no new sighting."""
        known = self.known.among(ids)
        sighted = np.zeros(len(ids), bool)
        for mailbox in np.unique(mailboxes):
            here = mailboxes == mailbox
            sighted[here] = self.known.among(ids[here], int(mailbox))
        for place, (number, mailbox) in enumerate(zip(ids.tolist(), mailboxes.tolist(), strict=True)):
            known[place] |= any(number in brought for brought in self.fresh.values())
            sighted[place] |= number in self.fresh[mailbox]
            self.fresh[mailbox].add(number)
        return known, sighted


def _chunks(pieces: list[Piece], sample: Sample, running: Import, tally: Tally) -> Iterator[list[Part]]:
    """Chunks of messages that have to be read: new ones, and known ones newly seen in somebody's mailbox."""
    given = running.options.get("mailbox")
    secret = log_secret()
    batch: list[tuple[Part, int]] = []
    size = 0
    for piece in pieces:
        owner = given or sample.owner_of(piece)
        mailbox = address_key(secret, canonical(owner)) if owner else 0
        for message in messages(piece):
            number = interaction_id(secret, message.identity or f"at:{message.where}")
            batch.append(
                (Part(piece.path, message.start, message.end, message.where, message.kind, mailbox, False), number)
            )
            size += message.end - message.start
            if len(batch) >= CHUNK_MESSAGES or size >= CHUNK_BYTES:
                yield _to_read(batch, tally)
                batch, size = [], 0
    if batch:
        yield _to_read(batch, tally)


def _to_read(batch: list[tuple[Part, int]], tally: Tally) -> list[Part]:
    ids = np.array([number for _, number in batch], np.int64)
    mailboxes = np.array([part.mailbox for part, _ in batch], np.int64)
    known, sighted = tally.sift(ids, mailboxes)
    tally.repeated += int(sighted.sum())
    tally.bytes += sum(part.end - part.start for part, _ in batch)
    return [part._replace(known=bool(k)) for (part, _), k, s in zip(batch, known, sighted, strict=True) if not s]


class Progress:
    """Tells the page, through SQL, and the caller how far an import is; twice a second at most."""

    def __init__(self, running: Import, tally: Tally, on_progress: Callable[[Import], None]):
        self.running, self.tally, self.on_progress, self.last = running, tally, on_progress, 0.0

    def show(self, at_once: bool = False) -> None:
        now = time.monotonic()
        if not at_once and now - self.last < 0.5:
            return
        self.last = now
        running, tally = self.running, self.tally
        running.read, running.added, running.known, running.bytes_done = (
            tally.read,
            tally.added,
            tally.repeated,
            tally.bytes,
        )
        running.save(update_fields=["read", "added", "known", "bytes_done", "bytes_total", "said"])
        if Import.objects.filter(pk=running.pk, stop_asked=True).exists():
            raise Stopped
        self.on_progress(running)


def _settle_home(running: Import, pieces: list[Piece], latest) -> Sample:
    """Home as it was given, as it is known, or as the mail itself shows it; said in a sentence."""
    given = running.options.get("home_domains") or []
    if given:
        call_home(running.by, given, "import")
    sample = look_at(pieces, home_domains(), latest)
    said = []
    if sample.guesses:
        best = sample.guesses[0]
        call_home(running.by, [best.domain], "import", inferred=True, evidence=best.sentence)
        said.append(f"Took {best.domain} for home: {best.sentence} Say so if it is not.")
    elif not home_domains() and pieces:
        said.append("No domain could be taken for home, so nobody is an account yet. Name your home domain.")
    if not running.options.get("mailbox") and sample.owners:
        said.append(f"Mailbox of {', '.join(sorted(set(sample.owners.values()))[:5])}.")
    running.said = " ".join(said)
    return sample


def _merge(seen: Seen, chunk: Chunk) -> None:
    for address, (names, roles) in chunk.addresses.items():
        if address in seen:
            seen[address][0].update(names)
            seen[address][1].update(roles)
        else:
            seen[address] = (names, roles)


@transaction.atomic
def _finish(running: Import, status: str, door: str, said: str) -> None:
    running.status, running.said, running.finished = status, said, timezone.now()
    running.save()
    audit(running.by, door, f"import {status}", running, added=running.added, known=running.known)


@contextmanager
def _staging(running: Import) -> Iterator[Path]:
    folder = Path(settings.SAPWOOD_HOME) / "staging" / str(running.pk)
    rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno == 28:
        return "the disk is full."
    return f"{type(error).__name__}: {error}."[:300]
