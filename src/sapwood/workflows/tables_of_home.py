"""The tables of this installation: made on first use, migrated where they are older than the program."""

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
    if _behind():
        with one_writer(settings.SAPWOOD_HOME):  # two first starts at once
            if not connection.introspection.table_names():
                make_tables()
            elif _behind():
                call_command("migrate", verbosity=0, interactive=False)


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
