"""How a source is doing, in a sentence: what came last, what is wrong, when it is read next."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from sapwood.planning.source_silence import Look, silence
from sapwood.records.access.models import User
from sapwood.records.sources.models import Source, SourceRun

from .history import failures_in_a_row, last_done

Status = SourceRun.Status
STEADY = (Source.Kind.IMAP, Source.Kind.FOLDER)  # a calendar may rest, and nobody has to copy mail


@dataclass(frozen=True)
class State:
    """`colour` is green, amber or red, or "" where it is too early to say; `silent` a sentence where it has been so
    for too long."""

    colour: str
    said: str
    last_success: datetime | None
    last_news: datetime | None
    next: datetime | None
    reading: SourceRun | None
    silent: str


def state_of(source: Source, now: datetime | None = None) -> State:
    now = now or timezone.now()
    good = last_done(source)
    reading = source.runs.filter(status__in=[Status.WAITING, Status.STARTED]).first()
    last = source.runs.exclude(status__in=[Status.WAITING, Status.STARTED]).first()
    news = list(source.runs.filter(added__gt=0).order_by("-finished").values_list("finished", flat=True)[:50])
    pause = source.paused
    silent = "" if pause or source.removed else silence(_looks(source, good, news), now)
    colour, said = "green", ""
    if source.removed:
        colour, said = "", "It was removed and is read no more."
    elif pause:
        colour, said = "amber", f"It rests: {pause.by} paused it. Nothing is read until somebody has it go on."
    elif last is None:
        colour, said = "", "It has not been read yet."
    elif last.status == Status.FAILED:
        times = failures_in_a_row(source)
        colour = "red" if times > 1 else "amber"
        said = last.said if times < 2 else f"{last.said} That happened {times} times in a row."
    elif silent:
        colour, said = "amber", silent
    else:
        said = f"It is read well. At the last look: {outcome(last)}"
    due = source.due if not (pause or source.removed) else None
    return State(colour, said, good.finished if good else None, news[0] if news else None, due, reading, silent)


def silent_sources(user: User | None = None, now: datetime | None = None) -> list[tuple[Source, str]]:
    """The sources (of one user) that have been silent for too long, each with its sentence."""
    seen = Source.objects.visible_to(user) if user else Source.objects.all()
    standing = seen.standing().prefetch_related("pauses__by")
    told = [(source, state_of(source, now).silent) for source in standing]
    return [(source, said) for source, said in told if said]


def outcome(run: SourceRun) -> str:
    """What one look brought, in a sentence."""
    if run.status == Status.FAILED:
        brought = f" {run.added:,} came in before that and are safe." if run.added else ""
        return f"{run.said}{brought}"
    if run.status == Status.STOPPED:
        return run.said
    if run.status in (Status.WAITING, Status.STARTED):
        return run.doing or run.get_status_display()
    if not run.added and not run.known and not run.unread:
        return "nothing new."
    parts = [f"{run.added:,} came in"]
    if run.known:
        parts.append(f"{run.known:,} were known already")
    if run.unread:
        parts.append(f"{run.unread:,} could not be read")
    return f"{', '.join(parts)}."


def _looks(source: Source, good: SourceRun | None, news: list[datetime]) -> Look:
    expected = news if source.kind in STEADY else []
    return Look(source.added, good.finished if good else None, sorted(expected))
