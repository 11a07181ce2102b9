"""Calendars on a real server: what is new comes once, what changed comes again."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from calendar_server import event
from mail_server import PASSWORD

from sapwood.workflows.installation import operator
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
