"""Archives of Outlook's: what the reading process finds, what becomes of it where that process dies, broken files.

There is no writer of .pst to be had: here the process walks an archive of made items, and everything else is real
(the process, its pipe, its death). A real archive is read in tests/real/test_real_outlook.py.
"""

import random
import signal
import subprocess
import sys

import pytest

from sapwood.collecting import outlook_archive
from sapwood.collecting.folder import gather
from sapwood.collecting.outlook import ENCRYPTED, LEFT, READ_ANYWAY, UNREADABLE
from sapwood.collecting.outlook_archive import DIED, ENOUGH, REPAIR
from sapwood.collecting.piece import Noted, Piece
from sapwood.facts.interaction import Trouble
from sapwood.reading.outlook.folders import is_left_out

STAND_IN = """
import os, signal, sys
sys.path[:0] = {path!r}
from datetime import UTC, datetime
from sapwood.collecting import outlook_process
from sapwood.reading.outlook.archive import Step
from sapwood.reading.outlook.item import Item

WHEN = datetime(2024, 3, 5, 9, tzinfo=UTC)
JANE = "/o=Home/cn=jane"

def mail(number, sender, **more):
    said = {{0x37: f"Number {{number}}", 0x39: WHEN, 0x1035: f"<{{number}}@x>"}}
    return Item({{0x1A: "IPM.Note", 0x65: sender, **said, **more}})

class Archive:
    def __init__(self, path):
        self.has_password = True

    def walk(self, begin, wanted, without=frozenset()):
        items = dict(enumerate([mail(n, "ana@home.example") for n in range(1, 30)], 1))
        items[4] = mail(4, JANE)  # known by name alone, until number 9 says more
        items[9].receivers.append({{0x3003: JANE, 0x39FE: "jane@orchard.example", 0xC15: 1}})
        items[10].receivers.append({{0x3003: "/o=Home/cn=nobody", 0xC15: 1}})
        items[11] = mail(11, "/o=Home/cn=nobody")
        items[12] = Item({{0x1A: "IPM.Contact"}})
        items[13] = Item({{0x1A: "IPM.Task"}})
        items[14] = Item({{0x1A: "IPM.Appointment", 0x65: "ana@home.example"}}, {{0x820D: WHEN}})
        asks = {{0x1A: "IPM.Schedule.Meeting.Request"}}
        items[15].values.update(asks)
        items[15].named.update({{0x820D: WHEN, 0x3: bytes(40)}})
        asked = {{0x1A: "IPM.Appointment", 0x65: "jane@orchard.example"}}
        items[1] = Item(asked, {{0x820D: WHEN, 0x8217: 3, 0x8218: 3}})  # whose answer, later mail says
        for number, item in items.items():
            if number in without or not wanted(number):
                continue
            begin(number, f"Inbox › {{number}}")
            if number in {dies!r}:
                os.kill(os.getpid(), signal.SIGSEGV)
            if number in {hangs!r}:
                signal.pause()
            yield Step(number, f"Inbox › {{number}}", item)
        left = [("Trash", "deleted", 7), ("Papierkorb", "deleted", 2), ("Spam", "junk", 1), ("Deep", "too deep", 4)]
        for number, (where, kind, items) in enumerate(left, 30):
            if wanted(number):
                yield Step(number, where, left_out=kind, items=items)

outlook_process.Archive = Archive
outlook_process.LONGEST_S = 2
outlook_process.main()
"""


@pytest.fixture
def collect(tmp_path, monkeypatch):
    def collect(content=b"!BDN", dies=(), hangs=(), stand_in=True):
        if stand_in:
            (tmp_path / "stand_in.py").write_text(STAND_IN.format(path=sys.path, dies=set(dies), hangs=set(hangs)))
            monkeypatch.setattr(outlook_archive, "COMMAND", [sys.executable, str(tmp_path / "stand_in.py")])
        (tmp_path / "ana.pst").write_bytes(content)
        spool = tmp_path / f"spool-{random.random()}"
        spool.mkdir()
        found = list(gather([tmp_path / "ana.pst"], spool))
        texts = {one.where: one.path.read_bytes()[one.start : one.end] for one in found if isinstance(one, Piece)}
        collect.noted = [(one.where, one.what) for one in found if isinstance(one, Noted)]
        return texts, [(one.where, one.what) for one in found if isinstance(one, Trouble)]

    return collect


