"""A mailbox on a real server: connected, read, read again, and everything that can happen to it between."""

from datetime import date
from threading import Event, Thread

import pytest
from cast import ANA, JANE, TOM, mail
from lines import CutLine
from mail_box import PASSWORD
from mail_server import TOKEN

from sapwood.collecting import imap_fetch
from sapwood.collecting.imap import Server
from sapwood.collecting.imap_listen import listen
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Relationship
from sapwood.store.lock import one_writer
from sapwood.workflows.account import timeline
from sapwood.workflows.home import call_home
from sapwood.workflows.imports import undo_import
from sapwood.workflows.installation import log, operator
from sapwood.workflows.refresh import refresh
from sapwood.workflows.set_up import give_address
from sapwood.workflows.sources import run as running
from sapwood.workflows.sources.attend import ask_run, go_on, pause, remove, stop_run
from sapwood.workflows.sources.connect import Wanted, change_source, connect, unsaved
from sapwood.workflows.sources.run import run_source
from sapwood.workflows.sources.try_out import try_out

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def connected(home, box, mail_server):
    def connected(secret=PASSWORD, **more):
        where = {"host": "localhost", "port": mail_server.tls_port, "user": box.user} | more
        return connect(operator(), Wanted("imap", mailbox="ana@home.example", where=where, secret=secret), "test")

    return connected


def look(source):
    run = run_source(source, "test")
    source.refresh_from_db()
    return run


def told(run):
    return run.status, run.fetched, run.added, run.known


def test_from_the_server_into_the_log_once(connected, box):
    box.put(mail(1), mail(2, sender=ANA, to=JANE, day=1), mail(1))
    box.put(mail(3, sender=ANA, to=JANE, day=2), mail(1), folder="Sent")
    box.put(mail(9, subject="You have won"), folder="Junk mail")
    source = connected()
    assert told(look(source)) == ("done", 5, 3, 2), "the same mail twice, and in two folders, is one"
    assert log().dataset().count_rows() == 3
    (brought,) = Import.objects.all()
    assert (brought.by, brought.mailbox_given, brought.source) == (operator(), True, "Mailbox of ana@home.example")
    assert told(look(source)) == ("done", 0, 0, 0)
    box.put(mail(4, day=3))
    box.take_away("1:2")
    assert told(look(source)) == ("done", 1, 1, 0), "a mailbox that shrinks takes nothing away here"
    undo_import(operator(), brought, queue=False)
    assert told(look(source)) == ("done", 0, 0, 0), "what a person took back does not come back by itself"
    wish = ask_run(operator(), source, anew=True)
    assert told(run_source(source, "test", wish)) == ("done", 4, 2, 2), "unless somebody asks for all of it again"


def test_what_was_written_is_its_owners_not_the_operators(connected, box, ana, lead):
    give_address(ana, "ana@home.example")
    call_home(operator(), ["home.example"], "test")
    box.put(mail(1, sender=JANE, to=TOM, subject="Quincewort"))
    look(connected())
    refresh(date(2024, 3, 1))
    account = Relationship.objects.get()
    assert [event.subject for event in timeline(ana, account)] == ["Quincewort"], "it was in her mailbox"
    for other in (lead, operator()):
        assert [(event.subject, event.hidden) for event in timeline(other, account)] == [(None, True)]


def test_numbered_anew_nothing_is_doubled(connected, box):
    box.put(mail(1), mail(2, day=1))
    source = connected()
    look(source)
    box.number_anew()
    run = look(source)
    assert told(run) == ("done", 2, 0, 2)
    assert "numbered INBOX anew" in run.notes[0]
    assert told(look(source)) == ("done", 0, 0, 0)


def test_a_line_that_breaks_in_a_message_keeps_what_came_whole(connected, box, mail_server, settings):
    box.put(*(mail(n, day=n, text="word " * 2000) for n in range(6)))
    line = CutLine(mail_server.port, 45_000)
    source = connected(port=line.port, security="plain")
    run = look(source)
    line.close()
    assert run.status == "failed" and "broke off" in run.said
    assert 0 < run.added < 6
    assert source.due - run.finished > settings.SAPWOOD_SOURCE_EVERY * 2, "it backs off"
    where = source.where | {"port": mail_server.port}
    with pytest.raises(ValueError, match="Enter the password again"):
        change_source(operator(), source, Wanted("imap", mailbox=source.mailbox, where=where))
    state = source.state
    change_source(operator(), source, Wanted("imap", mailbox=source.mailbox, where=where, secret=PASSWORD))
    source.state = state
    source.save()
    assert told(look(source)) == ("done", 6 - run.added, 6 - run.added, 0), "it goes on where it stopped"


def test_a_server_that_was_away_is_read_on_when_it_is_back(connected, box, mail_server):
    box.put(mail(1))
    source = connected()
    look(source)
    mail_server.stop()
    run = look(source)
    assert run.status == "failed" and "Nothing answers at localhost" in run.said
    mail_server.start()
    box.put(mail(2, day=1))
    assert told(look(source)) == ("done", 1, 1, 0)


