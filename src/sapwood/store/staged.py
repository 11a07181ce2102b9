"""A Parquet file that fills up in the course of an import and becomes part of a table with its commit."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

# Rows that wait in memory for one writing; a row group holds no more.
GROUP = 16_384
GROUP_BYTES = 16 * 1024 * 1024
# Keys and sealed texts repeat nowhere; these do.
REPEATED = [
    "import_id",
    "mailbox",
    "revision",
    "series",
    "shape",
    "offset_min",
    "channel",
    "flag",
    "flag_reason",
    "people.list.element.role",
]


class Staged:
    """Takes tables of one schema; the file is there from the first on, and whole once it is closed."""

    def __init__(self, path: Path, row_group: int = GROUP) -> None:
        self._path, self._row_group = path, row_group
        self._writer: pq.ParquetWriter | None = None
        self._waiting: list[pa.Table] = []

    def add(self, rows: pa.Table) -> None:
        if not rows.num_rows:
            return
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, rows.schema, compression="snappy", use_dictionary=REPEATED)
        self._waiting.append(rows)
        if sum(t.num_rows for t in self._waiting) >= GROUP or sum(t.nbytes for t in self._waiting) >= GROUP_BYTES:
            self._write()

    def close(self) -> None:
        if self._writer is not None:
            self._write()
            self._writer.close()
            self._writer = None

    def _write(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.concat_tables(self._waiting), self._row_group)
            self._waiting = []
