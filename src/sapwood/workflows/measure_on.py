"""Measuring on: what came since is added to what was counted before, and only what nobody can add to is counted anew.

A thousand new mails may concern accounts that hold a good part of all history; reading that again from the log would
cost as much as the history is long.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from sapwood.measures.history import Before
from sapwood.measures.meetings import Meeting
from sapwood.measures.rhythm import learned_from
from sapwood.measures.touches import DAY_S
from sapwood.records.relationships.models import Measurement, Standing
from sapwood.store.duckdb import DuckDB
from sapwood.store.past import Gone

from .installation import log, past
from .measure import Look, engine_on, keys_in, keys_of, look, people_of
from .spilled import spill

Part = tuple[set[int], Look]


def measure_on(
    before: Measurement, as_of: date, imports: list[int], changed: set[int], outdated: set[int]
) -> list[Part]:
    """The `changed` organisations measured, in one or two parts. `outdated` ones of them changed otherwise than by
    what `imports` brought since `before`."""
    learned, parts = learned_from(before.learned), []
    added = _added(before, imports, changed - outdated)
    anew = changed - (added.organisations if added else set())
    with ThreadPoolExecutor(1) as beside:  # what is counted anew is read while the rest is measured
        reading = beside.submit(engine_on, keys_of(anew), imports) if anew else None
        if added:
            parts.append((added.organisations, look(as_of, added.source, added.organisations, learned, added.before)))
        if reading:
            source = reading.result()
            source.know(people_of(source.keys(), anew))
            parts.append((anew, look(as_of, source, anew, learned)))
    return parts


@dataclass(frozen=True)
class Added:
    """`source` holds only what came; `before` is what was counted of these organisations until then."""

    organisations: set[int]
    source: DuckDB
    before: Before


def _added(before: Measurement, imports: list[int], organisations: set[int]) -> Added | None:
    """Those of the organisations to which it is enough to add what came; None where there are none."""
    came = set(imports) - set(before.imports)
    only_added = came and set(before.imports) <= set(imports) and min(came) > max(before.imports, default=0)
    if not (organisations and before.past and only_added):
        return None
    with ThreadPoolExecutor(1) as beside:  # what was counted is fetched while what came is laid out
        fetching = beside.submit(past().of, before.past, organisations)
        rows = log().rows_of_imports(came)
        if pc.any(pc.greater(pc.fill_null(rows["revision"], 0), 0)).as_py():
            return None  # another state of what was counted
        seen_again = log().ids_among(rows["id"].to_pylist(), before.imports)
        rows = rows.filter(pc.invert(pc.is_in(rows["id"], seen_again)))  # the first import to bring it stays the one
        keys = keys_in(rows)
        people = people_of(keys, organisations)
        source = DuckDB(rows, people, spill=spill())
        try:
            counted = fetching.result()
        except Gone:
            return None
    if entangled := _may_be_copied(rows, counted["touches"]) | _may_have_met(rows, people, counted["touches"]):
        organisations -= entangled
        theirs = pa.array(sorted(organisations), pa.int64())
        counted = {kind: one.filter(pc.is_in(one["organisation"], theirs)) for kind, one in counted.items()}
        source.know(people_of(keys, organisations))
    return Added(organisations, source, Before(**counted, planned=_planned(organisations)))


def _planned(organisations: set[int]) -> dict[int, Meeting]:
    """The next meeting of each, as far as it was known."""
    saved = Standing.objects.filter(relationship__organisation__in=organisations)
    pairs = saved.values_list("relationship__organisation", "meetings")
    return {organisation: found["next"] for organisation, found in pairs if "next" in found}


def _may_be_copied(rows: pa.Table, touches: pa.Table) -> set[int]:
    """Organisations with a touch that one of these rows may be a copy of: the same second, the same subject."""
    second = _seconds(rows)
    fresh = set(zip(second.to_pylist(), rows["topic"].to_pylist(), strict=True))
    near = touches.filter(pc.is_in(touches["second"], second))
    known = zip(*(near[name].to_pylist() for name in ("second", "topic", "organisation")), strict=True)
    return {organisation for when, topic, organisation in known if (when, topic) in fresh}


def _may_have_met(rows: pa.Table, people: pa.Table, touches: pa.Table) -> set[int]:
    """Organisations that met on a day of which these rows hold a meeting with them: it may be another record of the
    same."""
    rows, touches = (some.filter(pc.equal(some["channel"], "meeting")) for some in (rows, touches))
    lists, days = rows["people"].combine_chunks(), pc.divide(_seconds(rows), DAY_S)
    theirs = dict(zip(people["key"].to_pylist(), people["organisation"].to_pylist(), strict=True))
    keys = pc.struct_field(pc.list_flatten(lists), "key").to_pylist()
    fresh = set(zip(map(theirs.get, keys), days.take(pc.list_parent_indices(lists)).to_pylist(), strict=True))
    known = touches["organisation"].to_pylist(), pc.divide(touches["second"], DAY_S).to_pylist()
    return {organisation for organisation, _ in fresh & set(zip(*known, strict=True))}


def _seconds(rows: pa.Table) -> pa.Array:
    micro = rows["when"].cast(pa.int64()).cast(pa.float64())
    return pc.floor(pc.divide(micro, 1e6)).cast(pa.int64()).combine_chunks()
