"""Many numbers or texts in one parameter of a statement. A parameter each takes longer to write down than the rows to
find."""

import json
from collections.abc import Iterable

from django.db import connection
from django.db.models.expressions import RawSQL


def listed(numbers: Iterable[int]) -> RawSQL:
    """For `field__in=`."""
    rows, given = rows_of(numbers)
    return RawSQL(f"SELECT value FROM {rows}", [given])  # noqa: S608, S611


def listed_texts(texts: Iterable[str]) -> RawSQL:
    """The same for texts. SQLite would end one at a NUL within it, so none that has one is looked for."""
    given = [text for text in texts if "\0" not in text]
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::text[])", [given])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(given, ensure_ascii=False)])


def rows_of(numbers: Iterable[int]) -> tuple[str, object]:
    """(what stands after FROM, its one parameter): rows with the column `value`."""
    if connection.vendor == "postgresql":
        return "unnest(%s::bigint[]) AS listed(value)", list(numbers)
    return "json_each(%s) AS listed", json.dumps(list(numbers))
