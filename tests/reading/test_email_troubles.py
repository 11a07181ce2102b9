"""What cannot be an interaction says so in a sentence."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sapwood.facts.interaction import Interaction, Trouble
from sapwood.reading.email import identity_of, read_message

LATEST = datetime(2026, 1, 1, tzinfo=UTC)
RECEIVED = b"Received: by mx.home.example; Thu, 12 Mar 2020 10:11:15 +0100\n"


def mail(date: bytes = b"Thu, 12 Mar 2020 10:11:12 +0100", sender: bytes = b"jane@orchard.example") -> bytes:
    return b"From: " + sender + b"\nTo: ana@home.example\nDate: " + date + b"\n\nHello\n"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"once upon a time", "not a mail"),
        (b"Colour: green\n\nhello", "not a mail"),
        (mail().replace(b"Date", b"Dote"), "no date"),
        (mail(b"yesterday"), "cannot be read"),
        (mail(b"Thu, 1 Jan 1970 00:00:00 +0000"), "before 1980"),
        (mail(b"Mon, 31 Dec 1979 23:59:59 +0000"), "before 1980"),
        (mail(b"Thu, 1 Jan 2099 00:00:00 +0000"), "2099-01-01, which is still to come"),
        (mail(sender=b"Jane"), "no sender"),
        (mail(sender=b""), "no sender"),
    ],
)
def test_trouble(raw, words):
    found = read_message(raw, "box.mbox, message 3", LATEST)
    assert isinstance(found, Trouble)
    assert found.where == "box.mbox, message 3"
    assert words in found.what
    assert found.what.endswith(".")


@pytest.mark.parametrize("date", [b"yesterday", b"Thu, 1 Jan 1970 00:00:00 +0000", b"Thu, 1 Jan 2099 00:00:00 +0000"])
def test_an_absurd_date_gives_way_to_the_last_servers(date):
    found = read_message(RECEIVED + RECEIVED.replace(b"2020", b"2010") + mail(date), "one.eml", LATEST)
    assert isinstance(found, Interaction)
    assert found.when == datetime(2020, 3, 12, 9, 11, 15, tzinfo=UTC)


def test_sender_stands_in_for_a_from_without_an_address():
    found = read_message(b"Sender: desk@orchard.example\n" + mail(sender=b"Jane"), "one.eml", LATEST)
    assert found.participants[0].address == "desk@orchard.example"


def test_from_comes_before_sender():
    found = read_message(b"Sender: desk@orchard.example\n" + mail(), "one.eml", LATEST)
    assert found.participants[0].address == "jane@orchard.example"
    assert "desk@orchard.example" not in [person.address for person in found.participants]


@pytest.mark.parametrize(
    "field",
    [b"<a@b>", b" <a@b>", b"\n <a@b>", b"<a @b>", b"a@b", b"<a@b> (again)", b"", b"<>", b"<" + b"a" * 2000 + b">"],
)
def test_identity_from_bytes_is_the_interactions(field):
    raw = b"message-id: " + field + b"\n" + mail()
    assert read_message(raw, "", LATEST).identity == identity_of(raw)
    assert identity_of(raw) == "mid:a@b" or identity_of(raw).startswith("sha:")


def test_copies_without_message_id_in_mbox_and_maildir_are_one():
    there = mail() + b"\nFrom here on\n"
    here = there.replace(b"\nFrom here", b"\n>From here").replace(b"\n", b"\r\n") + b"\r\n"
    assert identity_of(there) == identity_of(here)
    assert identity_of(there) != identity_of(there.replace(b"Hello", b"Hallo"))


def test_a_message_id_in_the_body_is_not_the_mails():
    assert identity_of(mail() + b"\nMessage-ID: <other@orchard.example>\n").startswith("sha:")


HEADERS = st.sampled_from(
    [b"From: ", b"To: ", b"Date: ", b"Subject: ", b"Message-ID: ", b"References: ", b"List-Id: ", b"Content-Type: ",
     b"Content-Transfer-Encoding: base64", b"multipart/mixed; boundary=b", b"text/html; charset=", b"--b", b"\n",
     b"\r\n", b"\n\n", b"jane@orchard.example", b"Thu, 12 Mar 2020 10:11:12 +0100", b"=?utf-8?Q?", b"?=", b"<", b">",
     b'"', b"(", b"@", b",", b":", b";"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(HEADERS, st.binary(max_size=12)), max_size=40).map(b"".join))
@example(b"From: a@b\nDate: " + b"(" * 300)
def test_no_bytes_make_it_raise(raw):
    for whole in (raw, mail() + raw, mail().replace(b"\n\n", b"\n") + raw):
        found = read_message(whole, "", LATEST)
        if isinstance(found, Interaction):
            assert found.identity == identity_of(whole)
            (found.own + found.subject + found.topic).encode()  # every store can hold it
            assert all(person.address for person in found.participants)
