"""A mail with a marker in its subject and its words: every page as everybody who may knock, every command, every
record. Only who took part is shown it. The addresses come from urls.py and the commands from the command line, so
that a new one is covered by itself."""

import itertools
import json
import shlex
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.mime.text import MIMEText

import pytest
from cast import ANA, JANE, bring, mail  # noqa: F401
from django.apps import apps
from django.urls import get_resolver, reverse
from django.utils import timezone
from made_msg import made_msg
from made_word import made_word
from test_permissions import TABLE
from typer.testing import CliRunner
from web_cast import SECRET, digest_of, offer, source_of

from sapwood.records.access.models import User
from sapwood.records.directory.models import Domain, Organisation, Person
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import CoverBrief, DayItem
from sapwood.records.service.models import ServiceEvent
from sapwood.records.sources.models import SourceBatch
from sapwood.records.voices.models import Voice
from sapwood.surfaces.cli import app
from sapwood.workflows.absences import say_absence
from sapwood.workflows.account import timeline
from sapwood.workflows.cover.say import say_cover
from sapwood.workflows.home import call_home
from sapwood.workflows.imports import ask_import
from sapwood.workflows.refresh import refresh
from sapwood.workflows.reminders.feed import make_feed
from sapwood.workflows.reminders.send import send_due
from sapwood.workflows.set_up import give_address
from sapwood.workflows.take_in.flow import take_in
from sapwood.workflows.voices.identify import identify

MARKER, PART = "Quincewort", "quince"  # what nobody else may see; what they search for
JUNE_2026 = 885  # days after the cast's first of January 2024


@pytest.fixture
def world(cast, bring, tmp_path):  # noqa: F811
    """Ana wrote with Jane; Tom owns the account; the import was the operator's. Some of it could not be read."""
    call_home(cast.op, ["home.example"], "test")
    Domain.objects.create(name="orchard.example", organisation=cast.orchard.organisation)
    for user in (cast.ana, cast.tom, cast.olaf):
        give_address(user, user.email)
    cast.orchard.participations.all().delete()
    cast.orchard.owner = cast.tom
    cast.orchard.save()
    marked = {"subject": f"{MARKER} in the subject", "text": f"{MARKER} in the words. Could you answer?"}
    broken = mail("b", sender=JANE, to=ANA, day=JUNE_2026, **marked).replace(b"Date: ", b"X-No-Date: ")
    bring(
        *(mail(n, sender=JANE, to=ANA, day=JUNE_2026 + n, **marked) for n in range(5)),
        mail(9, sender=ANA, to=JANE, day=JUNE_2026 + 6, **marked),
        broken,
        mailbox="ana@home.example",
        home_domains=(),
        text="private",
    )
    fetched = source_of(cast.ana)
    SourceBatch.objects.create(run=fetched.runs.get(), brought=Import.objects.get())
    refresh()
    talk(cast.ana, tmp_path)
    meet(bring)
    refresh()
    cast.orchard.refresh_from_db()
    offer(cast.orchard)
    absence = say_absence(cast.ana, cast.ana, date(2026, 7, 1), date(2026, 7, 20))
    say_cover(cast.lea, absence.briefs.get(), cast.tom)  # who stands in is given a brief, and no words
    evidence = [event.id for event in timeline(cast.ana, cast.orchard)]
    DayItem.objects.filter(relationship=cast.orchard).update(evidence=evidence)
    return cast


