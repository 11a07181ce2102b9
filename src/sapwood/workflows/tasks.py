"""What the worker does: each task calls one workflow."""

from django_tasks import task


@task()
def run_import(import_id: int) -> None:
    from sapwood.records.imports.models import Import

    from .refresh import BESIDE_AN_IMPORT_MB, refresh
    from .repair import sweep
    from .take_in.flow import take_in

    running = Import.objects.get(pk=import_id)
    take_in(running, "worker")
    refresh(memory_mb=BESIDE_AN_IMPORT_MB)
    sweep()


@task()
def after_undo(import_id: int) -> None:
    from .refresh import refresh
    from .repair import sweep

    refresh()
    sweep()


@task()
def people_changed() -> None:
    """Who an address stands for changed, so every figure about them may have."""
    from .refresh import refresh

    refresh()


@task(priority=-10)
def look_across_firms() -> None:
    """Somebody new came in, and may be somebody known from elsewhere. One slice of them; the others are a task of
    their own, so that whatever else was asked for comes first."""
    from .who_is_who.look import look_at_some

    if not look_at_some().over:
        look_across_firms.enqueue()


@task()
def run_forgetting(forgetting_id: int) -> None:
    from sapwood.records.directory.models import Forgetting

    from .forget.flow import run
    from .refresh import refresh

    run(Forgetting.objects.get(pk=forgetting_id))
    refresh()


@task()
def note_said() -> None:
    """Somebody noted a touch down: the figures of that account follow."""
    from .refresh import BESIDE_AN_IMPORT_MB, refresh
    from .repair import tidy

    refresh(memory_mb=BESIDE_AN_IMPORT_MB)
    tidy()


@task()
def source_brought() -> None:
    """A live source brought something: one of many small imports."""
    from .refresh import BESIDE_AN_IMPORT_MB, refresh
    from .repair import tidy

    refresh(memory_mb=BESIDE_AN_IMPORT_MB)
    tidy()


@task()
def let_go() -> None:
    """Somebody said that only who and when shall be kept: what was kept before is deleted."""
    from .repair import sweep

    sweep()


@task()
def begin_day() -> None:
    """A new day: everybody has been silent a day longer, and some words have been kept long enough."""
    from django.utils import timezone

    from .guests import limits
    from .refresh import refresh
    from .repair import sweep

    refresh()
    sweep()
    limits.sweep(timezone.now())
    look_across_firms.enqueue()  # where it was killed in between


@task()
def duty_turned() -> None:
    """Somebody's duty began or ended: calls about service are those of whoever is on duty now."""
    from .service.duty import pass_calls_on

    pass_calls_on()


@task(priority=10)
def send_digests() -> None:
    """Somebody's hour has come."""
    from django.utils import timezone

    from .reminders.send import send_due

    send_due(timezone.now())
