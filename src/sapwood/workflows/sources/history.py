"""What the runs of a source say together."""

from datetime import timedelta

from sapwood.records.sources.models import Source, SourceRun

Status = SourceRun.Status
KEPT = timedelta(days=90)


def last_done(source: Source) -> SourceRun | None:
    return source.runs.filter(status=Status.DONE).order_by("-finished").first()


def failures_in_a_row(source: Source) -> int:
    """How many runs failed since the last that did not."""
    failed = source.runs.filter(status=Status.FAILED)
    if good := last_done(source):
        failed = failed.filter(pk__gt=good.pk)
    return failed.count()


def forget_old_runs(run: SourceRun) -> None:
    """Of looks that found nothing the last is enough; others without imports go after KEPT."""
    without = SourceRun.objects.filter(source=run.source, batches=None, pk__lt=run.pk)
    nothing = without.filter(status=Status.DONE, notes=[], by=None)
    if run.status == Status.DONE:
        nothing.delete()
    without.filter(finished__lt=run.finished - KEPT).delete()
