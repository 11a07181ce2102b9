"""Mail that was made to break readers, among good mail, through the command itself: all that can come in is in, what
was left unread is listed with its reason, memory stays flat, and it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from cast import mail, mbox

from sapwood.reading import left

SAPWOOD = str(Path(sys.executable).with_name("sapwood"))
SECONDS = 600  # ten times what a loaded machine needs: work without end is found, a slow day is not
MOST_MB = 450
LARGE = 60 << 20
# A small process of its own: what it starts counts what its parent held as its own.
MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
HEAD = b"From: jane@orchard.example\nTo: ana@home.example\nDate: Thu, 12 Mar 2020 10:11:12 +0100\n"
PLAIN = b"\nIs it in?\n"
BASE64 = b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5eiAg\n"


def nested(depth: int) -> bytes:
    parts = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%05d\n\n--b%05d\n" % (level, level) for level in range(depth)
    )
    return parts + b"Content-Type: text/plain\n\nThe innermost.\n"


def attached() -> bytes:
    head = b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nIs it in?\n--b\n"
    kind = b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
    return head + kind + BASE64 * (LARGE // len(BASE64)) + b"\n--b--\n"


RECEIVERS = b"Cc: " + b",\n ".join(b"p%d@birch.example" % n for n in range(10_000)) + b"\n"
MANY_PARTS = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nOne of many.\n" * 300 + b"--b--\n"

# The mail, and what is to be listed as left unread.
EVILS = {
    "60 MB, an attachment": (attached, []),
    "60 MB, text": (
        lambda: b"\n" + b"And one more line of it.\n" * (LARGE // 25),
        [left.SIZE, left.TEXT, left.WORDS],
    ),
    "60 MB, one line": (lambda: b"\n" + b"a" * LARGE, [left.SIZE, left.TEXT, left.WORDS]),
    "10,000 receivers": (RECEIVERS + PLAIN, [left.FIELD, left.PEOPLE]),
    "NUL bytes": (b"Subject: a\0b\0\nX-\0: c\n\nIs\0 it\0 in?\0\n" + bytes(5000), []),
    "parts nested 30 deep": (nested(30), []),
    "parts nested 90 deep": (nested(90), [left.DEEP]),
    "parts nested 500 deep": (nested(500), [left.UNTOLD]),
    "parts nested 5,000 deep": (nested(5000), [left.PARTS, left.UNTOLD]),
    "300 parts in one": (MANY_PARTS, [left.PARTS]),
    "a header of 1 MB": (b"X-Noise: yes\n" * 80_000 + b"Subject: behind it\n" + PLAIN, [left.HEADER]),
    "a subject of 1 MB": (b"Subject: " + b"a " * 500_000 + b"\n" + PLAIN, [left.HEADER, left.FIELD]),
    "utf-8 that is none": (b"Content-Type: text/plain; charset=utf-8\n\nGr\xfc\xdfe aus Wien.\n", []),
    "utf-16 that is none": (b"Content-Type: text/plain; charset=utf-16\n\nIs it in?\n", []),
    "a charset nobody knows": (b"Content-Type: text/plain; charset=x-klingon\n\nGr\xfc\xdfe.\n", []),
    "HTML without an end": (b"Content-Type: text/html\n\n" + b"<div>" * 300_000, [left.TEXT, left.HTML]),
}
NO_MAIL = {
    "no sender": (b"To: ana@home.example\nDate: Thu, 12 Mar 2020 10:11:12 +0100\n\nHi\n", "names no sender"),
    "NUL bytes alone": (bytes(10_000), "is not a mail"),
    "a date that is none": (b"From: jane@orchard.example\nDate: soon\n\nHi\n", "a date that cannot be read"),
}


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """All of it in one mailbox, good mail before and after each, brought twice."""
    folder = tmp_path_factory.mktemp("evil")
    box, where = folder / "evil.mbox", {}
    with box.open("wb") as file:
        for number, (name, (evil, _)) in enumerate((EVILS | NO_MAIL).items()):
            text = evil() if callable(evil) else evil
            if name in EVILS:
                text = HEAD + b"Message-ID: <%d@evil.example>\n" % number + text
            file.write(mbox(mail(number), text + b"\n"))
            where[name] = f"evil.mbox, message {2 * number + 2}"
        file.write(mbox(mail("last")))
    first, again = (imported(box, folder / "home") for _ in range(2))
    return SimpleNamespace(first=first, again=again, where=where, good=len(where) + 1)


def imported(box, home):
    command = [sys.executable, "-c", MEASURED, SAPWOOD, "import", str(box), "--home-domain", "home.example", "--json"]
    environment = os.environ | {"SAPWOOD_HOME": str(home)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=SECONDS)
    assert "Traceback" not in done.stderr, done.stderr
    said, most_kb = done.stdout.splitlines()
    return json.loads(said) | {"most_mb": int(most_kb) / 1024}


@pytest.mark.parametrize("name", EVILS)
def test_it_is_in_and_what_was_left_unread_is_said(story, name):
    said = {note["where"]: note["what"] for note in story.first["in_part"]}
    wanted = EVILS[name][1]
    assert said.get(story.where[name]) == (left.sentence(tuple(wanted)) if wanted else None)


@pytest.mark.parametrize("name", NO_MAIL)
def test_what_is_no_mail_is_listed_with_its_reason(story, name):
    said = {trouble["where"]: trouble["what"] for trouble in story.first["troubles"]}
    assert NO_MAIL[name][1] in said[story.where[name]]


def test_the_rest_is_in_and_all_is_counted(story):
    assert story.first["added"] == story.good + len(EVILS)
    assert len(story.first["troubles"]) == len(NO_MAIL)
    assert story.first["read"] == story.first["added"] + len(NO_MAIL)


def test_a_second_run_adds_nothing(story):
    assert (story.again["added"], story.again["known"]) == (0, story.first["added"])
    assert story.again["troubles"] == story.first["troubles"]


def test_memory_stays_flat(story):
    """The most that any process of these imports held, with 60 MB three times over."""
    assert max(story.first["most_mb"], story.again["most_mb"]) < MOST_MB
