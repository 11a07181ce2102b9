import gzip
import io
import mmap
import tarfile
import zipfile

import pytest

from sapwood.reading.mailbox import kind_of, split_mbox

MAIL = b"From: jane@orchard.example\nTo: ana@home.example\nDate: Thu, 12 Mar 2020 10:11:12 +0100\n\nHello\n"
LINE = b"From jane@orchard.example Thu Mar 12 10:11:12 2020\n"


def parts(data: bytes) -> list[bytes]:
    return [data[start:end] for start, end in split_mbox(data)]


def test_messages_between_from_lines():
    box = LINE + MAIL + b"\n" + LINE + MAIL.replace(b"Hello", b"Again") + b"\n"
    assert parts(box) == [MAIL, MAIL.replace(b"Hello", b"Again") + b"\n"]


def test_windows_line_ends():
    box = (LINE + MAIL + b"\n" + LINE + MAIL).replace(b"\n", b"\r\n")
    assert len(parts(box)) == 2
    assert all(part.startswith(b"From: jane") for part in parts(box))


@pytest.mark.parametrize(
    "body",
    [
        b"\nFrom the beginning it was clear.\n",
        b"\nFrom here to there in 2020 or so.\n",
        b"no blank line\nFrom jane@orchard.example Thu Mar 12 10:11:12 2020\nFrom: x\n",
        b"\n>From jane@orchard.example Thu Mar 12 10:11:12 2020\n",
        b"\n From jane@orchard.example Thu Mar 12 10:11:12 2020\n",
    ],
)
def test_a_sentence_splits_nothing(body):
    assert len(parts(LINE + MAIL + body + b"\n" + LINE + MAIL)) == 2


@pytest.mark.parametrize(
    "line",
    [
        b"From MAILER-DAEMON Thu Mar 12 10:11:12 2020",
        b"From - Thu Mar 12 10:11:12 2020",
        b"From jane@orchard.example Thu Mar 12 10:11:12 CET 2020",
        b"From jane@orchard.example Thu, 12 Mar 2020 10:11:12 +0100",
        b"From 1234567890@xxx Thu Mar 12 10:11:12 +0000 2020",
        b"From mboxrd@z Thu Jan  1 00:00:00 1970",
    ],
)
def test_from_lines_as_they_come(line):
    assert len(parts(line + b"\n" + MAIL + b"\n" + line + b"\n" + MAIL)) == 2


def test_a_slice_of_a_mapped_file(tmp_path):
    path = tmp_path / "spool"
    box = LINE + MAIL + b"\n" + LINE + MAIL
    path.write_bytes(b"before" + box + b"\n\n" + LINE + MAIL)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        found = list(split_mbox(data, 6, 6 + len(box)))
        assert [data[start:end] for start, end in found] == [MAIL, MAIL]


def test_no_from_line_is_one_message():
    assert parts(MAIL) == [MAIL]
    assert parts(b"") == []
    assert parts(LINE) == [b""]


def tar(content: bytes) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        member = tarfile.TarInfo("one.eml")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return file.getvalue()


def zipped(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("one.eml", content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (LINE + MAIL, "mbox"),
        (b"\n\n" + LINE + MAIL, "mbox"),
        (MAIL, "message"),
        (b"\xef\xbb\xbf" + MAIL, "message"),
        (MAIL.replace(b"\n", b"\r\n"), "message"),
        (b"X-Strange: a\n b\n" + MAIL, "message"),
        (b"Subject: a\n\nno more", "message"),
        (b"Received: " + b"x" * 5000, "message"),
        (b'{"id": 1, "when": "2020", "channel": "call", "people": []}\n', "journal"),
        (b'{"channel": "call", "people": [' + b" " * 5000, "journal"),
        (b'{"id": 1}\n', "unknown"),
        (zipped(MAIL), "zip"),
        (tar(MAIL), "tar"),
        (gzip.compress(MAIL), "gzip"),
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"From: a", "unknown"),
        (b"From the beginning it was clear.\nIt was.\n", "unknown"),
        (b"Dear Ana,\n\nFrom: Jane\n", "unknown"),
        (b"note: this is a text\nand goes on\n", "unknown"),
        (b"<html><body>From: x</body></html>", "unknown"),
    ],
)
def test_kind_by_content(data, kind):
    assert kind_of(data[:4096]) == kind
