"""What people do with a source that is there: read it now, stop that, let it rest, go on, remove it."""

from shutil import rmtree

from django.db import transaction
from django.utils import timezone

from sapwood.records.access.models import User
from sapwood.records.imports.models import Import
from sapwood.records.sources.models import Source, SourceRun

from ..audit import audit
from ..imports import undo_import
from ..permission import require
from .copied import waiting_in
from .run import stop_imports_of

Status = SourceRun.Status
AT_WORK = (Status.WAITING, Status.STARTED)


def ask_run(user: User, source: Source, anew: bool = False, door: str = "page") -> SourceRun:
    """Has it read as soon as may be; `anew` from the start, as if it had never been. A wish that waits already is
    enough."""
    require(user, "change source", source)
    if source.removed:
        raise ValueError("It was removed, so there is nothing to read. Connect it again.")
    with transaction.atomic():
        waiting = source.runs.select_for_update().filter(status=Status.WAITING).first()
        if waiting:
            waiting.anew = waiting.anew or anew
            waiting.save(update_fields=["anew"])
            return waiting
        asked = source.runs.create(by=user, asked=timezone.now(), anew=anew)
        audit(user, door, "read source again" if anew else "read source", source)
    return asked


def stop_run(user: User, source: Source, door: str = "page") -> None:
    """Stops what is being read: what is in stays in, and the next run goes on from there."""
    require(user, "change source", source)
    with transaction.atomic():
        now = timezone.now()
        source.runs.filter(status=Status.WAITING).update(
            status=Status.STOPPED, finished=now, said="It was called off."
        )
        running = source.runs.filter(status=Status.STARTED, stop_asked=None)
        for run in running:
            run.stop_asked, run.stop_asked_by = now, user
            run.save(update_fields=["stop_asked", "stop_asked_by"])
            stop_imports_of(run, user, door)
        audit(user, door, "stop source", source)


def pause(user: User, source: Source, door: str = "page") -> None:
    """It is read no more until somebody has it go on."""
    require(user, "change source", source)
    with transaction.atomic():
        Source.objects.select_for_update().get(pk=source.pk)
        if not source.pauses.filter(ended=None).exists():
            source.pauses.create(by=user, begun=timezone.now())
            audit(user, door, "pause source", source)


def go_on(user: User, source: Source, door: str = "page") -> None:
    require(user, "change source", source)
    with transaction.atomic():
        if source.pauses.filter(ended=None).update(ended=timezone.now(), ended_by=user):
            Source.objects.filter(pk=source.pk).update(due=None)
            audit(user, door, "go on with source", source)


def remove(user: User, source: Source, undo: bool, door: str = "page", queue: bool = True) -> None:
    """It is read no more and its password is gone. `undo` takes back what it brought; what another import brought
    too, stays either way."""
    require(user, "change source", source)
    stop_run(user, source, door)
    with transaction.atomic():
        gone = Source.objects.filter(pk=source.pk, removed=None).update(
            removed=timezone.now(), removed_by=user, secret=None, state={}
        )
        if gone:
            audit(user, door, "remove source", source, undone=undo)
    rmtree(waiting_in(source), ignore_errors=True)
    if undo:
        for brought in Import.objects.filter(batch__run__source=source, status=Import.Status.DONE):
            undo_import(user, brought, door, queue=queue)
