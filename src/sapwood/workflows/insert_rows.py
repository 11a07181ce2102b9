"""Adding many rows to a table, or changing them, by one prepared statement. `bulk_create` writes a statement of its
own for every few hundred rows, and takes longer over that than the database over the rows."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

AT_ONCE = 1000
NUMBERED_AT_ONCE = 500  # each of their values is a parameter of one statement, and SQLite takes 32,766
UNLESS_THERE = " ON CONFLICT DO NOTHING"
# which every field but JSON's hands to the database as they are
PLAIN = frozenset({type(None), bool, int, float, str})


def insert_rows(rows: Iterable[models.Model]) -> None:
    """New rows of one model, in the caller's transaction; what the database numbers or generates, it does itself."""
    rows = iter(rows)
    if (first := next(rows, None)) is None:
        return
    fields = [f for f in first._meta.concrete_fields if not f.generated and not isinstance(f, models.AutoField)]
    names = [field.attname for field in fields]
    insert_values(type(first), names, ([getattr(row, name) for name in names] for row in chain([first], rows)))


def insert_values(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]], unless_there: bool = False
) -> None:
    """The same from values alone, in the order of `names` ("event_id", "digest"): making an object of each row takes
    longer than adding it. Every other column takes what its field begins with. `unless_there`: a row that may not
    stand twice stays as it was."""
    into, fields, one = _into(model, names)
    _run(f"INSERT INTO {into} VALUES {one}" + UNLESS_THERE * unless_there, fields, rows)  # noqa: S608


def insert_numbered(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]], unless_there: bool = False
) -> list[int]:
    """The same; returns the numbers that the database gave the rows, in their order, and none for one that stayed."""
    into, fields, one = _into(model, names)
    number = connections[DEFAULT_DB_ALIAS].ops.quote_name(model._meta.pk.column)
    end, given = UNLESS_THERE * unless_there + f" RETURNING {number}", []
    for batch in _batches(fields, rows, NUMBERED_AT_ONCE):
        sql = f"INSERT INTO {into} VALUES {', '.join([one] * len(batch))}{end}"  # noqa: S608
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(sql, [*chain.from_iterable(batch)])
            given += [number for (number,) in cursor.fetchall()]
    return given


def update_values(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Changes what is in the columns `names` of rows, each given as these values and then its number."""
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    fields, known_by = _fields(model, names), model._meta.pk
    changed = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    where = f"WHERE {quote(known_by.column)} = %s"
    _run(f"UPDATE {quote(model._meta.db_table)} SET {changed} {where}", [*fields, known_by], rows)  # noqa: S608


def _fields(model: type[models.Model], names: Sequence[str]) -> list[Any]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    return [by_name[name] for name in names]


def _into(model: type[models.Model], names: Sequence[str]) -> tuple[str, list[Any], str]:
    """(the table and its columns as an INSERT names them, the fields of `names`, what a row of VALUES is)."""
    connection = connections[DEFAULT_DB_ALIAS]
    fields, quote = _fields(model, names), connection.ops.quote_name
    others = [
        field
        for field in model._meta.concrete_fields
        if not field.generated and not isinstance(field, models.AutoField) and field.attname not in names
    ]
    columns = ", ".join(quote(field.column) for field in [*fields, *others])
    marks = ", ".join(["%s"] * len(fields) + list(map(_written, others)))
    return f"{quote(model._meta.db_table)} ({columns})", fields, f"({marks})"


def _written(field: Any) -> str:
    """What a field begins with, as SQL: the same for all rows, so it is not handed over with each."""
    value = field.get_default()
    if isinstance(field, models.JSONField):
        value = json.dumps(value)
    elif value is not None:
        value = field.get_db_prep_save(value, connections[DEFAULT_DB_ALIAS])
    if value is None or isinstance(value, bool):
        return "NULL" if value is None else str(value).upper()
    return (
        str(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''").replace("%", "%%") + "'"
    )


def _run(sql: str, fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    for batch in _batches(fields, rows, AT_ONCE):
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.executemany(sql, batch)


def _batches(fields: Sequence[Any], rows: Iterable[Sequence[Any]], size: int) -> Iterator[list[Sequence[Any]]]:
    """The rows as the database takes them. They are looked at a column at a time, and mostly are so already."""
    connection = connections[DEFAULT_DB_ALIAS]  # itself, not what asks for it at every attribute
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        columns: list[Sequence[Any]] = list(zip(*batch, strict=True))
        prepared = False
        for at, (field, values) in enumerate(zip(fields, columns, strict=True)):
            if isinstance(field, models.JSONField) or not PLAIN.issuperset(map(type, values)):
                columns[at] = [field.get_db_prep_save(value, connection) for value in values]
                prepared = True
        yield list(zip(*columns, strict=True)) if prepared else batch
