"""The newest touches of each organisation, as rows that become Python objects only when somebody looks."""

from collections.abc import Iterator, Sequence
from typing import Any, overload

import ibis
import pyarrow as pa

NEWEST = 50
COLUMNS = (
    "id",
    "when",
    "channel",
    "direction",
    "colleague",
    "contact",
    "words",
    "questions",
    "minutes",
    "parent",
    "thread",
)
Touch = dict[str, Any]


def newest(threaded: ibis.Table, count: int = NEWEST) -> ibis.Table:
    """The newest `count` touches of each organisation, newest first, from the rows of threads()."""
    number = ibis.row_number().over(group_by="organisation", order_by=[ibis.desc("when"), ibis.asc("id")])
    rows = threaded.mutate(number=number)
    rows = rows.filter(rows.number < count).order_by("organisation", "number")
    return rows.select("organisation", *COLUMNS)


class Recent(Sequence[Touch]):
    """Rows `start` to `stop` of a table with the columns above, each as a dict; `when` is aware and in UTC."""

    __slots__ = ("_start", "_stop", "_table")

    def __init__(self, table: pa.Table, start: int, stop: int) -> None:
        self._table, self._start, self._stop = table, start, stop

    def __len__(self) -> int:
        return self._stop - self._start

    @overload
    def __getitem__(self, index: int) -> Touch: ...
    @overload
    def __getitem__(self, index: slice) -> list[Touch]: ...
    def __getitem__(self, index: int | slice) -> Touch | list[Touch]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        at = range(self._start, self._stop)[index]
        return {name: self._table[name][at].as_py() for name in COLUMNS}

    def __iter__(self) -> Iterator[Touch]:
        rows: list[Touch] = self._table.slice(self._start, len(self)).select(COLUMNS).to_pylist()
        return iter(rows)

    def __repr__(self) -> str:
        return f"<{len(self)} touches>"
