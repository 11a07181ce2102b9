"""Which touches of each organisation are its newest, and how they become the blocks of recent.py."""

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from sapwood.facts.interaction import CHANNELS

from .once import once
from .recent import DIRECTIONS, FIELDS, ROW

NEWEST = 50
SINCE = ibis.schema({"organisation": "int64", "second": "int64"})
Ints = NDArray[np.int64]


@once
def newest(touches: ibis.Table, threaded: ibis.Table, since: ibis.Table) -> ibis.Table:
    """Touches with their threads from `since` (organisation, second) on, newest first."""
    rows = touches.join(since.rename(since="second"), "organisation")
    rows = rows.filter(rows.second >= rows.since)
    rows = rows.join(threaded.select("organisation", "id", "thread"), ["organisation", "id"])
    return rows.select("organisation", *FIELDS).order_by("organisation", ibis.desc("when"), "id")


def newest_since(organisation: Ints, second: Ints, count: int = NEWEST) -> pa.Table:
    """organisation and the second of its touch number `count` from the end, or of its first where there are fewer;
    from both columns in order."""
    names, start, size = np.unique(organisation, return_index=True, return_counts=True)
    return pa.table([names, second[start + np.maximum(size - count, 0)]], SINCE.names)


def packed(table: pa.Table, count: int = NEWEST) -> tuple[Ints, NDArray[np.void]]:
    """The rows of newest(), at most `count` of each organisation: their organisations, and an array of ROW."""
    organisation = table["organisation"].to_numpy()
    _, start, size = np.unique(organisation, return_index=True, return_counts=True)
    wanted = np.arange(len(organisation)) - np.repeat(start, size) < count
    if not wanted.all():
        table, organisation = table.filter(pa.array(wanted)), organisation[wanted]
    rows = np.zeros(table.num_rows, ROW)
    for name in FIELDS:
        column = table[name].combine_chunks()
        if name in ("channel", "direction"):
            names = CHANNELS if name == "channel" else DIRECTIONS
            column = pc.index_in(column, pa.array(names, pa.string()))
        elif name == "when":
            column = column.cast(pa.timestamp("us", "UTC")).cast(pa.int64())
        empty = np.nan if name == "minutes" else False if name == "direct" else 0
        rows[name] = pc.fill_null(column, empty).to_numpy(zero_copy_only=False)
    return organisation, rows
