"""A mailbox on a real server: connected, read, read again, and everything that can happen to it between."""

import pytest
from cast import ANA, JANE, mail
from mail_server import PASSWORD, CutLine

from sapwood.records.imports.models import Import
from sapwood.workflows.installation import log, operator
from sapwood.workflows.sources.connect import Wanted, connect
from sapwood.workflows.sources.run import run_source

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
    box.put(mail(1), mail(2, sender=ANA, to=JANE, day=1))
    box.put(mail(3, sender=ANA, to=JANE, day=2), mail(1), folder="Sent")
    box.put(mail(9, subject="You have won"), folder="Junk mail")
    source = connected()
    assert told(look(source)) == ("done", 4, 3, 1), "the same mail in two folders is one"
    assert log().dataset().count_rows() == 3
    (brought,) = Import.objects.all()
    assert (brought.by, brought.mailbox_given, brought.source) == (operator(), True, "Mailbox of ana@home.example")
    assert told(look(source)) == ("done", 0, 0, 0)
    box.put(mail(4, day=3))
    box.take_away("1:2")
    assert told(look(source)) == ("done", 1, 1, 0), "a mailbox that shrinks takes nothing away here"
    assert not (Import.objects.all()[0].options["paths"][0].endswith("upload"))


def test_numbered_anew_nothing_is_doubled(connected, box):
    box.put(mail(1), mail(2, day=1))
    source = connected()
    look(source)
    box.number_anew()
    run = look(source)
    assert told(run) == ("done", 2, 0, 2)
    assert "numbered INBOX anew" in run.notes[0]
    assert told(look(source)) == ("done", 0, 0, 0)


def test_a_line_that_breaks_in_a_message_keeps_what_came_whole(connected, box, mail_server):
    box.put(*(mail(n, day=n, text="word " * 2000) for n in range(6)))
    line = CutLine(mail_server.port, 45_000)
    source = connected(port=line.port, security="plain")
    run = look(source)
    line.close()
    assert run.status == "failed" and "broke off" in run.said
    assert 0 < run.added < 6
    source.where["port"] = mail_server.port
    source.save()
    from sapwood.workflows.sources.secrets import keep_secret

    keep_secret(source, PASSWORD)
    source.save()
    assert told(look(source)) == ("done", 6 - run.added, 6 - run.added, 0)
