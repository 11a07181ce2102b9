"""Refreshing: what changed in the log and the map of people becomes saved standings and a place in the day's plan.

What every standing rests on is written beside them, so that a refresh measures what changed since and nothing else.
A new day, or much that changed, measures everything. A refresh that is killed has saved nothing, and the next one
finds the same to do.
"""

import gc
from contextlib import suppress
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sapwood.measures.rhythm import Learned
from sapwood.records.relationships.models import Measurement, Outdated, Relationship, Standing
from sapwood.store.duckdb import OutOfMemory
from sapwood.store.lock import one_writer
from sapwood.store.past import Gone

from .clock import today
from .cover.make import make_due_briefs
from .cover.save import save_hangings
from .findable import learn_names
from .give_back import give_back
from .installation import counting_imports, log, past
from .measure import Look, engine, look, organisations_in
from .measure_on import measure_on
from .no_garbage import no_garbage
from .plan_day import plan_day
from .sale import heard
from .sale.breaking import save_breaking_year
from .sale.sales import note_sales
from .save_standings import meet, save_standings
from .tenure.save import save_tenures
from .whom.lines import settle

BESIDE_AN_IMPORT_MB = 56  # an import stays small on the office PC, however long the history is
TRIES = ((1, None), (1, 1), (2, 1), (4, 1))  # times as much, threads: each thread holds rows of its own
MUCH = 0.2  # of the relationships: beyond it, measuring everything costs little more and learns the rhythm anew
MOST = 10_000  # organisations: more could not be named in one question to the database


@no_garbage()
def refresh(as_of: date | None = None, memory_mb: int | None = None) -> int:
    """Saves the standings and the day's plan as of a date (today). Returns how many relationships were measured.
    `memory_mb` is what the engine should do with; it takes longer, and takes more rather than give up."""
    as_of = as_of or today()
    with one_writer(settings.SAPWOOD_HOME, lock="refreshing.lock"):  # the later of two would put back what was
        imports, outdated = counting_imports(), list(Outdated.objects.all())
        before = Measurement.objects.first()
        changed = _changed(before, as_of, imports, outdated)
        if changed is None:
            parts = [(None, _look_at_all(as_of, memory_mb))]
        else:
            named = {one.organisation_id for one in outdated}
            parts = measure_on(before, as_of, imports, changed, named)
        measured = [pair for _, part in parts for pair in part.measured]
        names = _remember(before, parts)
        with transaction.atomic():
            if changed is None or changed:
                meet(measured, changed)
                learn_names(changed)
                save_standings(measured, changed)
                save_hangings(measured, changed)
                make_due_briefs(as_of)
                save_tenures(as_of, measured, changed)
                note_sales(as_of)
                if changed is None:
                    save_breaking_year()
                heard.save(as_of, heard.count(as_of, [part for _, part in parts]), changed)
                plan_day(as_of, measured, None if changed is None else _relationships(changed))
                settle(as_of)
            Outdated.objects.filter(pk__in=[one.pk for one in outdated]).delete()
            learned = parts[0][1].history.outlook.learned if parts else None
            _note(before, as_of, imports, measured, changed, names, learned)
        past().keep_only(names)
    return len(measured)


def _remember(before: Measurement | None, parts: list[tuple[set[int] | None, Look]]) -> list[str]:
    """Keeps what was counted, for the next refresh to add to; names the files that hold then. Where what was counted
    before is gone, a part of it is not worth keeping."""
    names = before.past if before and all(about is not None for about, _ in parts) else []
    for about, part in parts:
        if names or about is None:
            rows = part.source.stream(part.history.touches)
            names = [*names, past().write(rows, part.history.ties, about)]
    try:
        return past().in_one(names)
    except Gone:
        return []


def _relationships(organisations: set[int]) -> set[int]:
    """Those without a touch any more too: what the day offered of them goes."""
    return set(Relationship.objects.filter(organisation__in=organisations).values_list("pk", flat=True))


def _look_at_all(as_of: date, memory_mb: int | None) -> Look:
    for more, threads in TRIES if memory_mb else ():
        gc.collect()  # what an engine that could not do with less still holds
        give_back()
        with suppress(OutOfMemory):
            return look(as_of, engine(more * memory_mb, threads))
    give_back()
    return look(as_of, engine())


def behind() -> bool:
    """Whether something counts, or ceased to, that the standings do not know of, or they are of another day."""
    before, imports = Measurement.objects.first(), counting_imports()
    if before is None:
        return bool(imports)
    return before.imports != imports or before.as_of != today() or Outdated.objects.exists()


def _changed(
    before: Measurement | None, as_of: date, imports: list[int], outdated: list[Outdated]
) -> set[int] | None:
    """Organisations to measure again; None: everything."""
    if before is None or before.as_of != as_of or not before.learned:
        return None
    if any(one.organisation_id is None for one in outdated) or Standing.objects.count() != before.relationships:
        return None
    other = set(imports) ^ set(before.imports)
    if not other and not outdated:
        return set()
    if (set(before.imports) - set(imports)) - log().imports_in():
        return None  # rows of an undone import are gone: nothing tells any more whom they were about
    changed = {one.organisation_id for one in outdated} | (organisations_in(other) if other else set())
    return changed if len(changed) <= min(MOST, MUCH * Relationship.objects.count()) else None


def _note(before, as_of, imports, measured, changed, names, learned: Learned | None) -> None:
    if changed is None:
        Measurement.objects.all().delete()
        before = Measurement(
            as_of=as_of, made=timezone.now(), learned=learned.plain() if learned and measured else {}
        )
    before.imports, before.past, before.relationships = imports, names, Standing.objects.count()
    before.save()
