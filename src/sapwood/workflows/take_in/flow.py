"""The flow: SQL "started" → texts → one commit of the log, carrying the import's number → SQL "done".

Rows of an import that is not done are read by nobody; what a broken-off import left is mended by `repair`.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from errno import ENOSPC
from pathlib import Path
from shutil import rmtree

from deltalake.exceptions import DeltaError
from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from sapwood.collecting.folder import Noted, Piece, gather
from sapwood.facts.interaction import Trouble
from sapwood.identity.address import canonical
from sapwood.records.imports.models import Import, ImportNote, ImportTrouble
from sapwood.store.lock import one_writer

from ..audit import audit
from ..installation import counting_imports, log, log_secret, text_key, texts
from ..no_garbage import little_garbage
from ..paths import path_of
from ..permission import Refused
from ..region import home_region
from ..same_person import look_for_same_people
from ..service.settle import settle_import
from ..service.stage import StagedCases, stage_cases
from ..service.waiting import Waiting
from ..suppression import suppressed
from ..tables.asked import ToLookAt, tables_among, to_look_at
from ..tables.finish import finish as finish_tables
from ..tables.look import look_at
from ..tables.stage import Staged, stage
from ..uploads import forget_uploads
from ..voices.listen import listen
from ..voices.match import match_by_name
from .carried import chunks_with_carried, write_carried
from .chunks import Carrier
from .desks import same_desks
from .erased import Erased
from .learn_addresses import Seen, learn_addresses
from .progress import Progress, Stopped
from .read_chunk import Chunk, Job
from .reading_pool import read_in_parallel
from .settle_home import settle_home
from .sightings import of_this_calendar, seen_as_well, what_to_keep
from .tally import Tally
from .write_facts import Written, write_facts

Status = Import.Status
STORAGE = (OSError, DatabaseError, DeltaError)
Both = tuple[Staged | None, StagedCases]  # what tables and what cases of service became
BEYOND_US = (*STORAGE, BrokenExecutor)
SHOW_EVERY = 200  # pieces
AHEAD = timedelta(days=2)  # a sender's clock may be fast, and its zone ahead


class BrokenOff(Exception):
    """What the import needed to write on failed it; the sentence says how, and what is safe."""


def take_in(
    running: Import,
    door: str,
    on_progress: Callable[[Import], None] = lambda _: None,
    on_wait: Callable[[], None] = lambda: None,
) -> None:
    """Runs an import to its end: done, stopped or failed. The reason of a failure is in `said`, and is raised:
    BrokenOff with a sentence where there was no room or no right to write."""
    with one_writer(settings.SAPWOOD_HOME, on_wait=on_wait):
        waiting = Import.objects.filter(pk=running.pk, status=Status.WAITING)
        if not waiting.update(status=Status.STARTED, started=timezone.now()):
            return  # somebody else ran it while this one waited
        running.refresh_from_db()
        with staging_of(running) as staging:
            try:
                staged, cases = _read_and_commit(running, staging, on_progress)
                _finish(running, Status.DONE, door, running.said, staged, cases)
            except ToLookAt:
                _finish(running, Status.LOOKED_AT, door, running.said)
            except Stopped:
                _finish(running, Status.STOPPED, door, "Stopped. Nothing of it is in; it can be run again.")
            except BaseException as error:
                said = f"The import was broken off: {_reason(error)} Nothing of it is in; run it again."
                with suppress(DatabaseError):  # no room even for this: the next start repairs it
                    _finish(running, Status.FAILED, door, said)
                if isinstance(error, BEYOND_US) or type(error).__name__ == "PanicException":  # the log's, from Rust
                    raise BrokenOff(said) from error
                raise
            else:
                forget_uploads(running)
                look_for_same_people([running.pk])


@little_garbage()
def _read_and_commit(running: Import, staging: Path, on_progress: Callable[[Import], None]) -> Both:
    latest = timezone.now() + AHEAD
    erased = suppressed()
    keep = what_to_keep(running)
    running.own_words_kept = keep == "own words"
    known_so_far = log().known(counting_imports(), seen_as_well(running, keep), of_this_calendar(running))
    tally = Tally(known_so_far)
    progress = Progress(running, tally, on_progress)
    found = _unpacked(running, staging, progress)
    pieces = [piece for piece in found if isinstance(piece, Piece)]
    troubles = [trouble for trouble in found if isinstance(trouble, Trouble)]
    running.bytes_total = sum(_size(piece) for piece in pieces)
    tally.unread = len(troubles)
    tables, pieces, refused = tables_among(running, pieces)
    troubles += refused
    tally.unread += len(refused)
    if tables and to_look_at(running):
        look_at(running, tables, lambda _: progress.show())
        raise ToLookAt
    known = {"region": home_region(), "owner": canonical(running.options.get("mailbox") or "")}
    known["on"] = running.options.get("on") or ""
    desks = {}
    if not known["owner"]:  # who names a mailbox, names the desk
        desks = same_desks(running.by, pieces, latest, progress.show, {**known, "spill": str(staging)})
    written = write_facts(pieces, staging, latest, progress.show, desks, **known)
    pieces, troubles = written.pieces, troubles + written.troubles
    tally.unread += written.unread
    running.bytes_total = sum(_size(piece) for piece in pieces)
    sample = settle_home(running, pieces, latest, erased)
    noted = (erased.unnamed(f"{one.where}: {one.what}") for one in found if isinstance(one, Noted))
    running.said = " ".join(filter(None, [running.said, *noted]))
    given = running.options.get("mailbox")
    job = Job(running.pk, log_secret(), text_key(), keep, latest, staging, erased)
    staged = None
    if tables:
        before = tally.unread

        def on_rows(added: int, known: int, left: int) -> None:
            tally.added, tally.repeated, tally.unread = added, known, before + left
            progress.show()

        staged = stage(running, tables, on_rows)
        tally.unread = before + staged.left
        troubles += staged.troubles
        running.said = f"{running.said} {staged.said()}".strip()
    seen: Seen = {}
    notes: list[tuple[str, str]] = []

    def carried(carriers: Sequence[Carrier]) -> Written:
        written = write_carried(carriers, staging, latest, sample, progress.show)
        troubles.extend(written.troubles)
        tally.unread += written.unread
        running.bytes_total += sum(_size(piece) for piece in written.pieces)
        return written

    wanted = chunks_with_carried(pieces, sample, given, tally, carried)
    for parts, chunk in read_in_parallel(job, wanted, tally.second_copies):
        tally.count(parts, chunk)
        troubles += chunk.troubles
        notes += chunk.notes
        _merge(seen, chunk)
        progress.show()
    progress.show(at_once=True)
    for owner in filter(None, {given, *sample.owners.values()}):
        seen.setdefault(canonical(owner), (Counter(), {"to"}))
    learn_addresses(seen)
    cases = _cases(running, written.cases, staging, keep, erased, progress)
    troubles += cases.troubles
    ImportTrouble.objects.bulk_create(
        (
            ImportTrouble(of=running, where=erased.unnamed(t.where)[:1000], what=erased.unnamed(t.what)[:500])
            for t in troubles
        ),
        batch_size=1000,
    )
    ImportNote.objects.bulk_create(
        (ImportNote(of=running, where=erased.unnamed(where)[:1000], what=what) for where, what in notes),
        batch_size=1000,
    )
    texts().append(sorted(map(str, staging.glob("texts-*.parquet"))))
    log().append(sorted(map(str, staging.glob("log-*.parquet"))))
    match_by_name(running, listen(running))
    running.options["paths"] = [erased.unnamed(path) for path in running.options["paths"]]
    return staged, cases


def _cases(
    running: Import, waiting: Waiting, staging: Path, keep: str, erased: Erased, progress: Progress
) -> StagedCases:
    """Cases of service that no interaction counts are counted here."""
    tally = progress.tally
    added, known, left = tally.added, tally.repeated, tally.unread

    def on_cases(so_far: StagedCases) -> None:
        tally.added, tally.repeated, tally.unread = added + so_far.added, known + so_far.known, left + so_far.left
        progress.show()

    found = stage_cases(running, waiting, staging, keep, erased, on_cases)
    running.said = f"{running.said} {found.said()}".strip()
    progress.show(at_once=True)
    return found


def _unpacked(running: Import, staging: Path, progress: Progress) -> list[Piece | Noted | Trouble]:
    """All that is gathered. Unpacking an archive may take long: it is said how far it is, and it can be stopped."""
    found, said = [], running.said
    for number, one in enumerate(gathered(running, staging), 1):
        found.append(one)
        if not number % SHOW_EVERY:
            running.said = f"Unpacked so far: {number:,} files and messages."
            progress.show()
    running.said = said
    return found


def gathered(running: Import, staging: Path) -> Iterator[Piece | Noted | Trouble]:
    """What stands under each path, called by the name a person knows: an upload is kept under a number."""
    for number, (path, name) in enumerate(zip(running.options["paths"], running.options["names"], strict=True)):
        if running.options.get("facts"):  # a note: written here, so there is nothing to find out
            yield Piece(path_of(path), "facts", name)
            continue
        path, spool = path_of(path), staging / f"spool-{number}"
        spool.mkdir()
        for found in gather([path], spool):
            yield found if path.name == name else replace(found, where=name + found.where.removeprefix(path.name))


def _size(piece: Piece) -> int:
    return (piece.end if piece.end is not None else piece.path.stat().st_size) - piece.start


def _merge(seen: Seen, chunk: Chunk) -> None:
    for address, (names, roles) in chunk.addresses.items():
        if address in seen:
            seen[address][0].update(names)
            seen[address][1].update(roles)
        else:
            seen[address] = (names, roles)


@transaction.atomic
def _finish(
    running: Import,
    status: str,
    door: str,
    said: str,
    staged: Staged | None = None,
    cases: StagedCases | None = None,
) -> None:
    if staged is not None:
        finish_tables(running, staged)
    running.status, running.said, running.finished = status, said, timezone.now()
    running.save()
    if cases is not None:
        settle_import(running, cases.met)
    audit(running.by, door, f"import {status}", running, added=running.added, known=running.known)


@contextmanager
def staging_of(running: Import) -> Iterator[Path]:
    """Its own folder for what is half written, gone afterwards."""
    folder = Path(settings.SAPWOOD_HOME) / "staging" / str(running.pk)
    rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)


def _reason(error: BaseException) -> str:
    if getattr(error, "errno", None) == ENOSPC or "disk is full" in str(error) or "No space left" in str(error):
        return "the disk is full."
    if isinstance(error, BrokenExecutor):
        return "a process that reads mail was ended from outside, perhaps for want of memory."
    if isinstance(error, ValueError | Refused):
        return str(error)
    return f"{type(error).__name__}: {error}."[:300]