def talk(ana, folder):
    """What Ana brought: a transcript, a chat with Jane, whose voice she knows, a mail and a request from
    Outlook, a ticket, and what a status page says."""
    said = [{"speaker": "Ana Brandt", "text": f"{MARKER} was said."}, {"speaker": "Jane Doyle", "text": f"{MARKER}?"}]
    (folder / "2026-06-12 09.00.json").write_text(json.dumps({"title": f"{MARKER} in the subject", "segments": said}))
    chat = f"12.06.26, 10:00 - Ana Brandt: {MARKER}\n12.06.26, 10:01 - Jane Doyle: {MARKER} indeed\n"
    (folder / "_chat.txt").write_text(chat)
    turns = (("Ana Brandt   0:03", f"{MARKER} in Word"), ("Jane Doyle   0:09", f"{MARKER} in Word, too"))
    (folder / "2026-06-12 11.00.docx").write_bytes(made_word((f"{MARKER} above",), *turns))
    chat = f"12:00:01 From Ana Brandt to Everyone:\n\t{MARKER}\n12:00:09 From Jane Doyle to Everyone : {MARKER}?\n"
    (folder / "2026-06-12 12.00 Zoom.txt").write_text(chat)
    jane = {0x3001: "Jane Doyle", 0x3003: "jane@orchard.example", 0xC15: 1}
    sent = {0x1A: "IPM.Note", 0x37: f"{MARKER} sent", 0x39: datetime(2026, 6, 13, 10, tzinfo=UTC), 0x65: ana.email}
    (folder / "sent.msg").write_bytes(made_msg({**sent, 0x1000: f"{MARKER} once more"}, [jane]))
    hours = {0x820D: datetime(2026, 6, 15, 10, tzinfo=UTC), 0x3: bytes(40), 0x8217: 1}
    asks = {**sent, 0x1A: "IPM.Schedule.Meeting.Request", 0x1000: f"{MARKER} on its agenda"}
    (folder / "asks.msg").write_bytes(made_msg(asks, [jane], hours))
    row = f"T-1,solved,2026-06-14 10:00,jane@orchard.example,{ana.email},{MARKER} again,{MARKER} in the ticket"
    header = "Ticket ID,Status,Created,Requester Email,Assignee Email,Subject,Description"
    (folder / "tickets.csv").write_text(f"{header}\n{row}\n")
    update = {"id": "u", "status": "identified", "created_at": "2026-06-14T10:00:00Z", "body": f"{MARKER} is why"}
    down = {
        "id": "i",
        "name": f"{MARKER} is down",
        "created_at": "2026-06-14T09:00:00Z",
        "incident_updates": [update],
    }
    (folder / "status.txt").write_text(json.dumps({"page": {"id": "P"}, "incidents": [down]}))
    names = ("2026-06-12 09.00.json", "_chat.txt", "sent.msg", "asks.msg", "tickets.csv", "status.txt")
    words = ("2026-06-12 11.00.docx", "2026-06-12 12.00 Zoom.txt")
    brought = [folder / name for name in (*names, *words)]
    asked = ask_import(ana, brought, queue=False)
    take_in(asked, "test")
    event = ServiceEvent.objects.get(kind="event")
    tom, orchard = User.objects.get(name="Tom"), Organisation.objects.get(name="Orchard")
    event.said.create(organisation=orchard, affected=True, by=tom, made=timezone.now())  # so Tom sees that it is
    jane = Person.objects.get(name="Jane Doyle", organisation__isnull=False)
    identify(ana, Voice.objects.get(address__address="speaker:jane doyle"), jane)


