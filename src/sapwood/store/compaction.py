"""Many small files become few, and rows come to stand in the order of their ids, so that some of them are found
without reading all (lookup.py). Every row keeps its import, so an import can be undone afterwards.

One commit each, under the write lock: a process killed in the middle leaves the table as it was, and files that the
next vacuum takes away.
"""

from dataclasses import dataclass

import pyarrow as pa
from deltalake import DeltaTable, WriterProperties
from deltalake.exceptions import DeltaError

from . import delta
from .lookup import footer

HANDFUL = 8  # imports that may stand in small files of their own
SMALL_ROWS = 100_000
SMALL_BYTES = 32 << 20
MEMORY = 256 << 20  # beyond this, sorting goes on in files


@dataclass(frozen=True)
class Layout:
    """How the rows of a table lie: `crowd` imports stand in small files, `loose` of its `rows` in no order."""

    crowd: int
    loose: int
    rows: int


def layout(url: str, table: DeltaTable, row_group: int) -> Layout:
    """What stands in an object store counts as ordered: its files are not opened for this."""
    told = pa.table(table.get_add_actions(flatten=True)).to_pylist()
    small = {file["min.import_id"] for file in told if file["num_records"] < SMALL_ROWS}
    abouts = [] if "://" in url else [footer(path) for path in table.file_uris()]
    loose = sum(a.metadata.num_rows for a in abouts if not a.orderly(row_group))
    return Layout(len(small), loose, sum(file["num_records"] for file in told))


def compact(url: str, schema: pa.Schema, row_group: int, thorough: bool = True) -> bool:
    """Whether there was something to do. Without `thorough`, one large import may lie as it came."""
    table = delta.open_table(url, schema)
    found = layout(url, table, row_group)
    if found.crowd <= HANDFUL and not (thorough and found.loose >= SMALL_ROWS):
        return False
    if not (found.loose * 10 >= found.rows and _sort(table, row_group)):
        table.optimize.compact(target_size=SMALL_BYTES, writer_properties=properties(row_group))
    table.create_checkpoint()
    return True


def _sort(table: DeltaTable, row_group: int) -> bool:
    try:
        table.optimize.z_order(["id"], max_spill_size=MEMORY, writer_properties=properties(row_group))
    except DeltaError as error:
        if "Resources exhausted" in str(error):
            return False  # it is found without order too, only slower
        raise
    return True


def properties(row_group: int) -> WriterProperties:
    return WriterProperties(max_row_group_size=row_group, compression="SNAPPY")
