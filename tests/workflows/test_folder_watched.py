"""A watched folder: taken once, once at rest, also as a maildir; and never Sapwood's own."""

import os
from datetime import timedelta

import pytest
from cast import mail, mbox
from django.utils import timezone
from test_service_in import BEGUN, OVER, page

from sapwood.collecting import watched
from sapwood.collecting.watched import catches
from sapwood.records.access.models import User
from sapwood.records.service.models import ServiceEvent
from sapwood.workflows.installation import operator
from sapwood.workflows.permission import Refused
from sapwood.workflows.sources.connect import Wanted, connect
from sapwood.workflows.sources.run import run_source

LOG = "Ticket ID,Status,Changed,Requester Email,Assignee Email,Priority"
ROW = "T-1,{},{},jane@orchard.example,ana@home.example,High"


def quiet(*_):
    pass


def taken(folder, state, later):
    found = list(catches(folder, state, timezone.now() + later, quiet))
    names = [name for one in found for _, name in one.files]
    return names, (found[-1].state if found else state), [note for one in found for note in one.notes]


HOUR = timedelta(hours=1)


def test_what_rests_is_taken_once_and_again_when_it_grew(tmp_path):
    folder = tmp_path / "inbox"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.mbox").write_bytes(mbox(mail(1)))
    (folder / "deep" / "b.eml").write_bytes(mail(2))
    (folder / ".hidden").write_bytes(b"x")
    (folder / "link.eml").symlink_to("/etc/hostname")
    names, state, notes = taken(folder, {}, timedelta(0))
    assert names == [] and "2 files are still being written" in notes[0]
    names, state, notes = taken(folder, state, HOUR)
    assert names == ["inbox/a.mbox", "inbox/deep/b.eml"] and not notes
    assert taken(folder, state, HOUR)[0] == []
    os.utime(folder / "a.mbox", (1, 1))  # a copying program sets an old date: it is new all the same
    (folder / "a.mbox").write_bytes(mbox(mail(1), mail(3)))
    (folder / "deep" / "b.eml").unlink()
    names, state, _ = taken(folder, state, HOUR)
    assert names == ["inbox/a.mbox"] and list(state["files"]) == ["a.mbox"]


def test_a_maildir_whose_mail_is_read_meanwhile(tmp_path):
    folder = tmp_path / "Maildir"
    for name in ("new", "cur", "tmp", ".Sent/cur"):
        (folder / name).mkdir(parents=True)
    (folder / "new" / "1700000000.a").write_bytes(mail(1))
    (folder / "tmp" / "1700000001.b").write_bytes(b"half")
    (folder / ".Sent" / "cur" / "1700000002.c:2,S").write_bytes(mail(2))
    names, state, _ = taken(folder, {}, HOUR)
    assert names == ["Maildir/.Sent/cur/1700000002.c:2,S", "Maildir/new/1700000000.a"]
    (folder / "new" / "1700000000.a").rename(folder / "cur" / "1700000000.a:2,S")
    assert taken(folder, state, HOUR)[0] == []


@pytest.mark.django_db(transaction=True)
def test_into_the_log(home, tmp_path, monkeypatch):
    monkeypatch.setattr(watched, "REST_S", 0.0)
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "a.mbox").write_bytes(mbox(mail(1), mail(2, day=1), b"no mail at all\n"))
    source = connect(operator(), Wanted("folder", where={"path": str(folder)}))
    monkeypatch.setattr(watched.catches, "__defaults__", (0.0,))
    run = run_source(source, "test")
    assert (run.status, run.fetched, run.added, run.unread) == ("done", 1, 2, 1), run.said
    assert (folder / "a.mbox").exists(), "nothing is moved or deleted there"
    assert run_source(source, "test").fetched == 0
    (folder / "a.mbox").unlink()
    folder.rmdir()
    run = run_source(source, "test")
    assert run.status == "failed" and "There is no folder" in run.said


@pytest.mark.django_db(transaction=True)
def test_service_events_are_taken_as_mail_is(home, tmp_path, monkeypatch):
    """A status page's incidents and a desk's log of changes, told again once they say more."""
    monkeypatch.setattr(watched, "REST_S", 0.0)
    monkeypatch.setattr(watched.catches, "__defaults__", (0.0,))
    folder = tmp_path / "status"
    folder.mkdir()
    (folder / "incidents.json").write_bytes(page(BEGUN))
    (folder / "log.csv").write_text(f"{LOG}\n{ROW.format('new', '2024-02-03 10:00')}\n")
    source = connect(operator(), Wanted("folder", where={"path": str(folder)}))
    run = run_source(source, "test")
    assert (run.status, run.fetched, run.unread) == ("done", 2, 0), run.said
    events = {event.kind: event for event in ServiceEvent.objects.all()}
    assert not events["event"].over and not events["ticket"].over and run.added == 2
    assert run_source(source, "test").fetched == 0
    (folder / "incidents.json").write_bytes(page(OVER))
    with (folder / "log.csv").open("a") as log:
        log.write(f"{ROW.format('closed', '2024-02-04 10:00')}\n")
    run = run_source(source, "test")
    assert (run.status, run.fetched, run.unread) == ("done", 2, 0), run.said
    assert [event.over for event in ServiceEvent.objects.all()] == [True, True]


@pytest.mark.django_db
def test_only_an_operator_and_never_where_our_own_state_lies(home, tmp_path):
    colleague = User.objects.create_user("ana@home.example")
    with pytest.raises(Refused):
        connect(colleague, Wanted("folder", where={"path": str(tmp_path)}))
    for wrong in (home, home / "log", tmp_path, "inbox", "/no/such/folder"):
        with pytest.raises(ValueError, match="folder"):
            connect(operator(), Wanted("folder", where={"path": str(wrong)}))
