"""A small house to walk through: Ana's accounts as of Monday 15 June 2026, made from mail."""

import json
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

import pytest
from django.utils import timezone

from sapwood.records.access.models import Installation, SignInLink, User
from sapwood.records.relationships.models import Relationship
from sapwood.workflows.absences import say_absence
from sapwood.workflows.change_many import change_many
from sapwood.workflows.change_relationship import change
from sapwood.workflows.imports import ask_import
from sapwood.workflows.policies import set_policy
from sapwood.workflows.refresh import refresh
from sapwood.workflows.saved_views import save_view
from sapwood.workflows.set_up import give_address
from sapwood.workflows.sources.connect import Wanted, connect
from sapwood.workflows.take_in.flow import take_in
from sapwood.workflows.tiers import add_tier, tag

AS_OF = date(2026, 6, 15)
ANA = "Ana Brandt <ana@home.example>"
# (who writes with Ana, every how many days, silent for how many)
FIRMS = [
    ("Jane Doyle <jane@orchard.example>", 7, 60),
    ("Priya Nair <priya@birch.example>", 9, 80),
    ("Sam Reyes <sam@tidewater.example>", 10, 4),
    ("Luis Ortega <luis@harbor.example>", 400, 30),
]

UPDATES = [
    {"id": "2", "status": "monitoring", "body": "A switch is replaced.", "created_at": "2026-06-14T12:00:00Z"},
    {"id": "1", "status": "investigating", "body": "We look.", "created_at": "2026-06-14T09:00:00Z"},
]
DOWN = {"id": "7", "name": "The mill stands still", "impact": "major", "components": [{"name": "Mill"}]}
DOWN |= {"created_at": "2026-06-14T09:00:00Z", "incident_updates": UPDATES}


def mbox(firms, number=0) -> bytes:
    """A year of mails, theirs and ours in turn."""
    parts = []
    for who, gap, silent in firms:
        for turn, back in enumerate(range(silent, 360, gap)):
            number += 1
            sender, to = (who, ANA) if turn % 2 else (ANA, who)
            message = EmailMessage()
            message["From"], message["To"], message["Subject"] = sender, to, f"Volumes {number}"
            when = datetime(2026, 6, 15, 10, tzinfo=UTC) - timedelta(days=back)
            message["Date"], message["Message-ID"] = format_datetime(when), f"<{number}-{who[:4]}@mail.example>"
            message.set_content("Here are the volumes of this week. Do they suit you?")
            parts.append(b"From x@mail.example Mon Jan  1 10:00:00 2024\n" + bytes(message) + b"\n")
    return b"".join(parts)


@pytest.fixture
def house(transactional_db, home, settings, tmp_path):
    """Ana leads; three accounts can be judged, one cannot. The firms' mail has been read."""
    settings.SAPWOOD_AS_OF = AS_OF
    Installation.objects.create(pk=1, set_up=timezone.now(), zone="UTC")
    ana = User.objects.create_user("ana@home.example", "Ana Brandt", "operator", "seven-rings-of-oak")
    give_address(ana, ana.email)
    file = tmp_path / "ana.mbox"
    file.write_bytes(mbox(FIRMS) + b"From x\nno mail at all\n\n")
    running = ask_import(ana, [file], ["home.example"], "ana@home.example", queue=False)
    take_in(running, "test")
    down = tmp_path / "status.json"
    down.write_text(json.dumps({"page": {"id": "P", "name": "Home"}, "incidents": [DOWN]}))
    take_in(ask_import(ana, [down], queue=False), "test")
    refresh(AS_OF)
    change(ana, Relationship.objects.get(organisation__domains__name="tidewater.example"), floor=7)
    change_many(ana, Relationship.objects.filter(organisation__domains__name="birch.example"), {"role": "customer"})
    orchard = Relationship.objects.get(organisation__domains__name="orchard.example")
    change(ana, orchard, tier=add_tier(ana, "A"))
    tag(ana, orchard, "Renewal")
    set_policy(ana, add_tier(ana, "A"), 14, 45)
    say_absence(ana, User.objects.create_user("tom@home.example", "Tom Keller", "colleague"), AS_OF, AS_OF)
    tom = User.objects.get(email="tom@home.example")
    away = say_absence(ana, tom, AS_OF + timedelta(days=30), AS_OF + timedelta(days=40))
    away.briefs.create(relationship=orchard, made=timezone.now(), looked=AS_OF)
    connect(ana, Wanted("imap", where={"host": "imap.home.example", "user": ana.email}, secret="x"))
    save_view(ana, "Reds", "state=red&silent_from=1", shared=True)
    return ana


@pytest.fixture
def enter(page, live_server, house):
    """Through the one-time link to Today."""

    def enter(where="/"):
        page.goto(f"{live_server.url}/enter/{SignInLink.make(house, timezone.now())}/")
        if where != "/":
            page.goto(live_server.url + where)
        return page

    return enter
