"""Calendars on a real server: what is new comes once, what changed comes again."""

import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from calendar_server import event
from mail_box import PASSWORD

from sapwood.workflows.accounts import accounts_as_of
from sapwood.workflows.home import call_home
from sapwood.workflows.installation import operator
from sapwood.workflows.refresh import refresh
from sapwood.workflows.sources.connect import Wanted, connect, unsaved
from sapwood.workflows.sources.run import run_source
from sapwood.workflows.sources.try_out import try_out

pytestmark = pytest.mark.django_db(transaction=True)


def wanted(server, secret=PASSWORD, **where):
    where = {"url": server.url, "user": "ana"} | where
    return Wanted("caldav", mailbox="ana@home.example", where=where, secret=secret)


def test_calendars_are_read_once_and_again_where_they_change(home, calendar_server):
    work, rest = calendar_server.calendar("Work"), calendar_server.calendar("Rest")
    one = work.save_event(event("one"))
    work.save_event(event("two", 3))
    rest.save_event(event("three", 4))
    found = try_out(unsaved(operator(), wanted(calendar_server)), PASSWORD)
    assert found.good and {"Work", "Rest"} <= {part.name for part in found.parts}
    source = connect(operator(), wanted(calendar_server, folders=[str(work.url)]))
    run = run_source(source, "test")
    assert (run.status, run.fetched, run.added, run.unread) == ("done", 2, 2, 0), run.said
    assert run_source(source, "test").fetched == 0
    one.data = event("one", subject="Volumes and prices").replace("DTSTAMP:20240101", "DTSTAMP:20240102")
    one.save()
    work.save_event(event("four", 5))
    run = run_source(source, "test")
    assert (run.status, run.fetched, run.added, run.known) == ("done", 2, 1, 1)
    one.delete()
    run = run_source(source, "test")
    assert run.status == "done" and "gone from Work" in run.notes[0]


def test_what_vanishes_is_called_off_unless_it_was_long_ago_and_may_come_back(home, calendar_server):
    work, rest = calendar_server.calendar("Work 2"), calendar_server.calendar("Rest 2")
    call_home(operator(), ["home.example"], "test")
    old, ahead, moved = event("old", 3), event("ahead", 4), event("moved", 5)
    ahead, moved = ahead.replace("202404", "209904"), moved.replace("202405", "209905")
    events = [work.add_event(one) for one in (old, ahead, moved)]
    source = connect(operator(), wanted(calendar_server, folders=[str(work.url), str(rest.url)]))
    assert run_source(source, "test").added == 3
    day = date(2099, 6, 1)
    refresh(day)
    assert [row["touches"] for row in accounts_as_of(day)] == [3]
    for one in events:
        one.delete()
    rest.add_event(moved)
    run = run_source(source, "test")
    assert (run.status, run.added, run.unread) == ("done", 0, 0), run.said
    refresh(day)
    assert [row["touches"] for row in accounts_as_of(day)] == [2]  # the old one took place, one moved elsewhere
    work.add_event(ahead.replace("DTSTAMP:20240101", "DTSTAMP:20980101"))
    assert run_source(source, "test").status == "done"
    refresh(day)
    assert [row["touches"] for row in accounts_as_of(day)] == [3]


def test_what_is_put_back_as_it_was_stands_again(home, calendar_server):
    work = calendar_server.calendar("Work 3")
    call_home(operator(), ["home.example"], "test")
    told = event("kept").replace("202403", "209903")
    one, other = work.add_event(told), work.add_event(event("dropped", 4).replace("202404", "209904"))
    dropped = other.data
    source = connect(operator(), wanted(calendar_server, folders=[str(work.url)]))

    def met():
        assert run_source(source, "test").status == "done"
        refresh(day)
        return [row["touches"] for row in accounts_as_of(day)]

    day = date(2099, 6, 1)
    assert met() == [2]
    called_off = told.replace("DTSTAMP:20240101", "DTSTAMP:20240301").replace("SUMMARY", "STATUS:CANCELLED\nSUMMARY")
    one.data = called_off
    one.save()
    other.delete()
    assert met() == []
    one.data = told
    one.save()
    work.add_event(dropped)
    assert met() == [2]
    one.data = called_off
    one.save()
    assert met() == [1]


@pytest.fixture
def web():
    """The port of a web server that knows nothing of calendars."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.mark.parametrize(
    ("where", "secret", "said"),
    [
        ({}, "wrong", "refused the user name ana or the password"),
        ({"url": "http://localhost:1/"}, "x", "nothing answers there"),
        ({"url": "https://localhost:{port}/"}, "x", "does not speak TLS"),
        ({"url": "http://localhost:{web}/"}, PASSWORD, "not understood as calendars"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(home, calendar_server, web, where, secret, said):
    where = {name: value.format(port=calendar_server.port, web=web) for name, value in where.items()}
    found = try_out(unsaved(operator(), wanted(calendar_server, secret, **where)), secret)
    assert not found.good and said in found.said and secret not in found.said.replace("refused the user", "")
