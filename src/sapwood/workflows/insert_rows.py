"""Adding many rows to a table, or changing them, by one prepared statement. `bulk_create` writes a statement of its
own for every few hundred rows, and takes longer over that than the database over the rows."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

AT_ONCE = 1000
NUMBERED_AT_ONCE = 500  # each of their values is a parameter of one statement, and SQLite takes 32,766
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
    into, fields, rest = _into(model, names)
    sql = f"INSERT INTO {into} VALUES ({_marks(fields, rest)})"  # noqa: S608
    _run(sql + " ON CONFLICT DO NOTHING" * unless_there, fields, rows, rest)


def insert_numbered(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[int]:
    """The same; returns the numbers that the database gave the rows, in their order."""
    into, fields, rest = _into(model, names)
    number = connections[DEFAULT_DB_ALIAS].ops.quote_name(model._meta.pk.column)
    one, given = f"({_marks(fields, rest)})", []
    for batch in _batches(fields, rows, rest, NUMBERED_AT_ONCE):
        sql = f"INSERT INTO {into} VALUES {', '.join([one] * len(batch))} RETURNING {number}"  # noqa: S608
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


def _into(model: type[models.Model], names: Sequence[str]) -> tuple[str, list[Any], list[Any]]:
    """(the table and its columns as an INSERT names them, the fields of `names`, what stands in all others)."""
    connection = connections[DEFAULT_DB_ALIAS]
    fields, quote = _fields(model, names), connection.ops.quote_name
    others = [
        field
        for field in model._meta.concrete_fields
        if not field.generated and not isinstance(field, models.AutoField) and field.attname not in names
    ]
    columns = ", ".join(quote(field.column) for field in [*fields, *others])
    rest = [field.get_db_prep_save(field.get_default(), connection) for field in others]
    return f"{quote(model._meta.db_table)} ({columns})", fields, rest


def _marks(fields: Sequence[Any], rest: Sequence[Any]) -> str:
    return ", ".join(["%s"] * (len(fields) + len(rest)))


def _run(sql: str, fields: Sequence[Any], rows: Iterable[Sequence[Any]], rest: Sequence[Any] = ()) -> None:
    for batch in _batches(fields, rows, rest, AT_ONCE):
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.executemany(sql, batch)


def _batches(
    fields: Sequence[Any], rows: Iterable[Sequence[Any]], rest: Sequence[Any], size: int
) -> Iterator[list[list[Any]]]:
    """The rows as the database takes them, `rest` behind each."""
    connection = connections[DEFAULT_DB_ALIAS]  # itself, not what asks for it at every attribute
    named = [
        (field.get_db_prep_save, frozenset() if isinstance(field, models.JSONField) else PLAIN) for field in fields
    ]
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield [
            [
                value if type(value) in plain else prepare(value, connection)
                for value, (prepare, plain) in zip(row, named, strict=True)
            ]
            + list(rest)
            for row in batch
        ]
