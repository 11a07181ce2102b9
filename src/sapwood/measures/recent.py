"""The newest touches of each organisation, held as one block of numbers; a touch becomes an object when looked at.

Half a million of them are made by every measuring and few are ever read: as objects they would cost more than all
the measures together. The block is also the form in which they are saved.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, overload

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from sapwood.facts.interaction import CHANNELS

NEWEST = 50
DIRECTIONS = ("in", "out", "both")
Touch = dict[str, Any]
Ints = NDArray[np.int64]
SINCE = ibis.schema({"organisation": "int64", "second": "int64"})
# Nothing is 0: no person has that number, no interaction that id (one in 2⁶⁴ would). Unknown minutes are nan.
FIELDS = {
    "id": "<i8",
    "when": "<i8",  # microseconds since 1970 (UTC)
    "channel": "u1",  # place in facts.CHANNELS
    "direction": "u1",  # place in DIRECTIONS
    "colleague": "<i4",
    "contact": "<i4",
    "direct": "?",
    "addressed": "<i4",
    "words": "<i4",
    "questions": "<i4",
    "minutes": "<f8",
    "parent": "<i8",
    "thread": "<i8",
}
ROW = np.dtype(list(FIELDS.items()))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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


class Recent(Sequence[Touch]):
    """Touches out of an array of ROW, each as a dict with None for what is not known; `when` is aware, in UTC."""

    __slots__ = ("rows",)

    def __init__(self, rows: NDArray[np.void]) -> None:
        self.rows = rows

    @classmethod
    def of_bytes(cls, saved: bytes) -> "Recent":
        return cls(np.frombuffer(saved, ROW))

    def to_bytes(self) -> bytes:
        return self.rows.tobytes()

    def channels(self) -> dict[str, int]:
        """How many there are by channel."""
        counts = np.bincount(self.rows["channel"], minlength=len(CHANNELS)).tolist()
        return {name: count for name, count in zip(CHANNELS, counts, strict=True) if count}

    def ids(self, count: int) -> tuple[int, ...]:
        """Of the newest `count`."""
        return tuple(self.rows["id"][:count].tolist())

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, index: int) -> Touch: ...
    @overload
    def __getitem__(self, index: slice) -> list[Touch]: ...
    def __getitem__(self, index: int | slice) -> Touch | list[Touch]:
        if isinstance(index, slice):
            return [_touch(row) for row in self.rows[index].tolist()]
        return _touch(self.rows[index].item())

    def __repr__(self) -> str:
        return f"<{len(self)} touches>"


def _touch(row: tuple[Any, ...]) -> Touch:
    touch: Touch = dict(zip(FIELDS, row, strict=True))
    touch["when"] = EPOCH + timedelta(microseconds=touch["when"])
    touch["channel"], touch["direction"] = CHANNELS[touch["channel"]], DIRECTIONS[touch["direction"]]
    for name in ("colleague", "contact", "parent"):
        touch[name] = touch[name] or None
    if touch["minutes"] != touch["minutes"]:
        touch["minutes"] = None
    return touch