def test_every_mail_is_a_piece_and_the_rest_is_said(collect):
    texts, troubles = collect()
    mails = {where for where in texts if "Inbox" in where}
    assert mails == {f"ana.pst/Inbox › {n}" for n in range(1, 30) if n not in (1, 11, 12, 13, 14)}
    assert b"From: <jane@orchard.example>" in texts["ana.pst/Inbox › 4"], "said by a later mail"
    calendar = texts["ana.pst/calendar"]
    assert b"ana@home.example" in calendar.splitlines()[2], "the calendar is the owner's"
    assert b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@home.example" in calendar, "and so is the answer"
    request = texts["ana.pst/Inbox › 15"]
    assert b"method=REQUEST" in request and b"UID:00000" in request and b"DTSTART:20240305T090000Z" in request
    said = dict(troubles)
    assert "more than 60 folders deep, so it was left out: 4 items." in said["ana.pst/Deep"]
    assert collect.noted == [
        ("ana.pst", READ_ANYWAY),
        ("ana.pst", LEFT.format("1 contact, 1 task, 9 deleted items, 1 item of junk")),
    ]
    assert said["ana.pst/Inbox › 11"].startswith("Its sender stands there only by a name")
    assert said["ana.pst"].startswith("1 receivers of 1 mails") and len(troubles) == 3


def test_what_kills_the_reader_costs_itself_alone(collect):
    whole, _ = collect()
    texts, troubles = collect(dies=[3, 16])
    assert texts.keys() == whole.keys() - {"ana.pst/Inbox › 3", "ana.pst/Inbox › 16"}
    assert [where for where, what in troubles if what == DIED] == ["ana.pst/Inbox › 3", "ana.pst/Inbox › 16"]
    # number 4 was put off before the reader died; what was learned of its sender went with neither
    assert b"From: <jane@orchard.example>" in texts["ana.pst/Inbox › 4"]


def test_what_holds_the_reader_up_is_left_after_a_while(collect):
    texts, troubles = collect(hangs=[5])
    assert ("ana.pst/Inbox › 5", DIED) in troubles and "ana.pst/Inbox › 6" in texts


def test_it_gives_up_in_the_end(collect, monkeypatch):
    monkeypatch.setattr(outlook_archive, "MOST_DEATHS", 2)
    texts, troubles = collect(dies=[3, 4, 5])
    assert list(texts) == ["ana.pst/Inbox › 2"] and troubles[-1] == ("ana.pst", ENOUGH.format(REPAIR))


def test_a_reader_goes_with_whoever_asked(collect, tmp_path, monkeypatch):
    started = []

    class Noted(subprocess.Popen):
        def __init__(self, *given, **named):
            super().__init__(*given, **named)
            started.append(self)

    monkeypatch.setattr(outlook_archive.subprocess, "Popen", Noted)
    collect()
    reading = outlook_archive.frames(tmp_path / "ana.pst")
    next(reading)
    reading.close()  # as when an import is stopped
    assert len(started) == 2 and started[1].returncode == -signal.SIGKILL


@pytest.mark.parametrize("content", [b"!BDN", b"!BDN" + bytes(600), b"!BDN" + random.Random(1).randbytes(200_000)])
def test_broken_archives_are_named(collect, content):
    assert collect(content, stand_in=False) == ({}, [("ana.pst", UNREADABLE)])


@pytest.mark.parametrize(("version", "at"), [(14, 461), (23, 513)])
def test_an_archive_that_windows_has_encrypted_is_said_to_be(collect, version, at):
    head = bytearray(b"!BDN".ljust(600, b"\0"))
    head[10], head[at] = version, 0x10
    assert collect(bytes(head), stand_in=False) == ({}, [("ana.pst", ENCRYPTED)])


def test_folders_nobody_means():
    assert is_left_out("Gelöschte Elemente") == is_left_out("x", waste_basket=True) == "deleted"
    assert is_left_out(" Junk  E-Mail") == "junk" and is_left_out("Sent Items") == is_left_out("") == ""
