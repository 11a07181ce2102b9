"""A fresh home's tables are made at once; they have to be those that the migrations leave."""

import os
import subprocess
import sys
from collections import Counter

from django.contrib.contenttypes.models import ContentType
from django.db import ConnectionHandler, connection, transaction

from sapwood.workflows.tables_of_home import Applied, make_tables

START = "import django; django.setup(); from sapwood.workflows.start import start; start()"


def told(connection):
    """What a database says of its tables, but for the order of columns and the names that it thinks up itself."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = {
                _column(c, connection.introspection.get_field_type(c.type_code, c))
                for c in connection.introspection.get_table_description(cursor, table)
            }
            rules = Counter(map(_rule, connection.introspection.get_constraints(cursor, table).values()))
            found[table] = columns, rules
    return found


def _column(column, kind):
    """Django's own migrations number the rows of two link tables in 32 bits, its models in 64."""
    number = kind in ("AutoField", "BigAutoField")
    return column.name, "a number" if number else kind, column.null_ok, None if number else column.display_size


def _rule(rule):
    kinds = [rule[kind] for kind in ("primary_key", "unique", "index", "check")]
    return (*kinds, tuple(rule["columns"] or ()), rule["foreign_key"], tuple(rule.get("orders") or ()))


def test_tables_of_a_fresh_home_are_those_the_migrations_leave(db, tmp_path):
    migrated, applied = told(connection), set(Applied.objects.values_list("app", "name"))
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA fresh; SET LOCAL search_path TO fresh")
            make_tables()
            fresh, recorded = told(connection), set(Applied.objects.values_list("app", "name"))
            transaction.set_rollback(True)
        ContentType.objects.clear_cache()
    else:
        home = tmp_path / "fresh"
        subprocess.run([sys.executable, "-c", START], env=os.environ | {"SAPWOOD_HOME": str(home)}, check=True)
        other = {"ENGINE": "django.db.backends.sqlite3", "NAME": home / "records.sqlite3"}
        there = ConnectionHandler({"default": other})["default"]
        fresh = told(there)
        with there.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            recorded = set(cursor.fetchall())
            cursor.execute("SELECT app_label, model FROM django_content_type")
            assert set(cursor.fetchall()) == set(ContentType.objects.values_list("app_label", "model"))
        there.close()
    assert recorded == applied
    assert fresh.keys() == migrated.keys()
    for table in fresh:
        assert fresh[table] == migrated[table], table
