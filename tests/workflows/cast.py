"""A standing cast: Ana and Tom at home, Jane and Luis at Orchard, Priya at Birch; and a way to write mail."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

import pytest

from sapwood.records.access.models import User
from sapwood.workflows.imports import ask_import
from sapwood.workflows.installation import operator
from sapwood.workflows.take_in.flow import take_in

ANA = "Ana Brandt <ana@home.example>"
TOM = "Tom Keller <tom@home.example>"
JANE = "Jane Doyle <jane@orchard.example>"
LUIS = "Luis Ortega <luis@orchard.example>"
PRIYA = "Priya Nair <priya@birch.example>"
START = datetime(2024, 1, 1, 10, tzinfo=UTC)


def mail(number, sender=JANE, to=ANA, day=0, subject="Volumes", text="Could you send me the volumes?", **headers):
    """One mail as bytes; `day` counts from 1 January 2024."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(START + timedelta(days=day))
    message["Message-ID"] = f"<{number}@test.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return bytes(message)


def mbox(*messages):
    return b"".join(b"From x@test.example Mon Jan  1 10:00:00 2024\n" + m + b"\n" for m in messages)


@pytest.fixture
def bring(home, tmp_path, db):
    """Takes mail in and returns the finished import."""
    count = iter(range(1_000_000))

    def bring(*messages, name=None, data=None, **options):
        file = tmp_path / (name or f"{next(count)}.mbox")
        file.write_bytes(data if data is not None else mbox(*messages))
        options.setdefault("home_domains", ["home.example"])
        running = ask_import(operator(), [file], door="test", queue=False, **options)
        take_in(running, "test")
        running.refresh_from_db()
        return running

    return bring


@pytest.fixture
def ana(db):
    return User.objects.create_user("ana@home.example", "Ana Brandt", "colleague")


@pytest.fixture
def tom(db):
    return User.objects.create_user("tom@home.example", "Tom Keller", "colleague")


@pytest.fixture
def lead(db):
    return User.objects.create_user("lea@home.example", "Lea Holm", "lead")