@pytest.mark.parametrize(
    ("where", "secret", "said"),
    [
        ({}, "Medlar-wrong", "refused the user name"),
        ({"token": "test"}, "", "refused the user name"),
        ({"token": "none"}, "", "printed no token"),
        ({"token": "broken"}, "", "ended with 3"),
        ({"security": "tls", "port": "plain"}, "x", "does not speak TLS"),
        ({"security": "plain", "port": 1}, "x", "Nothing answers at localhost on port 1"),
        ({"host": "127.0.0.1"}, "x", "certificate of 127.0.0.1 does not hold"),
        ({"host": "nowhere.invalid"}, "x", "was not found"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(home, box, mail_server, settings, where, secret, said):
    commands = {"test": "echo Medlar-token", "none": "true", "broken": "sh -c 'echo Medlar-secret; exit 3'"}
    settings.SAPWOOD_TOKEN_COMMANDS = commands
    where = {"host": "localhost", "port": mail_server.tls_port, "user": box.user, "token": ""} | where
    where["port"] = mail_server.port if where["port"] == "plain" else where["port"]
    wanted = Wanted("imap", mailbox="ana@home.example", where=where, secret=secret)
    found = try_out(unsaved(operator(), wanted), secret)
    assert not found.good and said in found.said and "Medlar" not in found.said


def test_a_token_signs_in_and_a_trial_says_what_is_there(home, box, mail_server, settings):
    settings.SAPWOOD_TOKEN_COMMANDS = {"test": f"printf %s {{user}}.{TOKEN}"}
    box.put(mail(1), mail(2))
    box.put(mail(3), folder="Kunden/Größe")
    where = {"host": "localhost", "port": mail_server.port, "security": "starttls", "user": box.user, "token": "test"}
    found = try_out(unsaved(operator(), Wanted("imap", mailbox="ana@home.example", where=where)))
    assert found.said == "It works: 2 messages in INBOX and Sent would be read."
    assert [(p.name, p.count, p.read, p.may) for p in found.parts] == [
        ("INBOX", 2, True, True),
        ("Sent", 0, True, True),
        ("Kunden/Größe", 1, False, True),
        ("Junk mail", 0, False, False),
    ]
    where["folders"] = ["Kunden/Größe", "Junk mail", "Gone"]
    source = connect(operator(), Wanted("imap", mailbox="ana@home.example", where=where))
    run = look(source)
    assert told(run) == ("done", 1, 1, 0) and run.notes == ["There is no folder Gone any more."]
    assert source.secret is None


def test_killed_between_fetching_and_remembering_doubles_nothing(connected, box, monkeypatch):
    box.put(mail(1), mail(2, day=1))
    source = connected()

    def killed(*_):
        raise KeyboardInterrupt

    for step in ("take_in", "_go_on_from"):
        with monkeypatch.context() as broken:
            broken.setattr(running, step, killed)
            with pytest.raises(KeyboardInterrupt):
                run_source(source, "test")
    source.refresh_from_db()
    run = look(source)
    assert (run.status, run.added + run.known) == ("done", 2)
    assert log().dataset().count_rows() == 2
    assert not Import.objects.exclude(status="done").exists(), "what was left over came in"
    assert told(look(source)) == ("done", 0, 0, 0)


def test_a_person_stops_it_and_what_is_in_stays(connected, box, monkeypatch):
    box.put(*(mail(n, day=n) for n in range(6)))
    monkeypatch.setattr(imap_fetch, "MOST_MESSAGES", 2)
    monkeypatch.setattr(imap_fetch, "AT_ONCE_MESSAGES", 2)
    monkeypatch.setattr(running, "EVERY_S", 0.0)
    source = connected()
    taken = running.take_in

    def take_in(brought, door):
        taken(brought, door)
        stop_run(operator(), source)

    with monkeypatch.context() as watched:
        watched.setattr(running, "take_in", take_in)
        run = look(source)
    run.refresh_from_db()
    assert (run.status, run.added, run.stop_asked_by) == ("stopped", 2, operator())
    assert told(look(source)) == ("done", 4, 4, 0)


def test_only_one_reads_it_at_a_time_and_a_paused_one_nobody(connected, box, home):
    source = connected()
    with one_writer(home, lock=f"source-{source.pk}.lock"):
        assert run_source(source, "test") is None
    pause(operator(), source)
    assert look(source) is None
    go_on(operator(), source)
    assert look(source).status == "done"
    remove(operator(), source, undo=True)
    assert look(source) is None


@pytest.mark.parametrize("undo", [True, False])
def test_removed_it_is_asked_what_becomes_of_what_it_brought(connected, box, undo):
    box.put(mail(1))
    source = connected()
    look(source)
    remove(operator(), source, undo, queue=False)
    source.refresh_from_db()
    assert (source.removed_by, source.secret) == (operator(), None)
    assert Import.objects.get().status == ("withdrawn" if undo else "done")


def test_the_server_calls_when_something_comes(mail_server, box):
    heard, stop = Event(), Event()
    server = Server("localhost", mail_server.tls_port, "tls", box.user, PASSWORD)
    listening = Thread(target=listen, args=(server, heard.set, stop.is_set))
    listening.start()
    while not heard.wait(0.2):  # it may come before anybody listens
        box.put(mail(1))
        assert listening.is_alive()
    stop.set()
    listening.join(20)
    assert not listening.is_alive()
