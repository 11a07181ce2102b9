"""What this installation stands on: its tables made on first use, its log, its texts, its keys, its operator."""

from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from sapwood.records.access.models import User
from sapwood.records.imports.models import Import
from sapwood.store.lock import one_writer
from sapwood.store.log import Log
from sapwood.store.past import Past
from sapwood.store.sealing import Sealer, derive
from sapwood.store.texts import Texts

OPERATOR_ADDRESS = "operator@localhost"  # until the first-run questions are answered


def initialise() -> None:
    """A fresh home gets its tables and its operator; an upgraded one is migrated. Cheap where nothing is to do."""
    if _behind():
        with one_writer(settings.SAPWOOD_HOME):  # two first starts at once
            if _behind():
                call_command("migrate", verbosity=0, interactive=False)
    operator()


def _behind() -> bool:
    """Whether a migration on disk is not applied. Looks at names alone: importing them all would cost every
    command a third of a second."""
    on_disk = {
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in (Path(app.path) / "migrations").glob("[0-9]*.py")
    }
    with connection.cursor() as cursor:
        if MigrationRecorder.Migration._meta.db_table not in connection.introspection.table_names(cursor):
            return True
    return not on_disk <= set(MigrationRecorder.Migration.objects.values_list("app", "name"))


def operator() -> User:
    """The user that the command line acts as: the first operator, made on first use."""
    found = User.objects.filter(role=User.Role.OPERATOR, is_active=True).order_by("pk").first()
    return found or User.objects.create_user(OPERATOR_ADDRESS, "Operator", User.Role.OPERATOR)


@cache
def log_secret() -> bytes:
    return derive(settings.SECRET_KEY, "log keys")


@cache
def text_key() -> bytes:
    return derive(settings.SECRET_KEY, "texts")


@cache
def suppression_secret() -> bytes:
    return derive(settings.SECRET_KEY, "suppression")


def log() -> Log:
    return Log(settings.SAPWOOD_LOG_URL)


def past() -> Past:
    return Past(Path(settings.SAPWOOD_HOME) / "past")


def texts() -> Texts:
    return Texts(settings.SAPWOOD_LOG_URL, Sealer(text_key()))


def counting_imports() -> list[int]:
    """The imports whose rows count: finished, and not undone."""
    return list(Import.objects.counting().order_by("pk").values_list("pk", flat=True))
