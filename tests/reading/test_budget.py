"""No mail may hold up the others: what is built to take for ever does not."""

import time
from datetime import UTC, datetime

import pytest

from sapwood.facts.interaction import Interaction
from sapwood.reading.email import identity_of, read_message

LATEST = datetime(2026, 1, 1, tzinfo=UTC)
HEAD = b"From: jane@orchard.example\nTo: ana@home.example\nDate: Thu, 12 Mar 2020 10:11:12 +0100\n"
HTML = b"Content-Type: text/html\n\n"
# Quadratic work on any of these would take minutes; the slowest takes about a second.
SECONDS = 15

HOSTILE = {
    "parts in parts of one name": b"Content-Type: multipart/mixed; boundary=a\n\n"
    + b"--a\nContent-Type: multipart/mixed; boundary=a\n\n" * 60_000,
    "a hundred thousand parts": b"Content-Type: multipart/mixed; boundary=a\n\n"
    + b"--a\nContent-Type: text/plain\n\nhi\n" * 100_000,
    "mail in mail in mail": b"Content-Type: message/rfc822\n\n" * 100_000,
    "receivers": b"Cc: " + b"a@b.example, " * 200_000 + b"\n\n",
    "open quotes": b"Cc: " + b'"@[' * 200_000 + b"\n\n",
    "open comments": b"Cc: " + b'(\\"' * 200_000 + b"\n\n",
    "open brackets": b"Cc: " + b"<:;" * 200_000 + b"\n\n",
    "open literals": b"Cc: a" + b"@[" * 250_000 + b"\n\n",
    "colons": b"Cc: " + b":" * 500_000 + b"\n\n",
    "a million fields": b"X: y\n" * 1_000_000 + b"\n\n",
    "open encoded words": b"Cc: " + b"=?utf-8?q?" * 50_000 + b"\n\n",
    "answers to answers": b"Subject: " + b"Re: " * 200_000 + b"\n\n",
    "references": b"References: " + b"<a@b.example> " * 100_000 + b"\n\n",
    "parameters": b"Content-Type: text/plain" + b"; a=b" * 100_000 + b"\n\nhi",
    "brackets": HTML + b"<" * 1_000_000,
    "open comments in HTML": HTML + b"<!--" * 250_000,
    "open attributes": HTML + b'<a "> ' * 150_000,
    "quotes in quotes": HTML + b"<blockquote>" * 80_000,
    "dashes": b"\n" + b"--\n" * 30_000,
    "delimiters": b"\n" + b"-- \n" * 30_000,
    "quotes": b"\n" + b"> a\nb:\n" * 15_000,
    "copied headers": b"\n" + b"From: a\n" * 15_000,
    "attributions": b"\n" + b"On 1 x@y wrote:\n" * 10_000,
    "one long line": b"\n" + b"a" * 5_000_000,
    "quoted From lines": b"\n" + b"\n>From a" * 150_000,
    "a charset that takes its time": b"Content-Type: text/plain; charset=punycode\n\n" + b"\xff" * 200_000,
    "bad base64": b"Content-Transfer-Encoding: base64\n\n" + b"A=" * 400_000,
    "bad quoted-printable": b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=" * 2_000_000,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_hostile_mail_is_read_in_time(content):
    started = time.process_time()
    found = read_message(HEAD + content, "", LATEST)
    assert time.process_time() - started < SECONDS
    assert isinstance(found, Interaction)
    assert found.identity == identity_of(HEAD + content)
