"""One look at a source: fetch a batch, take it in, remember where to go on, until there is nothing new.

A run that is killed anywhere doubles nothing: where to go on is remembered after a batch is in, and what is fetched
again is known by its identity.
"""

import logging
import random
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from shutil import rmtree

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sapwood.collecting.catch import Catch, Unreachable
from sapwood.records.imports.models import Import
from sapwood.records.sources.models import Source, SourceBatch, SourceRun
from sapwood.store.lock import Busy, one_writer

from ..imports import run_again, stop_import
from ..repair import repair
from ..take_in.flow import BrokenOff, take_in
from .batch import ask_batch, fetching_folder, left_over
from .history import failures_in_a_row, forget_old_runs
from .schedule import next_look

Status = SourceRun.Status
HERE = (Source.Kind.FOLDER, Source.Kind.COPY)  # on this machine, where looking costs nothing
OFTEN = timedelta(minutes=1)
EVERY_S = 1.0  # how often a run looks whether it shall stop
STOPPED = "Stopped. What was in by then is in; the rest is fetched the next time."
KILLED = "It was broken off in the middle. What was in by then is in; the rest is fetched the next time."
logger = logging.getLogger(__name__)


class Stopped(Exception):
    """A person stopped the run, or Sapwood itself is being stopped."""


def run_source(
    source: Source, door: str, asked: SourceRun | None = None, stopping: Callable[[], bool] = lambda: False
) -> SourceRun | None:
    """Looks at a source now; `asked` is the wish of a person for it. None where somebody else is reading it."""
    try:
        with one_writer(settings.SAPWOOD_HOME, wait=False, lock=f"source-{source.pk}.lock"):
            source.refresh_from_db()
            if source.removed or (source.paused and not asked):
                return None
            if asked and not source.runs.filter(pk=asked.pk, status=Status.WAITING).exists():
                return None  # somebody else has fulfilled the wish meanwhile
            run = _begin(source, asked)
            try:
                _run(run, door, stopping)
            except Stopped:
                _finish(run, Status.STOPPED, STOPPED)
            except (Unreachable, BrokenOff) as error:
                _finish(run, Status.FAILED, str(error))
            except Exception as error:
                logger.exception("source %s", source.pk)
                _finish(run, Status.FAILED, f"Something unforeseen happened ({type(error).__name__}).")
            except BaseException:
                _finish(run, Status.STOPPED, STOPPED)
                raise
            else:
                _finish(run, Status.DONE, "")
            return run
    except Busy:
        return None


def _begin(source: Source, asked: SourceRun | None) -> SourceRun:
    now = timezone.now()
    source.runs.filter(status=Status.STARTED).update(status=Status.FAILED, said=KILLED, finished=now)
    run = asked or SourceRun(source=source, asked=now)
    run.source, run.status, run.started = source, Status.STARTED, now
    run.save()
    if run.anew:
        source.state = {}
        source.save(update_fields=["state"])
    return run


def _run(run: SourceRun, door: str, stopping: Callable[[], bool]) -> None:
    alive = _Alive(run, stopping)
    if Import.objects.filter(batch__run__source=run.source, status=Import.Status.STARTED).exists():
        repair()
    for batch in left_over(run.source):
        run_again(run.source.owner, batch.brought, door, queue=False)
        _take(run, batch, door)
    into = fetching_folder(run.source)
    try:
        from .fetching import fetch

        with closing(fetch(run.source, into, alive.tell)) as found:
            for catch in found:
                _one(run, catch, into, door)
                alive.tell("", 0)
    finally:
        rmtree(into, ignore_errors=True)


def _one(run: SourceRun, catch: Catch, into: Path, door: str) -> None:
    run.notes = [*run.notes, *catch.notes][:100]
    run.fetched += catch.count
    if catch.files:
        run.doing = "Reading what was fetched"
        run.save(update_fields=["notes", "fetched", "doing"])
        _take(run, ask_batch(run, catch, into, door), door)
    else:
        _go_on_from(run.source, catch.state)


def _take(run: SourceRun, batch: SourceBatch, door: str) -> None:
    brought = batch.brought
    take_in(brought, door)
    brought.refresh_from_db()
    if brought.status != Import.Status.DONE:
        raise Stopped
    run.added += brought.added
    run.known += brought.known
    run.unread += brought.troubles.count()
    run.save(update_fields=["added", "known", "unread"])
    _go_on_from(run.source, batch.state)


def _go_on_from(source: Source, state: dict) -> None:
    with transaction.atomic():
        Source.objects.select_for_update().get(pk=source.pk)
        source.state = source.state | state
        source.save(update_fields=["state"])


def _finish(run: SourceRun, status: str, said: str) -> None:
    run.status, run.said, run.doing, run.finished = status, said, "", timezone.now()
    with transaction.atomic():
        run.save(update_fields=["status", "said", "doing", "finished", "notes", "fetched"])
        failures = failures_in_a_row(run.source)
        every = settings.SAPWOOD_SOURCE_EVERY
        if run.source.kind in HERE:
            every = min(every, OFTEN)
        due = next_look(run.finished, every, failures, random.random())
        Source.objects.filter(pk=run.source_id).update(due=due)
        forget_old_runs(run)


class _Alive:
    """Says what a run is doing, and ends it where a person or Sapwood's own end asks for it."""

    def __init__(self, run: SourceRun, stopping: Callable[[], bool]):
        self.run, self.stopping, self.last = run, stopping, 0.0

    def tell(self, what: str, of: int) -> None:
        if self.stopping():
            raise Stopped
        now = time.monotonic()
        if now - self.last < EVERY_S:
            return
        self.last = now
        run = self.run
        if what:
            run.doing = f"{what}, {of:,} new"[:300]
            run.save(update_fields=["doing", "fetched"])
        if SourceRun.objects.filter(pk=run.pk).exclude(stop_asked=None).exists():
            raise Stopped


def stop_imports_of(run: SourceRun, user, door: str) -> None:
    """The import that a run is at just now stops too."""
    at_work = (Import.Status.WAITING, Import.Status.STARTED)
    for batch in run.batches.filter(brought__status__in=at_work).select_related("brought"):
        stop_import(user, batch.brought, door)
