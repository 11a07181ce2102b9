"""A standing cast of files: what is mail comes out as pieces, what is not as troubles with their reason."""

import os

import pytest

from sapwood.collecting.folder import Piece, gather
from sapwood.facts.interaction import Trouble

MAIL = b"From: jane@orchard.example\nTo: ana@home.example\nDate: Thu, 12 Mar 2020 10:11:12 +0100\n\nHello\n"
BOX = b"From jane@orchard.example Thu Mar 12 10:11:12 2020\n" + MAIL
CALL = b'{"id": 1, "when": "2020-03-12T10:00:00Z", "channel": "call", "people": []}\n'


@pytest.fixture
def spool(tmp_path):
    folder = tmp_path / "spool"
    folder.mkdir()
    return folder


@pytest.fixture
def post(tmp_path):
    folder = tmp_path / "post"
    folder.mkdir()
    return folder


def collect(paths, spool):
    found = list(gather(paths, spool))
    pieces = [(piece.where, piece.kind) for piece in found if isinstance(piece, Piece)]
    return pieces, {trouble.where: trouble.what for trouble in found if isinstance(trouble, Trouble)}


def test_content_decides_not_the_name(post, spool):
    for name, content in {"a.pdf": MAIL, "b": BOX, "c.txt": CALL, "d.eml": b"%PDF-1.4", "e.mbox": b""}.items():
        (post / name).write_bytes(content)
    pieces, troubles = collect([post], spool)
    assert pieces == [("post/a.pdf", "message"), ("post/b", "mbox"), ("post/c.txt", "journal")]
    assert troubles == {
        "post/d.eml": "It is not mail, a mailbox, a journal or an archive of these, so it was left out.",
        "post/e.mbox": "The file is empty.",
    }


def test_a_maildir(post, spool):
    for name in ("cur/1.a:2,S", "new/2.b", "tmp/3.c", ".Sent/cur/4.d:2,S", ".Sent/dovecot-uidlist", ".git/config"):
        (post / name).parent.mkdir(parents=True, exist_ok=True)
        (post / name).write_bytes(MAIL)
    for name in ("dovecot.index", "maildirfolder", "Inbox.msf", ".DS_Store", "subscriptions"):
        (post / name).write_bytes(b"x")
    pieces, troubles = collect([post], spool)
    assert [where for where, _ in pieces] == ["post/.Sent/cur/4.d:2,S", "post/cur/1.a:2,S", "post/new/2.b"]
    assert troubles == {}


def test_a_folder_called_tmp_elsewhere_is_a_folder(post, spool):
    (post / "tmp").mkdir()
    (post / "tmp" / "a.eml").write_bytes(MAIL)
    assert collect([post], spool)[0] == [("post/tmp/a.eml", "message")]


def test_a_second_run_is_the_same(post, spool):
    for name in ("b/2", "a/1", "c", "a/0"):
        (post / name).parent.mkdir(exist_ok=True)
        (post / name).write_bytes(MAIL)
    once = collect([post], spool)
    assert once == collect([post], spool)
    assert len(once[0]) == 4


def test_links_loops_pipes_and_gaps(post, spool):
    (post / "a.eml").write_bytes(MAIL)
    (post / "loop").symlink_to(post, target_is_directory=True)
    (post / "lost").symlink_to(post / "nowhere")
    os.mkfifo(post / "pipe")
    pieces, troubles = collect([post, post / "nowhere.mbox"], spool)
    assert pieces == [("post/a.eml", "message")]
    assert troubles["post/pipe"] == "It is no ordinary file, so it was left out."
    assert troubles["post/lost"].startswith("It could not be opened")
    assert troubles[str(post / "nowhere.mbox")] == "There is no such file or folder."


def test_an_empty_folder_says_so(post, spool):
    assert collect([post], spool) == ([], {"post": "The folder holds no files."})


def test_a_file_by_itself_keeps_its_name(post, spool):
    (post / "sales.mbox").write_bytes(BOX)
    assert list(gather([post / "sales.mbox"], spool)) == [Piece(post / "sales.mbox", "mbox", "sales.mbox", 0, None)]
