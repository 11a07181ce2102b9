"""The tables of this installation: made on first use, migrated where they are older than the program."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from sapwood.store.lock import one_writer

Applied = MigrationRecorder.Migration


def bring_tables_up_to_date() -> None:
    """Cheap where nothing is to do."""
    _make_file()
    if _behind():
        with one_writer(settings.SAPWOOD_HOME):  # two first starts at once
            if not connection.introspection.table_names():
                make_tables()
            elif _behind():
                call_command("migrate", verbosity=0, interactive=False)


def _make_file() -> None:
    """SQLite's file, in the mode in which readers and a writer do not wait for each other. It switches to that mode
    only while nobody else is there, and says "locked" at once, so that of two first starts one would fail."""
    if connection.vendor != "sqlite" or connection.is_in_memory_db():
        return
    file = Path(connection.settings_dict["NAME"])
    if not _is_wal(file):
        with one_writer(settings.SAPWOOD_HOME):
            if not _is_wal(file):
                with closing(sqlite3.connect(file)) as made:
                    made.execute("PRAGMA journal_mode=WAL")


def _is_wal(file: Path) -> bool:
    """By bytes 18 and 19 of the header (https://www.sqlite.org/fileformat.html)."""
    if not file.exists():
        return False
    with file.open("rb") as opened:
        return opened.read(20)[18:] == b"\x02\x02"


def make_tables() -> None:
    """All tables of a fresh home in one transaction, as all migrations one after another would leave them: those take
    four seconds, because each step of each sees all the models before and after it."""
    with connection.schema_editor() as editor:
        for model in (Applied, *apps.get_models()):
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        record_migrations()
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def record_migrations() -> None:
    """Of tables that were made at once: nothing that a migration on disk would do is left to be done."""
    Applied.objects.bulk_create(Applied(app=app, name=name) for app, name in sorted(_on_disk()))


def _on_disk() -> set[tuple[str, str]]:
    """Names alone: importing all migrations would cost every command a third of a second."""
    return {
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in (Path(app.path) / "migrations").glob("[0-9]*.py")
    }


def _behind() -> bool:
    """Whether a migration on disk is not applied."""
    with connection.cursor() as cursor:
        if Applied._meta.db_table not in connection.introspection.table_names(cursor):
            return True
    return not _on_disk() <= set(Applied.objects.values_list("app", "name"))
