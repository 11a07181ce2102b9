"""The standing cast of the pages. Ana owns Orchard, Tom took part in it, Olaf must see nothing of it, Lea leads,
Op runs the installation. Everything as of Monday 15 June 2026."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import numpy as np
import pytest
from django.utils import timezone

from sapwood.measures.recent import DIRECTIONS, ROW
from sapwood.records.access.models import Installation, User
from sapwood.records.directory.models import Address, FirmMatch, Match, Organisation, Person
from sapwood.records.imports.models import Import, ImportTrouble
from sapwood.records.relationships.models import DayItem, Decision, Participation, Relationship, Standing
from sapwood.records.reminders.models import DigestChoice, Feed
from sapwood.records.sources.models import Source
from sapwood.records.trade.models import Firm, Sheet
from sapwood.workflows.findable import learn_names
from sapwood.workflows.sources.secrets import keep_secret

AS_OF = date(2026, 6, 15)
PASSWORD = "seven-rings-of-oak"
SECRET = "Medlarbloom-of-the-mailbox"  # of a source: nobody is ever shown it


@pytest.fixture(autouse=True)
def monday(settings, home):
    settings.SAPWOOD_AS_OF = AS_OF
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def cast(db):
    """People with logins by first name, and what there is to see."""
    Installation.objects.create(pk=1, set_up=timezone.now(), zone="UTC")
    people = {
        name: User.objects.create_user(f"{name}@home.example", name.title(), role, PASSWORD)
        for name, role in [
            ("ana", "colleague"),
            ("tom", "colleague"),
            ("olaf", "colleague"),
            ("lea", "lead"),
            ("op", "operator"),
        ]
    }
    home = Organisation.objects.create(name="Home", home=True)
    person = Person.objects.create(name="Ana Brandt", organisation=home)
    cast = SimpleNamespace(**people, home=home, person=person, users=people)
    cast.orchard = account("Orchard", owner=cast.ana, state="red", silent=41)
    Participation.objects.create(relationship=cast.orchard, user=cast.tom)
    return cast


def account(name, owner=None, state="green", silent=3, rank=0.5, **more):
    """A relationship with a standing, made by hand."""
    organisation = Organisation.objects.create(name=name)
    relationship = Relationship.objects.create(organisation=organisation, owner=owner, role="customer", **more)
    last = datetime(2026, 6, 15, 9, tzinfo=UTC) - timedelta(days=silent)
    why = f"Silent for {silent} days. You usually speak every 9 (6 to 14)."
    Standing.objects.create(
        relationship=relationship,
        as_of=AS_OF,
        state=state,
        why=why,
        touches=26,
        touch_days=24,
        first_touch=last - timedelta(days=600),
        last_touch=last,
        silent_days=silent,
        usual_gap_days=[6.0, 9.2, 14.1],
        silence_rank=rank,
        p_touch_30d=0.22,
        expected_30d=0.31,
        arithmetic={"x": 23.0, "t_x": 600.0, "T": 641.0, "r": 1.5, "alpha": 9.0, "a": 0.2, "b": 2.0, "k": 0.8, "n": 2}
        | {"red_above": 0.975, "amber_above": 0.85},
        quarters=[
            {"label": "2025-Q4", "touches": 9},
            {"label": "2026-Q1", "touches": 4},
            {"label": "2026-Q2", "touches": 1},
        ],
        recent=saved(touch(77, last, "in"), touch(-5, last - timedelta(days=9), "out")),
    )
    learn_names([organisation.pk])
    return relationship


def touch(number, when, direction):
    row = np.zeros((), ROW)
    row["id"], row["thread"], row["words"], row["direct"], row["minutes"] = number, number, 12, True, np.nan
    row["when"], row["direction"] = int(when.timestamp() * 1e6), DIRECTIONS.index(direction)
    return row.item()


def saved(*touches):
    return np.array(list(touches), ROW).tobytes()


def offer(relationship, rank=0, section="touch", **more):
    """A line of the day's plan."""
    return DayItem.objects.create(
        relationship=relationship,
        as_of=AS_OF,
        section=section,
        rank=rank,
        kind="silent",
        channel="mail",
        minutes=5,
        why=relationship.standing.why,
        arithmetic=["26 touches on 24 days."],
        evidence=[77],
        **more,
    )


def contact(relationship, name, address):
    person = Person.objects.create(name=name, organisation=relationship.organisation)
    Address.objects.create(
        key=abs(hash(address)) % 2**60,
        address=address,
        kind="person",
        person=person,
        organisation=relationship.organisation,
    )
    learn_names([relationship.organisation_id])
    return person


def offered(one, other, certain=False):
    """That two people may be one."""
    said = ["J. Doyle and Jane Doyle fit the same name, and nobody else there does."]
    return Match.objects.create(
        organisation=one.organisation, kept=one, other=other, certain=certain, evidence=said, proposed=timezone.now()
    )


def firms_offered(one, other, kind="same", **more):
    """That the organisations of two relationships may be one."""
    return FirmMatch.objects.create(
        kept=one.organisation,
        other=other.organisation,
        kind=kind,
        evidence=["They are one name but for legal form and country."],
        proposed=timezone.now(),
        **more,
    )


def import_of(user, status="done", **more):
    row = Import.objects.create(by=user, source="sales.mbox", status=status, asked=timezone.now(), **more)
    ImportTrouble.objects.create(of=row, where="=sales.mbox, message 3", what="It has no sender.")
    return row


def source_of(user, **more):
    """A mailbox that is connected, and one look at it that found something."""
    where = {"host": "imap.home.example", "port": 993, "security": "tls", "user": user.email, "folders": []}
    now = timezone.now()
    source = Source(kind="imap", name=f"Mailbox of {user.email}", owner=user, mailbox=user.email, added_by=user)
    source.added, source.where, source.state = now, where | more, {"INBOX": [7, 4711]}
    source.save()
    keep_secret(source, SECRET)
    source.save()
    source.runs.create(status="done", asked=now, started=now, finished=now, fetched=3, added=2, unread=1)
    return source


def feed_of(user):
    return Feed.objects.create(user=user, digest="made by hand", made=timezone.now())


def digest_of(user, often="daily", hour=7, made=None, **more):
    """That a colleague chose a digest, long ago where nothing else is said."""
    made = made or datetime(2026, 1, 1, tzinfo=UTC)
    return DigestChoice.objects.create(user=user, often=often, hour=hour, made=made, on_since=made, **more)


def decision(relationship, user, kind="done", **more):
    return Decision.objects.create(
        relationship=relationship, kind=kind, by=user, decided=timezone.now(), day=AS_OF, item_kind="silent", **more
    )


@pytest.fixture
def as_(client):
    """A browser signed in as somebody."""

    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


def sheet_of(user):
    """A table of accounts that waits for a look; its file is gone, so looking again finds nothing."""
    waiting = Import.objects.create(
        by=user, source="accounts.csv", status="looked at", asked=timezone.now(), options={"paths": [], "names": []}
    )
    return Sheet.objects.create(
        of=waiting, number=1, where="accounts.csv", kind="accounts", header=["Name"], mapping={"account": 0}, rows=1
    )


def told_owner(relationship, user):
    """A table that was brought says that `user` owns the account."""
    done = Import.objects.create(by=user, source="owners.csv", status="done", asked=timezone.now())
    sheet = Sheet.objects.create(of=done, number=1, where="owners.csv", kind="accounts")
    row = {"sheet": sheet, "line": 2, "key": 1, "digest": 1, "organisation": relationship.organisation}
    Firm.objects.create(**row, owner=user.email)
    return relationship.pk
