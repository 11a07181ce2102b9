"""Runs measures on DuckDB, in memory over the log's files: a shared DuckDB file would let in one process only."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import ibis
import pyarrow as pa
import pyarrow.dataset as ds
from ibis.expr.operations import Node

from sapwood.measures.once import held
from sapwood.measures.schema import LOG, PEOPLE, SECOND, log

from .settled import latest_first, settled, unsettled

Rows = pa.Table | ds.Dataset | Sequence[str | Path]


SIGHTED = ("import_id", "mailbox", "revision", "series", "shape")
BATCH_ROWS = 65_536
OutOfMemory = duckdb.OutOfMemoryException


@lru_cache(maxsize=256)
def compiled(operation: Node) -> str:
    """The SQL of a measure: a worker asks for the same ones all day, and compiling costs more than a small answer."""
    return str(ibis.to_sql(operation.to_expr(), dialect="duckdb"))


@ibis.udf.scalar.builtin(signature=(("timestamp('UTC')",), "int64"))
def epoch_us(when):  # type: ignore[no-untyped-def]
    """Microseconds since 1970. DuckDB's own: what Ibis writes for it goes through a calendar, ten times as slow."""


class DuckDB:
    """An engine over sightings and people.

    `log` is a table, a dataset or Parquet files of sightings: the columns of measures/schema.py, and `import_id`.
    `imports` names the imports that count (None: all). Several sightings of one id become one row: the one of the
    latest state; where there are none, of the earliest import. `people` has the columns of measures/schema.py. `keys`
    leaves in only the interactions that one of these took part in. Everything lives in memory (`memory_mb` of it,
    where given; the rest in a folder under `spill`) and is gone with the engine. Raises OutOfMemory where it cannot
    do with that.
    """

    def __init__(
        self,
        log: Rows,
        people: pa.Table,
        imports: Sequence[int] | None = None,
        threads: int = 0,
        keys: pa.Array | None = None,
        memory_mb: int | None = None,
        spill: Path | None = None,
    ) -> None:
        self._spill = TemporaryDirectory(dir=spill, ignore_cleanup_errors=True)
        self._connection = ibis.duckdb.connect(temp_directory=self._spill.name)
        if memory_mb:
            self._connection.raw_sql(f"SET memory_limit = '{int(memory_mb)}MB'")
            self._connection.raw_sql("SET preserve_insertion_order = false")
        self._connection.raw_sql("SET TimeZone = 'UTC'")
        if threads:
            self._connection.raw_sql(f"SET threads = {int(threads)}")
        self.know(people)
        rows = self._sightings(log)
        if keys is not None:
            self._lay("keys", pa.table({"key": keys}))
            wanted = ibis.table({"key": "int64"}, name="keys")
            each = rows.select("id", key=rows.people.map(lambda one: one.key).unnest())
            hits = self.keep(each.semi_join(wanted, "key").select("id").distinct(), "hits")
            near = rows.semi_join(hits, "id")
            if "series" in rows.columns:  # what is said of a series may name nobody of these
                series = near.filter(near.series.notnull()).select("series").distinct()
                near = ibis.union(
                    near.filter(near.series.isnull()), rows.semi_join(self.keep(series, "their_series"), "series")
                )
            near = near.select(*(name for name in (*LOG.names, *SIGHTED) if name in near.columns))
            rows = self.keep(near, "near")
        # held in memory: measures read it many times, and a file of one row group is read by one core
        self.keep(self._fold(rows, imports), "log")

    def know(self, people: pa.Table) -> None:
        """Puts other people in place of those known before."""
        self._lay("people", people.select(PEOPLE.names).cast(PEOPLE.to_pyarrow()))

    def keys(self) -> list[int]:
        """The keys of everybody who took part in something."""
        return self.run(log.select(key=log.people.map(lambda one: one.key).unnest()).distinct())["key"].to_pylist()

    def run(self, expression: ibis.Table) -> pa.Table:
        rows = self._connection.con.execute(compiled(expression.op())).to_arrow_table()
        return rows.cast(expression.schema().to_pyarrow())

    def stream(self, expression: ibis.Table) -> pa.RecordBatchReader:
        """The rows of an expression in batches, however many there are."""
        return self._connection.con.execute(compiled(expression.op())).to_arrow_reader(BATCH_ROWS)

    def keep(self, expression: ibis.Table, name: str) -> ibis.Table:
        self._connection.con.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {compiled(expression.op())}')
        return held(expression.schema(), name)

    def put(self, table: pa.Table, schema: ibis.Schema, name: str) -> ibis.Table:
        self._connection.con.register(name, table.select(schema.names))
        return held(schema, name)

    def add(self, table: pa.Table, name: str) -> None:
        con = self._connection.con
        con.register("added", table)
        con.execute(f'INSERT INTO "{name}" BY NAME FROM added')
        con.unregister("added")

    def _lay(self, name: str, rows: pa.Table) -> None:
        """Ibis would ask DuckDB five questions more, which is much for a small engine."""
        con = self._connection.con
        con.register("laid", rows)
        con.execute(f'CREATE OR REPLACE TABLE "{name}" AS FROM laid')
        con.unregister("laid")

    def _sightings(self, rows: Rows) -> ibis.Table:
        con = self._connection.con
        if isinstance(rows, pa.Table):
            self._lay("sightings", rows)
        elif isinstance(rows, ds.Dataset):
            con.register("sightings", rows)
        elif not rows:
            self._lay("sightings", ibis.schema({**LOG, "import_id": "int64"}).to_pyarrow().empty_table())
        else:
            paths = [str(path) for path in rows]
            con.read_parquet(paths, union_by_name=True).create_view("sightings")
        return ibis.table(self._connection.get_schema("sightings"), name="sightings")

    def _fold(self, sightings: ibis.Table, imports: Sequence[int] | None) -> ibis.Table:
        if "import_id" not in sightings.columns:
            sightings = sightings.mutate(import_id=ibis.literal(0, "int64"))
        if imports is not None:
            sightings = sightings.filter(sightings.import_id.isin(list(imports)))
        rest, apart = self._apart(sightings)
        rows = self._latest(rest)
        if apart is not None:
            rows = ibis.union(rows, settled(apart).cast(dict(LOG.items())))
        return rows.mutate(**{SECOND: epoch_us(rows.when) // 1_000_000})

    def _apart(self, sightings: ibis.Table) -> tuple[ibis.Table, ibis.Table | None]:
        """Without the meetings of which later words say something, and these (None: there are none)."""
        if "series" not in sightings.columns:
            return sightings, None
        series = self.keep(unsettled(sightings), "unsettled")
        if not self.run(series.limit(1)).num_rows:
            return sightings, None
        apart = self.keep(sightings.semi_join(series, "series"), "apart")
        return sightings.filter(sightings.series.isnull() | ~sightings.series.isin(series.series)), apart

    def _latest(self, sightings: ibis.Table) -> ibis.Table:
        """The latest state of each interaction."""
        ids = sightings.group_by("id").agg(sightings=sightings.id.count())
        repeated = self.keep(ids.filter(ids.sightings > 1).select("id"), "repeated")
        first = ibis.row_number().over(group_by="id", order_by=latest_first(sightings)) == 0
        again = sightings.semi_join(repeated, "id").filter(first)
        once = sightings.anti_join(repeated, "id") if self.run(repeated.limit(1)).num_rows else sightings
        return ibis.union(*(rows.select(LOG.names).cast(dict(LOG.items())) for rows in (once, again)))
