"""Measuring: the log and the map of people become standings, of everything or of a few organisations; nothing is
saved."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from sapwood.measures.cadence import NOTHING, Cadence
from sapwood.measures.history import Before, History, look_back
from sapwood.measures.rhythm import Learned
from sapwood.measures.standing import Standing as Measured
from sapwood.measures.standing import judged, standings
from sapwood.records.directory.models import Address, Organisation
from sapwood.records.relationships.models import Relationship
from sapwood.store.duckdb import DuckDB

from .installation import counting_imports, log
from .no_garbage import no_garbage
from .said_of_cadence import said_about
from .spilled import spill
from .tables.told import told_of

PEOPLE = ("key", "person_id", "organisation_id", "kind", "organisation__home")
BATCH = 5000
Measurements = list[tuple[Relationship, Measured]]


def engine(memory_mb: int | None = None, threads: int | None = None) -> DuckDB:
    """The engine over all that counts: rows of finished imports, and what each key stands for now."""
    files, imports, within = log().files(), counting_imports(), {"memory_mb": memory_mb, "threads": threads or 0}
    with ThreadPoolExecutor(1) as beside:  # the log is read while the people come from the database
        opening = beside.submit(DuckDB, files, _people([]), imports, spill=spill(), **within)
        people = _people(Address.objects.values_list(*PEOPLE))
        source = opening.result()
    source.know(people)
    return source


def keys_of(organisations: set[int]) -> pa.Array:
    """The keys of everybody at these organisations."""
    known = _in_batches("organisation", organisations, "key")
    return pa.array([key for (key,) in known], pa.int64())


def engine_on(keys: pa.Array, imports: list[int]) -> DuckDB:
    """The engine over what these keys took part in, while nobody is known yet. It asks the database nothing, so it
    may be made beside other work."""
    return DuckDB(log().files(), _people([]), imports, keys=keys, spill=spill())


def people_of(keys: Iterable[int], organisations: set[int]) -> pa.Table:
    """What these keys stand for; who is neither at home nor at one of these organisations is nobody's."""
    return _people(
        (key, person, organisation if home or organisation in organisations else None, kind, home)
        for key, person, organisation, kind, home in _in_batches("key", keys, *PEOPLE)
    )


def _people(rows: Iterable[tuple]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [[]] * 5
    types = (pa.int64(), pa.int64(), pa.int64(), pa.string(), pa.bool_())
    arrays = [pa.array(values, kind) for values, kind in zip(columns, types, strict=True)]
    arrays[4] = arrays[4].fill_null(False)
    return pa.table(arrays, ["key", "person", "organisation", "kind", "home"])


@dataclass(frozen=True)
class Look:
    """What a measuring found, and what it was made of; `history` has rows in `source`."""

    measured: Measurements
    history: History
    source: DuckDB


def measure(as_of: date) -> Measurements:
    """All relationships with their standing as of a date. One that people wrote down stands even where there was no
    touch yet, any other from its first touch on; whom nobody met before comes with a relationship that is not saved
    yet."""
    return look(as_of, engine()).measured


@no_garbage()
def look(
    as_of: date,
    source: DuckDB,
    only: set[int] | None = None,
    learned: Learned | None = None,
    before: Before | None = None,
) -> Look:
    """Measures all, or `only` some organisations; see measures/history.py about `learned` and `before`."""
    with ThreadPoolExecutor(1) as beside:  # the engine counts while the relationships come from the database
        looking = beside.submit(look_back, source, as_of, learned, before)
        known, strangers = _relationships(only), _strangers(only)
        history = looking.result()
    said = said_about(None if only is None else [one.pk for roles in known.values() for one in roles])
    cadences = {o: said.cadence_of(roles[0], as_of) for o, roles in known.items()}
    measured = []
    told = told_of()
    for standing in standings(history, cadences):
        if standing.organisation not in known:
            known[standing.organisation] = [Relationship(organisation=strangers[standing.organisation])]
        for place, one in enumerate(known[standing.organisation]):
            cadence = cadences.get(one.organisation_id, NOTHING) if place == 0 else said.cadence_of(one, as_of)
            if standing.touches or _written(one, cadence) or one.organisation_id in told:
                measured.append((one, judged(standing, cadence) if place else standing))
    return Look(measured, history, source)


def _relationships(only: set[int] | None) -> dict[int, list[Relationship]]:
    known: defaultdict[int, list[Relationship]] = defaultdict(list)
    wanted = Relationship.objects.select_related("organisation", "owner").order_by("pk")
    for one in wanted if only is None else wanted.filter(organisation__in=only):
        known[one.organisation_id].append(one)
    return known


def _strangers(only: set[int] | None) -> dict[int, Organisation]:
    """Organisations that are no account yet, by number."""
    found = Organisation.objects.filter(home=False, relationships=None)
    return {one.pk: one for one in (found if only is None else found.filter(pk__in=only))}


def organisations_in(imports: Iterable[int]) -> set[int]:
    """Outside organisations with somebody on an interaction that these imports brought, on another state of it, or on
    a meeting of a series of which they say something."""
    wanted = ds.field("import_id").isin(list(imports))
    rows = log().dataset().to_table(["id", "people", "revision", "series"], filter=wanted)
    series = rows["series"].unique().drop_null().to_pylist()
    theirs = log().dataset().to_table(["people"], filter=ds.field("series").isin(series)) if series else rows
    states = rows["id"].filter(pc.greater(rows["revision"], 0)).to_pylist()
    people = pa.concat_tables(
        [
            rows.select(["people"]),
            theirs.select(["people"]),
            log().sightings(states, counting_imports()).select(["people"]),
        ]
    )
    return organisations_of(keys_in(people))


def organisations_of(keys: Iterable[int]) -> set[int]:
    """The outside organisations of these keys."""
    return {o for o, home in _in_batches("key", keys, "organisation_id", "organisation__home") if o and not home}


def keys_in(rows: pa.Table) -> list[int]:
    """Everybody on these rows of the log."""
    people = rows["people"].combine_chunks()
    return pc.unique(pc.struct_field(pc.list_flatten(people), "key")).to_pylist() if len(people) else []


def _written(relationship: Relationship, cadence: Cadence) -> bool:
    """Whether people said anything about it; else it begins with its first touch."""
    return relationship.role != Relationship.Role.UNKNOWN or bool(cadence.floor or cadence.ceiling)


def _in_batches(field: str, values: Iterable[int], *columns: str) -> Iterator[tuple]:
    rest = iter(values)
    while batch := list(islice(rest, BATCH)):
        yield from Address.objects.filter(**{f"{field}__in": batch}).values_list(*columns)
