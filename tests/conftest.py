"""Every test run has a home of its own, gone afterwards; every test has its own log."""

import os
import sys
import tempfile
from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("sapwood", deadline=None)  # the machine may be busy with other tests
hypothesis.settings.load_profile("sapwood")

_HOME = tempfile.TemporaryDirectory(prefix="sapwood-tests-")
os.environ["SAPWOOD_HOME"] = _HOME.name
for _name in ("SAPWOOD_LOG_URL", "SAPWOOD_AS_OF", "SAPWOOD_SECRET_KEY", "SAPWOOD_KEEP_TEXT_DAYS", "SAPWOOD_ENGINE"):
    os.environ.pop(_name, None)
for _name in ("SAPWOOD_SOURCE_HOSTS", "SAPWOOD_TOKEN_COMMANDS", "SAPWOOD_COPY_LISTEN", "SAPWOOD_COPY_DOMAIN"):
    os.environ.pop(_name, None)
for _name in ("SAPWOOD_COPY_CERT", "SAPWOOD_COPY_KEY", "SAPWOOD_COPY_TLS"):
    os.environ.pop(_name, None)
for _name in ("SAPWOOD_REGION", "SAPWOOD_SMTP_URL", "SAPWOOD_MAIL_FROM", "SAPWOOD_URL", "SAPWOOD_PROXIES"):
    os.environ.pop(_name, None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapwood.settings")

REPOSITORY = Path(__file__).parent.parent
# What takes longest begins first, so that no process is left alone with it at the end.
LONG = ("spark", "tests/faults/", "tests/browser/", "tests/real", "tests/surfaces/web/test_leaks", "tests/hostile/")


def pytest_configure(config):
    """Files beside the pages are looked up when asked for: gathering them would cost every client 20 ms."""
    from django.conf import settings

    settings.WHITENOISE_AUTOREFRESH = True


def pytest_collection_modifyitems(config, items):
    if hasattr(config, "workerinput"):  # one of several processes
        items.sort(key=lambda item: next((n for n, part in enumerate(LONG) if part in _group(item.nodeid)), 99))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """How several processes share the tests: by groups."""
    from xdist.scheduler import LoadScopeScheduling

    class ByGroup(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return _group(nodeid)

    return ByGroup(config, log)


def _group(nodeid):
    """A file stays together, for its tests share fixtures; so do those on Spark, which starts once, and those on real
    mail, which is imported once."""
    if "[spark" in nodeid:
        return "spark"
    return "tests/real" if nodeid.startswith("tests/real/") else nodeid.partition("::")[0]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Tables are made at once, as in a fresh home, for all migrations take a process ten seconds: they run in
    tests/workflows/test_tables_of_home.py, which compares what they leave."""
    from django.db import connection

    connection.settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The tables know, as those of a fresh home do, that no migration waits."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    from sapwood.workflows.tables_of_home import record_migrations

    with django_db_blocker.unblock():
        MigrationRecorder(connection).ensure_schema()
        record_migrations()


@pytest.fixture(autouse=True)
def nothing_counted():
    """Counts are kept by what was written last; every test begins with nothing written."""
    if "sapwood.workflows.counted" in sys.modules:
        sys.modules["sapwood.workflows.counted"].forget_counts()


@pytest.fixture
def home(tmp_path, settings):
    """An installation's folder of its own, for tests that write a log."""
    folder = tmp_path / "home"
    folder.mkdir()
    settings.SAPWOOD_HOME = folder
    settings.SAPWOOD_LOG_URL = str(folder / "log")
    settings.MEDIA_ROOT = str(folder / "uploads")
    return folder


@pytest.fixture(scope="session")
def real_data():
    """The folder of real data; tests that need it are skipped where it is not there."""
    folder = Path(os.environ.get("SAPWOOD_DATA") or REPOSITORY.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("The real data is not here: SAPWOOD_DATA names no folder that exists.")
    return folder
