"""Adding many rows to a table, or changing them, by one prepared statement. `bulk_create` writes a statement of its
own for every few hundred rows, and takes longer over that than the database over the rows."""

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

AT_ONCE = 1000
PLAIN = frozenset({type(None), int, float, str})  # which every field but JSON's hands to the database as they are


def insert_rows(rows: Iterable[models.Model]) -> None:
    """New rows of one model, in the caller's transaction; what the database numbers or generates, it does itself."""
    rows = iter(rows)
    if (first := next(rows, None)) is None:
        return
    fields = [f for f in first._meta.concrete_fields if not f.generated and not isinstance(f, models.AutoField)]
    names = [field.attname for field in fields]
    insert_values(type(first), names, ([getattr(row, name) for name in names] for row in chain([first], rows)))


def insert_values(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """The same from values alone, in the order of `names` ("event_id", "digest"): making an object of each row takes
    longer than adding it."""
    connection = connections[DEFAULT_DB_ALIAS]  # itself, not what asks for it at every attribute
    fields = _fields(model, names)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608
    _run(sql, fields, rows)


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


def _run(sql: str, fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    named = [
        (field.get_db_prep_save, frozenset() if isinstance(field, models.JSONField) else PLAIN) for field in fields
    ]
    rows = iter(rows)
    while batch := list(islice(rows, AT_ONCE)):
        values = [
            [
                value if type(value) in plain else prepare(value, connection)
                for value, (prepare, plain) in zip(row, named, strict=True)
            ]
            for row in batch
        ]
        with connection.cursor() as cursor:
            cursor.executemany(sql, values)
