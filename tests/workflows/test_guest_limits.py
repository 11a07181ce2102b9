"""Limits hold when several web processes ask at once; and so do the tries of a code."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from sapwood.records.guests.models import Tally
from sapwood.workflows.guests import limits
from sapwood.workflows.guests.limits import Limit, TooOften, short_client, whole_client

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
KNOCK = """
import django; django.setup()
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from django.db import close_old_connections, connections
from sapwood.workflows.guests.limits import HOUR, Limit, TooOften
from sapwood.workflows.guests.door import enter_code
from sapwood.records.guests.models import GuestLink
from sapwood.workflows.guests.tokens import code_digest
limit, now = Limit("a test", 25, HOUR), datetime(2026, 6, 15, 12, tzinfo=UTC)
def knock(number):
    try:
        limit.admit("somebody", now)
        return 1
    except TooOften:
        return 0
    finally:
        connections.close_all()
def guess(number):
    link = GuestLink.objects.get()
    try:
        return enter_code(link, "cookie", f"{number:06d}", f"192.0.{number}.1", now) is not None
    finally:
        connections.close_all()
input()
with ThreadPoolExecutor(4) as threads:
    print(sum(threads.map(knock, range(40))), sum(threads.map(guess, range(20))))
"""
PREPARE = """
import django; django.setup()
from datetime import UTC, datetime, timedelta
from sapwood.workflows.start import start
start()
from sapwood.records.directory.models import Organisation
from sapwood.records.relationships.models import Relationship
from sapwood.records.guests.models import GuestLink, Visit
from sapwood.workflows.guests.tokens import code_digest, digest
from sapwood.workflows.installation import operator
now = datetime(2026, 6, 15, 12, tzinfo=UTC)
account = Relationship.objects.create(organisation=Organisation.objects.create(name="Orchard"))
link = GuestLink.objects.create(relationship=account, address="jane@orchard.example", scope=["held"], digest="x",
    by=operator(), made=now, expires=now + timedelta(days=1))
Visit.objects.create(link=link, digest=digest("cookie"), asked=now, seen=now, code_expires=now + timedelta(minutes=9),
    code=code_digest(digest("cookie"), "999999"))
"""
COUNT = """
import django; django.setup()
from sapwood.records.guests.models import GuestLink, Tally, Visit
print(Tally.objects.filter(count=25).count(), Visit.objects.get().tries, GuestLink.objects.get().wrong_codes)
"""


def run(code, environment, **more):
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment,
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
        **more,
    )


def test_four_processes_of_four_threads_admit_no_more_than_one_would(tmp_path, request):
    """On a file of SQLite, or on the PostgreSQL server the tests run on."""
    environment = os.environ | {"SAPWOOD_HOME": str(tmp_path / "home"), "DJANGO_SETTINGS_MODULE": "sapwood.settings"}
    if connection.vendor == "postgresql":
        environment["SAPWOOD_DATABASE_URL"] = own_database(request)
    assert run(PREPARE, environment).wait() == 0
    doors = [run(KNOCK, environment) for _ in range(4)]
    for door in doors:
        door.stdin.write("go\n")
        door.stdin.flush()
    said = [door.communicate()[0].split() for door in doors]
    assert [door.returncode for door in doors] == [0] * 4
    assert sum(int(admitted) for admitted, _ in said) == 25, "of 160"
    assert sum(int(inside) for _, inside in said) == 0
    assert run(COUNT, environment).communicate()[0].split() == ["1", "5", "5"], "five tries of 80 were looked at"


def own_database(request):
    """A database of its own beside the tests', since other processes do not see what a test has not committed."""
    import psycopg

    name = f"guests_{os.getpid()}"
    url = os.environ["SAPWOOD_DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")

    def drop():
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")

    request.addfinalizer(drop)
    return url.rpartition("/")[0] + f"/{name}"


@pytest.mark.django_db
def test_a_limit_begins_anew_with_the_next_stretch():
    limit = Limit("a test", 2, limits.HOUR)
    for moment in (NOON, NOON, NOON + timedelta(hours=1)):
        limit.admit("somebody", moment)
    limit.admit("somebody else", NOON)
    with pytest.raises(TooOften):
        limit.admit("somebody", NOON + timedelta(minutes=59))
    assert Tally.objects.count() == 3
    limits.sweep(NOON + timedelta(hours=1, minutes=1))
    assert Tally.objects.count() == 1


@pytest.mark.django_db
def test_a_tally_names_nobody():
    limits.TRIES.admit("192.0.2.77", NOON)
    assert "192" not in Tally.objects.get().bucket[:3] and len(Tally.objects.get().bucket) == 64


@pytest.mark.parametrize(
    ("address", "whole", "short"),
    [
        ("192.0.2.77", "192.0.2.77", "192.0.2.0"),
        ("2001:db8:1:2:3::9", "2001:db8:1:2::/64", "2001:db8:1::"),
        ("", "", ""),
        ("unix:", "", ""),
    ],
)
def test_clients(address, whole, short):
    assert (whole_client(address), short_client(address)) == (whole, short)
