"""What this installation stands on: its tables made on first use, its log, its texts, its keys, its operator."""

from functools import cache
from pathlib import Path

from django.conf import settings

from sapwood.records.access.models import User
from sapwood.records.imports.models import Import
from sapwood.store.log import Log
from sapwood.store.past import Past
from sapwood.store.sealing import Sealer, derive
from sapwood.store.texts import Texts

from .tables_of_home import bring_tables_up_to_date

OPERATOR_ADDRESS = "operator@localhost"  # until the first-run questions are answered


def initialise() -> None:
    """A fresh home gets its tables and its operator; an upgraded one is migrated. Cheap where nothing is to do."""
    bring_tables_up_to_date()
    operator()


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
