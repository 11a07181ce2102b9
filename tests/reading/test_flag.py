from datetime import UTC, datetime

import pytest

from sapwood.reading.email import read_message

LATEST = datetime(2026, 1, 1, tzinfo=UTC)


def flag(extra: str, sender: str = "jane@orchard.example", subject: str = "Delivery") -> tuple[str, str]:
    raw = (
        f"From: {sender}\nTo: boilers@lists.example, ana@home.example\nSubject: {subject}\n"
        f"Date: Thu, 12 Mar 2020 10:11:12 +0100\nMessage-ID: <1@orchard.example>\n{extra}\nHello\n"
    )
    found = read_message(raw.encode(), "", LATEST)
    return found.flag, found.flag_reason


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ("", ("", "")),
        ("Auto-Submitted: no\n", ("", "")),
        ("Auto-Submitted: auto-replied; owner=x\n", ("auto", "Auto-Submitted")),
        ("Return-Path: <>\n", ("auto", "empty Return-Path")),
        ("Return-Path: <jane@orchard.example>\n", ("", "")),
        ("X-Autoreply: yes\n", ("auto", "an automatic answer's own header")),
        ("Content-Type: multipart/report; boundary=x\n", ("auto", "a delivery or read report")),
        ("Precedence: bulk\n", ("bulk", "Precedence: bulk")),
        ("Precedence: JUNK\n", ("bulk", "Precedence: junk")),
        ("List-Unsubscribe: <https://x.example>\n", ("bulk", "List-Unsubscribe")),
        (
            "List-Id: News <7.list-id.sender.example>\nList-Unsubscribe: <https://x.example>\n",
            ("bulk", "List-Unsubscribe"),
        ),
        ("Feedback-ID: 1:2:3:x\n", ("bulk", "a campaign's own header")),
        ("X-Campaign: spring\n", ("bulk", "a campaign's own header")),
        ("List-Id: Boilers <boilers.lists.example>\nPrecedence: bulk\n", ("list", "List-Id")),
        ("List-Post: <mailto:other@lists.example>\nList-Unsubscribe: <x>\n", ("list", "List-Post")),
        ("List-Post: NO\nList-Unsubscribe: <x>\n", ("bulk", "List-Unsubscribe")),
        ("X-Mailing-List: boilers@lists.example\nPrecedence: bulk\n", ("list", "address of a mailing list")),
        ("Sender: owner-boilers@lists.example\nPrecedence: bulk\n", ("list", "address of a mailing list")),
        ("Precedence: list\n", ("list", "Precedence: list")),
    ],
)
def test_flag_by_header(extra, expected):
    assert flag(extra) == expected


@pytest.mark.parametrize(
    "sender", ["noreply@a.example", "No-Reply@a.example", "newsletter@a.example", "news+1@a.example"]
)
def test_senders_that_read_no_answers(sender):
    assert flag("", sender) == ("bulk", "sender is a no-reply or newsletter address")
    assert flag("List-Id: <boilers.lists.example>\n", sender)[0] == "bulk"


@pytest.mark.parametrize("sender", ["newsom@a.example", "jane.news@a.example", "norep@a.example"])
def test_names_that_only_look_so(sender):
    assert flag("", sender) == ("", "")


@pytest.mark.parametrize("subject", ["Out of Office: Delivery", "Abwesenheitsnotiz: x", "Automatic reply: x"])
def test_absence_notes(subject):
    assert flag("", subject=subject)[0] == "auto"
    assert flag("", subject="Re: " + subject)[0] == ""


def test_answers_to_invitations_are_no_machines_words():
    assert flag("", subject="Accepted: Kick-off") == ("", "")


def test_mail_servers():
    assert flag("", "MAILER-DAEMON@mx.example")[0] == "auto"
