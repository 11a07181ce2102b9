"""The newest touches of each organisation, as rows that become Python objects only when somebody looks."""

from collections.abc import Mapping, Sequence
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
    "direct",
    "addressed",
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


def columns_of(table: pa.Table) -> dict[str, pa.Array]:
    """The columns of newest()'s rows, each in one piece."""
    return {name: table[name].combine_chunks() for name in COLUMNS}


class Recent(Sequence[Touch]):
    """Rows `start` to `stop` of columns_of(), each as a dict; `when` is aware and in UTC."""

    __slots__ = ("_columns", "_start", "_stop")

    def __init__(self, columns: Mapping[str, pa.Array], start: int, stop: int) -> None:
        self._columns, self._start, self._stop = columns, start, stop

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
        return {name: column[at].as_py() for name, column in self._columns.items()}

    def __repr__(self) -> str:
        return f"<{len(self)} touches>"
