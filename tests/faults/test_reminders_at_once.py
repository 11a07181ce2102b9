"""Two workers at one digest, two colleagues at one item: real processes, a real mail server, SQLite or PostgreSQL."""

import os
import subprocess
import sys

import pytest
from django.db import connection
from post_office import post  # noqa: F401
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
import sys
from datetime import date
from sapwood.records.access.models import User
from sapwood.records.relationships.models import Relationship
from sapwood.workflows.decide import decide
user = User.objects.get(email=sys.argv[1])
input()
for account in Relationship.objects.order_by("pk"):
    decision = decide(user, account, "done", date(2026, 6, 15), item_kind="silent")
    print(decision.pk, decision.by.email)
"""
WORKER = [sys.executable, "-m", "django", "db_worker", "--queue-name", "*", "--batch", "--verbosity", "0"]


@pytest.fixture
def installation(tmp_path, request, post, settings):  # noqa: F811
    home = str(tmp_path / "home")
    environment = os.environ | {"SAPWOOD_HOME": home, "DJANGO_SETTINGS_MODULE": "sapwood.settings"}
    environment |= {"SAPWOOD_AS_OF": "2026-06-15", "SAPWOOD_MAIL_FROM": "sapwood@home.example"}
    environment |= {"SAPWOOD_SMTP_URL": f"smtp://127.0.0.1:{settings.SAPWOOD_SMTP['port']}"}
    environment |= {"SAPWOOD_URL": "http://localhost"}
    if connection.vendor == "postgresql":
        environment["SAPWOOD_DATABASE_URL"] = own_database(request)
    assert run(PREPARE, environment).wait() == 0
    return environment


def test_both_end_in_one(installation, post):  # noqa: F811
    workers = [subprocess.Popen(WORKER, env=installation) for _ in range(2)]
    assert [worker.wait() for worker in workers] == [0, 0]
    (mail,) = post.mails
    assert mail.sent_to == ["ana@home.example"] and "Orchard 2" in mail.get_body(("plain",)).get_content()

    both = [decider(name, installation) for name in ("ana@home.example", "tom@home.example")]
    for one in both:
        one.stdin.write("go\n")
        one.stdin.flush()
    first, second = (one.communicate()[0].splitlines() for one in both)
    assert first == second and len(first) == 3, "each is told of the same three decisions, and whose they are"


def decider(name, environment):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-c", DECIDE, name], env=environment, **pipes)
