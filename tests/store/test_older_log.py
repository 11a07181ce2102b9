"""A log of before meetings had states: read as it is, and added to."""

from datetime import UTC, datetime

import pyarrow as pa
from deltalake import write_deltalake

from sapwood.facts.interaction import Interaction, Participant
from sapwood.measures.schema import log as measured
from sapwood.measures.touches import counted
from sapwood.store.duckdb import DuckDB
from sapwood.store.log import Log
from sapwood.store.rows import LOG_SCHEMA, log_row, log_table
from sapwood.store.staged import Staged

WHEN = datetime(2024, 3, 1, tzinfo=UTC)
PEOPLE = pa.schema([("key", "int64"), ("person", "int64"), ("organisation", "int64"), ("kind", "string")])


def rows(number, import_id, **more):
    item = Interaction("uid:1", WHEN, 0, "meeting", (Participant("from", "ana@home.example"),), **more)
    return log_table([log_row(item, number, b"s" * 32, import_id, 7)])


def test_rows_without_a_state_are_the_earliest(tmp_path):
    log = Log(str(tmp_path))
    older = pa.schema([field for field in LOG_SCHEMA if field.name != "revision"])
    write_deltalake(log.table_url, rows(1, 1, minutes=30.0).select(older.names), mode="append")
    known = log.known([1])
    assert known.among(known.everywhere).all() and log.sightings([1], [1])["revision"].to_pylist() == [None]
    assert not known.revisions.latest(known.everywhere, known.everywhere).any()
    staged = Staged(tmp_path / "log-1.parquet")
    staged.add(rows(1, 2, minutes=45.0, revision=9))
    staged.close()
    log.append([str(tmp_path / "log-1.parquet")])
    assert sorted(log.sightings([1], [1, 2])["revision"].to_pylist(), key=bool) == [None, 9]
    people = pa.table(
        [pa.array([], field.type) for field in PEOPLE] + [pa.array([], pa.bool_())], [*PEOPLE.names, "home"]
    )
    for imports, minutes in (([1, 2], 45.0), ([1], 30.0)):
        engine = DuckDB(log.files(), people, imports)
        assert engine.run(counted(WHEN.date())).num_rows == 1
        assert engine.run(measured.select("minutes"))["minutes"].to_pylist() == [minutes]
