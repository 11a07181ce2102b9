"""What a measure asks of an engine: `store/` has one for DuckDB, and may have one for Spark."""

from typing import Protocol

import ibis
import pyarrow as pa


class Engine(Protocol):
    """Knows where the tables `log` and `people` of measures/schema.py are, and folds the log to one row an id."""

    def run(self, expression: ibis.Table) -> pa.Table:
        """The rows of an expression over the engine's tables."""
        ...

    def keep(self, expression: ibis.Table, name: str) -> ibis.Table:
        """Computes the expression once and holds its rows under `name` for as long as the engine lives; what comes
        back is bound to no engine either, and stands for those rows."""
        ...

    def put(self, table: pa.Table, schema: ibis.Schema, name: str) -> ibis.Table:
        """Lays a table with these columns beside those of the engine, under `name`."""
        ...

    def add(self, table: pa.Table, name: str) -> None:
        """Adds rows with the same columns to those kept under `name`."""
        ...
