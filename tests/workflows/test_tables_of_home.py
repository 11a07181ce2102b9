"""A fresh home's tables are made at once; they have to be those that the migrations leave."""

import os
import subprocess
import sys
from collections import Counter

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import ConnectionHandler, connection, transaction

from sapwood.workflows.tables_of_home import make_tables

SET_UP = "import django; django.setup(); "
START = SET_UP + "from sapwood.workflows.start import start; start()"
MIGRATE = SET_UP + "from django.core.management import call_command; call_command('migrate', verbosity=0)"


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


def recorded(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return set(cursor.fetchall())


def test_tables_of_a_fresh_home_are_those_the_migrations_leave(db, tmp_path):
    compared = in_schemas if connection.vendor == "postgresql" else in_files
    (migrated, applied), (fresh, said) = compared(tmp_path)
    assert len(applied) > 50
    assert said == applied
    assert fresh.keys() == migrated.keys()
    for table in fresh:
        assert fresh[table] == migrated[table], table


def in_schemas(_):
    """Both on the server that the tests are given, and gone afterwards."""
    found = []
    for name, make in (("migrated", lambda: call_command("migrate", verbosity=0)), ("fresh", make_tables)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {name}; SET LOCAL search_path TO {name}")
            make()
            found.append((told(connection), recorded(connection)))
            transaction.set_rollback(True)
        ContentType.objects.clear_cache()
    return found


def in_files(folder):
    """Each by a process of its own."""
    found, kinds = [], []
    for name, start in (("migrated", MIGRATE), ("fresh", START)):
        environment = os.environ | {"SAPWOOD_HOME": str(folder / name)}
        subprocess.run([sys.executable, "-c", start], env=environment, check=True)
        other = {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / name / "records.sqlite3"}
        there = ConnectionHandler({"default": other})["default"]
        found.append((told(there), recorded(there)))
        with there.cursor() as cursor:
            cursor.execute("SELECT app_label, model FROM django_content_type")
            kinds.append(set(cursor.fetchall()))
        there.close()
    assert kinds[0] == kinds[1] and kinds[0]
    return found
