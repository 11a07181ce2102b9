"""Two workers at one digest, two colleagues at one item: real workers, threads, mail server, on either database."""

import os
import subprocess
import sys

import pytest
from django.db import connection
from test_guest_limits import own_database, run

PREPARE = """
import django; django.setup()
from datetime import UTC, date, datetime
from sapwood.workflows.start import start
start()
from sapwood.records.access.models import User
from sapwood.records.directory.models import Organisation
from sapwood.records.relationships.models import DayItem, Relationship
from sapwood.records.reminders.models import DigestChoice
from sapwood.workflows.tasks import send_digests
ana, tom = (User.objects.create_user(f"{name}@home.example", name.title()) for name in ("ana", "tom"))
long_ago = datetime(2026, 1, 1, tzinfo=UTC)
for number in range(3):
    account = Relationship.objects.create(organisation=Organisation.objects.create(name=f"Orchard {number}"))
    DayItem.objects.create(relationship=account, as_of=date(2026, 6, 15), section="touch", rank=number, kind="silent",
        channel="mail", minutes=5, why="Silent for 41 days.")
DigestChoice.objects.create(user=ana, often="daily", hour=0, made=long_ago, on_since=long_ago)
for _ in range(2):
    send_digests.enqueue()
"""
DECIDE = """
import django; django.setup()
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from django.db import connections
from sapwood.records.access.models import User
from sapwood.records.relationships.models import Decision, Relationship
from sapwood.workflows.decide import decide
together = Barrier(2)
def done(name):
    user, told = User.objects.get(name=name), []
    for account in Relationship.objects.order_by("pk"):
        together.wait()
        told.append(decide(user, account, "done", date(2026, 6, 15), item_kind="silent"))
    connections.close_all()
    return [(decision.pk, decision.by.name) for decision in told]
with ThreadPoolExecutor(2) as threads:
    first, second = threads.map(done, ["Ana", "Tom"])
print(first == second, len(first), Decision.objects.count())
"""
WORKER = [
    sys.executable,
    "-m",
    "django",
    "db_worker",
    "--queue-name",
    "*",
    "--batch",
    "--no-startup-delay",
    "--verbosity",
    "0",
]


@pytest.fixture
def installation(tmp_path, request, post, settings):
    home = str(tmp_path / "home")
    environment = os.environ | {"SAPWOOD_HOME": home, "DJANGO_SETTINGS_MODULE": "sapwood.settings"}
    environment |= {"SAPWOOD_AS_OF": "2026-06-15", "SAPWOOD_MAIL_FROM": "sapwood@home.example"}
    environment |= {"SAPWOOD_SMTP_URL": f"smtp://127.0.0.1:{settings.SAPWOOD_SMTP['port']}"}
    environment |= {"SAPWOOD_URL": "http://localhost"}
    if connection.vendor == "postgresql":
        environment["SAPWOOD_DATABASE_URL"] = own_database(request)
    assert run(PREPARE, environment).wait() == 0
    return environment


def test_both_end_in_one(installation, post):
    workers = [subprocess.Popen(WORKER, env=installation) for _ in range(2)]
    assert [worker.wait() for worker in workers] == [0, 0]
    (mail,) = post.mails
    assert mail.sent_to == ["ana@home.example"] and "Orchard 2" in mail.get_body(("plain",)).get_content()

    said = run(DECIDE, installation).communicate()[0].split()
    assert said == ["True", "3", "3"], "each is told of the same three decisions, and whose they are"
