"""Adding many rows to a table of figures by one prepared statement. `bulk_create` writes a statement of its own for
every few hundred rows, and takes longer over that than the database over the rows."""

from collections.abc import Iterable
from itertools import islice

from django.db import DEFAULT_DB_ALIAS, connections, models

AT_ONCE = 1000
PLAIN = frozenset({type(None), int, float, str})  # which every field but JSON's hands to the database as they are


def insert_rows(rows: Iterable[models.Model]) -> None:
    """New rows of one model, in the caller's transaction; what the database numbers or generates, it does itself."""
    connection = connections[DEFAULT_DB_ALIAS]  # itself, not what asks for it at every attribute
    rows = iter(rows)
    while batch := list(islice(rows, AT_ONCE)):
        table = batch[0]._meta
        fields = [f for f in table.concrete_fields if not f.generated and not isinstance(f, models.AutoField)]
        quote = connection.ops.quote_name
        columns = ", ".join(quote(field.column) for field in fields)
        places = ", ".join(["%s"] * len(fields))
        named = [(f, f.attname, frozenset() if isinstance(f, models.JSONField) else PLAIN) for f in fields]
        values = [
            [
                value if type(value := getattr(row, name)) in plain else field.get_db_prep_save(value, connection)
                for field, name, plain in named
            ]
            for row in batch
        ]
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {quote(table.db_table)} ({columns}) VALUES ({places})", values)  # noqa: S608
