"""Malformed, odd and quoting-heavy files: each is in or listed with its reason, and nothing crashes."""

import mailbox

import pytest

pytestmark = pytest.mark.real


def messages_in(file):
    """How many mails a file holds: an mbox its messages, anything else one."""
    return len(mailbox.mbox(file, create=False)) if file.read_bytes()[:5] == b"From " else 1


def test_each_is_in_or_listed_with_its_reason(nasty):
    files = [file for file in nasty.mail.rglob("*") if file.is_file() and not file.name.startswith(".")]
    first, troubles = nasty.first, nasty.first["troubles"]
    assert len(files) > 190
    assert first["read"] == sum(map(messages_in, files)) == first["added"] + first["known"] + len(troubles)
    assert nasty.exit == 1 and first["added"] > 100
    places = [trouble["where"].partition(", message")[0].partition("/")[2] for trouble in troubles]
    assert all((nasty.mail / place).is_file() for place in places)
    assert all(trouble["what"].endswith(".") and " " in trouble["what"] for trouble in troubles)


def test_a_mail_with_sender_and_date_is_never_left_out(nasty):
    """Listed are only files that are no mail, and mails that lack what says who wrote or when."""
    reasons = {trouble["what"] for trouble in nasty.first["troubles"]}
    assert reasons <= {
        "It is not mail, a mailbox, a journal or an archive of these, so it was left out.",
        "The file is empty.",
        "This is not a mail: it has no From, Date or Received line.",
        "The message has no date, and no mail server noted when it passed.",
        "The message names no sender with a mail address.",
    }


def test_a_second_import_adds_nothing(nasty):
    exit_code, again = nasty.bring()
    first = nasty.first
    assert (exit_code, again["added"], again["known"]) == (1, 0, first["added"] + first["known"])
    assert (again["read"], again["troubles"]) == (first["read"], first["troubles"])