def meet(bring):  # noqa: F811
    """What Ana's calendar says, of every summer until one that is still to come."""
    lines = [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "UID:summer",
        f"SUMMARY:{MARKER} in summer",
        "DTSTART:20260620T100000Z",
    ]
    lines += ["ORGANIZER:mailto:ana@home.example", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:jane@orchard.example"]
    lines += [f"DESCRIPTION:{MARKER} on the agenda", "RRULE:FREQ=YEARLY", "END:VEVENT", "END:VCALENDAR", ""]
    held = {"mailbox": "ana@home.example", "home_domains": (), "text": "private"}
    bring(data="\r\n".join(lines).encode(), name="summer.ics", **held)
    asked = message_from_bytes(mail("i", sender=ANA, to=JANE, day=JUNE_2026 + 7, subject=f"{MARKER} to come"))
    text, calendar = asked.get_payload(), "\r\n".join(lines).replace(":summer", ":july").replace("0620T", "0621T")
    calendar = calendar.replace("BEGIN:VEVENT", "METHOD:REQUEST\r\nBEGIN:VEVENT")
    asked.set_type("multipart/alternative")
    asked.set_payload([MIMEText(text), MIMEText(calendar, "calendar", "utf-8")])
    bring(asked.as_bytes(), **held)


def numbers():
    """Some of every record's numbers, whatever the record."""
    found = set()
    for model in apps.get_models():
        if model.__module__.startswith("sapwood."):
            found |= {pk for pk in model.objects.values_list("pk", flat=True)[:4] if isinstance(pk, int) and pk > 0}
    return sorted(found)


def addresses(only=None):
    """Every address of urls.py, or those of one name, with every number for a number."""
    known = numbers()
    for pattern in get_resolver().url_patterns:
        if only not in (None, pattern.name):
            continue
        kinds = pattern.pattern.converters
        values = [known if type(kind).__name__ == "IntConverter" else ["no-such-token"] for kind in kinds.values()]
        for chosen in itertools.product(*values):
            yield reverse(pattern.name, kwargs=dict(zip(kinds, chosen, strict=True)))


def seen(client, found, sent=None):
    """The bodies of an address: alone, as a search, and as a part of a page with more on it."""
    if sent is not None:
        yield client.post(found, sent, follow=True)
        return
    yield (plain := client.get(found, {"text": PART, "q": PART, "search": PART}))
    if plain.status_code not in (404, 405):  # there is somebody, or something to look at
        yield client.get(found, {"show": "50"}, headers={"HX-Request": "true"})


def shown(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    body += str(answer.headers).encode()
    assert SECRET.encode() not in body, "the password of a source, shown to anybody"
    return MARKER.encode() in body


def walk(client):
    return {f for f in addresses() if "sign-out" not in f for answer in seen(client, f) if shown(answer)}


def test_who_took_part_is_shown_it(as_, world):
    found = walk(as_(world.ana))
    account = reverse("account", args=[world.orchard.pk])
    assert {account, reverse("evidence", args=[world.orchard.pk])} <= found, "or this test would see nothing"
    page = as_(world.ana).get(account).content.decode()
    assert f"{MARKER} in the subject" in page and f"{MARKER} in the words" in page
    assert "Next meeting" in page and f"“{MARKER} in summer”" in page
    assert f"Ana Brandt: {MARKER} was said." in page and f"{MARKER} indeed" in page
    assert f"Ana Brandt: {MARKER} in Word" in page
    brief = reverse("cover_brief", args=[CoverBrief.objects.get().pk])
    assert brief in found and "for those who took part" in as_(world.tom).get(brief).content.decode()


@pytest.mark.parametrize("who", ["lea", "olaf"])
def test_nobody_else_is_shown_it_anywhere(who, as_, world):
    assert walk(as_(world.users[who])) == set()


@pytest.mark.parametrize("who", ["tom", "op"])
def test_no_button_shows_it_to_them(who, as_, world):
    """Who owns the account, and who runs the installation, press every button there is. (A lead may do less than an
    operator, an outsider nothing, as the permission table says.)"""
    client = as_(world.users[who])
    assert walk(client) == set()
    for name, method, _, data in TABLE:
        if method == "post" and name != "account_logout":
            for found in addresses(name):
                assert not any(shown(answer) for answer in seen(client, found, data)), found
    client.force_login(world.users[who])
    assert walk(client) == set(), "also after they pressed every button"


def test_who_did_not_bring_it_sees_that_there_is_an_event(as_, world):
    for event, ticket in ((ServiceEvent.objects.get(kind=kind), kind == "ticket") for kind in ("event", "ticket")):
        address = reverse("service_event", args=[event.pk])
        assert MARKER in as_(world.ana).get(address).content.decode(), event
        page = as_(world.tom).get(address).content.decode()
        assert "What was written is for those who brought it or took part." in page and MARKER not in page, ticket
        assert as_(world.olaf).get(address).status_code == 404


def test_the_account_still_says_that_there_was_a_touch(as_, world):
    page = as_(world.tom).get(reverse("account", args=[world.orchard.pk])).content.decode()
    assert "What was written is for those who took part." in " ".join(page.split())
    assert page.count('<li id="e') == 14


def test_what_leaves_for_calendars_and_by_mail_holds_no_word_even_for_who_may_read_it(world, client, post):
    """And what is hidden from its owner is not in it at all."""
    down = f"service event {ServiceEvent.objects.get(kind='event').pk}"
    why = "Affected by a service event since 14 June."
    DayItem.objects.filter(relationship=world.orchard).update(evidence=[down], kind="service event", why=why)
    for who, there in (("ana", True), ("lea", True), ("olaf", False)):
        answer = client.get(make_feed(world.users[who], timezone.now()))
        assert answer.status_code == 200 and not shown(answer), who
        assert (b"Orchard" in answer.content) is there, who
        digest_of(world.users[who], hour=0)
        assert send_due(timezone.now()) == there, who
    for sent in post.mails:
        for part in sent.iter_parts():
            assert "Orchard" in part.get_content() and MARKER not in sent["Subject"] + part.get_content()


# Commands that write, and what they do instead of showing; every other is run.
WRITING = {"up", "import", "undo", "link", "invite", "demonstrate", "forget", "log"}
WRITING |= {"source add", "source run", "source watch"}
ASKED = {
    "accounts": "--as-of 2026-06-15 --json",
    "account": "Orchard --as-of 2026-06-15 --json",
    "today": "--as-of 2026-06-15 --json",
    "people": "Orchard --json",
    "rhythm": "nothing.csv --as-of 2026-06-15 --horizon 30",
    "digest": "--colleague ana@home.example --json",
    "doctor": "--json",
    "tenure": "--json",
    "source list": "--json",
}


def test_no_command_says_it(world):
    commands = {command.name for command in app.registered_commands}
    for group in app.registered_groups:
        commands |= {f"{group.name} {command.name}" for command in group.typer_instance.registered_commands}
    assert commands - WRITING == set(ASKED), "say here how a new command is asked"
    for command, asked in ASKED.items():
        for arguments in (shlex.split(asked), [a for a in shlex.split(asked) if a != "--json"]):
            done = CliRunner().invoke(app, [*command.split(), *arguments])
            assert MARKER not in done.output + str(done.exception), command
            assert SECRET not in done.output + str(done.exception), command


def test_no_record_holds_it(world):
    for model in apps.get_models():
        for row in model.objects.values():
            assert MARKER not in str(row) and SECRET not in str(row), model
