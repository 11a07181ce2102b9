"""Calendars inside mails: found wherever they stand, whatever is said of them; the mail itself is always in."""

from base64 import b64encode
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.facts.interaction import Interaction, Trouble
from sapwood.reading.carried_calendars import ABOUT_A_MEETING, may_hold_calendar
from sapwood.reading.email import read_message
from sapwood.reading.invitation import MOST_MEETINGS, read_invitations

LATEST = datetime(2024, 6, 1, tzinfo=UTC)
HEAD = b"From: ana@home.example\nTo: jane@orchard.example\nDate: Mon, 1 Jan 2024 10:00:00 +0000\nMessage-ID: <1@x>\n"
EVENT = ["BEGIN:VEVENT", "UID:a", "SUMMARY:Größen", "DTSTART:20240110T100000Z", "END:VEVENT"]
JANE = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:jane@orchard.example"


def calendar(*events, method="REQUEST"):
    lines = ["BEGIN:VCALENDAR", f"METHOD:{method}", *(x for one in events for x in one), "END:VCALENDAR", ""]
    return "\r\n".join(lines)


def part(raw, kind='text/calendar; method=REQUEST; charset="utf-8"', **fields):
    said = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in fields.items())
    return f"Content-Type: {kind}\n{said}\n".encode() + (raw if isinstance(raw, bytes) else raw.encode())


def mail(*parts, kind="alternative"):
    body = b"".join(b"--b\n" + one + b"\n" for one in parts)
    return HEAD + f'Content-Type: multipart/{kind}; boundary="b"\n\n'.encode() + body + b"--b--\n"


def text(said="Please come."):
    return part(said, "text/plain")


def read(raw):
    item = read_message(raw, "a.eml", LATEST)
    found = list(read_invitations(raw, "a.eml", LATEST)) if may_hold_calendar(raw) else []
    return item, [x for x in found if isinstance(x, Interaction)], [x for x in found if isinstance(x, Trouble)]


WHOLE = calendar(EVENT)
IN_64 = b64encode(WHOLE.encode())


@pytest.mark.parametrize(
    ("raw", "only"),
    [
        (mail(text(), part(WHOLE)), True),
        (mail(text(), part(IN_64, Content_Transfer_Encoding="base64")), True),
        (HEAD + part(WHOLE, "Text/Calendar; METHOD=request"), True),
        (mail(text(), part(WHOLE), kind="mixed"), True),
        (mail(text(), part(WHOLE, "text/calendar; method=PUBLISH")), False),
        (mail(text(), part(WHOLE, Content_Disposition='attachment; filename="a.ics"'), kind="mixed"), False),
        (mail(text(), part(WHOLE, 'application/octet-stream; name="invite.ICS"'), kind="mixed"), False),
        (mail(text(), part(WHOLE, "application/ics"), kind="mixed"), False),
        (mail(text(""), part(calendar(EVENT, method="REPLY"), "text/calendar; method=REPLY")), True),
        (mail(text("Alas, not."), part(WHOLE, "text/calendar; method=REPLY")), False),
        (mail(text("Accepted. https://calendar.google.com"), part(WHOLE, "text/calendar; method=REPLY")), True),
    ],
)
def test_wherever_it_stands_it_is_read_and_what_is_nothing_else_is_said(raw, only):
    item, meetings, troubles = read(raw)
    assert [one.identity for one in meetings] == ["ics:a#"] and not troubles
    assert (item.channel, item.flag_reason) == ("mail", ABOUT_A_MEETING if only else "")
    assert not item.left and meetings[0].subject == "Größen"


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1251", "utf-16", "x-klingon", "us-ascii", ""])
def test_a_lying_character_set_costs_nothing(charset):
    _, (meeting,), _ = read(mail(text(), part(WHOLE, f"text/calendar; charset={charset}")))
    assert meeting.subject == "Größen"
    _, (meeting,), _ = read(mail(text(), part(WHOLE.encode("cp1252"), "text/calendar; charset=iso-8859-1")))
    assert meeting.subject == "Größen"


def test_the_same_twice_is_one_and_a_mail_in_the_mail_is_somebody_elses():
    again = part(IN_64, "application/ics", Content_Transfer_Encoding="base64", Content_Disposition="attachment")
    assert len(read(mail(text(), part(WHOLE), again))[1]) == 1
    within = EmailMessage()
    within.set_content("Look at this.")
    within["From"], within["Date"] = "jane@orchard.example", "Mon, 1 Jan 2024 10:00:00 +0000"
    inner = EmailMessage()
    inner.set_content(WHOLE, subtype="calendar")
    within.add_attachment(inner)
    item, meetings, troubles = read(bytes(within))
    assert not meetings and not troubles and not item.flag and not item.left


@pytest.mark.parametrize(
    "raw", [b"%%%% no base64 at all \xff\xfe", b64encode(b"\x00" * 999), b64encode(b"Hello"), b"QUJD=QUJD=" * 50]
)
def test_rubbish_is_said_beside_the_mail(raw):
    item, meetings, troubles = read(mail(text(), part(raw, Content_Transfer_Encoding="base64"), kind="mixed"))
    assert item.left == ("a calendar that it carries and that is none",) and item.own == "Please come."
    assert not meetings and not troubles


def test_ten_thousand_parts_and_a_series_without_end():
    item, meetings, _ = read(
        mail(text(), *[part(calendar([*EVENT[:1], f"UID:{n}", *EVENT[2:]])) for n in range(10_000)])
    )
    assert item.own and 0 < len(meetings) <= 100
    daily = [
        ["BEGIN:VEVENT", f"UID:{n}", "DTSTART:20200101T100000Z", "RRULE:FREQ=DAILY", "END:VEVENT"] for n in range(9)
    ]
    _, meetings, troubles = read(mail(text(), part(calendar(*daily))))
    assert len(meetings) < MOST_MEETINGS + 5000 and any("left out" in one.what for one in troubles)


def test_an_answer_without_a_name_for_its_meeting_and_a_proposal():
    nameless = [line for line in EVENT if not line.startswith("UID")]
    _, meetings, _ = read(mail(text(), part(calendar([*nameless[:-1], JANE, nameless[-1]], method="REPLY"))))
    assert len(meetings) == 1 and meetings[0].identity != "ics:#"
    _, meetings, troubles = read(mail(text(), part(calendar(EVENT, method="COUNTER"))))
    assert not meetings and troubles[0].where == "a.eml, its calendar, event 1"


LINES = [
    "BEGIN:VCALENDAR",
    "END:VCALENDAR",
    "BEGIN:VEVENT",
    "END:VEVENT",
    "METHOD:REPLY",
    "METHOD:CANCEL",
    "UID:a",
    JANE,
]
LINES += ["DTSTART:20240110T100000Z", "DTSTART:x", "RRULE:FREQ=DAILY;COUNT=3", "RECURRENCE-ID:20240110T100000Z"]
LINES += [
    "SEQUENCE:-9",
    "SEQUENCE:99999999999999",
    "DTSTAMP:99991231T235959Z",
    "DTSTAMP:00010101T000000",
    "ORGANIZER:x",
]
made = st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=20)), max_size=15).map("\r\n".join)
kinds = st.sampled_from(
    ["text/calendar", "text/calendar; method=REPLY; charset=utf-7", "application/ics; charset=hz"]
)
encodings = st.sampled_from(["base64", "quoted-printable", "8bit", "x-uuencode", ""])


@settings(max_examples=60)
@given(st.lists(st.tuples(made, kinds, encodings), max_size=3), st.sampled_from(["mixed", "alternative", "x"]))
def test_whatever_stands_in_it_the_mail_is_in(parts, kind):
    carried = [part("BEGIN:VCALENDAR\r\n" + raw, of, Content_Transfer_Encoding=how) for raw, of, how in parts]
    item, _, troubles = read(mail(text(), *carried, kind=kind))
    assert isinstance(item, Interaction) and all(one.what.endswith(".") for one in troubles)


@pytest.mark.parametrize(
    "sender", [b"Kim <kim@home.example>", b"Ana <ana@home.example>\nSender: Kim <kim@home.example>"]
)
def test_whoever_sends_it_for_somebody_else_was_not_there(sender):
    """An assistant invites for the organiser: by SENT-BY, by Sender, or by nothing but the mail's own From."""
    for sent_by in ('ORGANIZER;SENT-BY="mailto:kim@home.example"', "ORGANIZER;CN=Ana"):
        event = [*EVENT[:-1], f"{sent_by}:mailto:ana@home.example", JANE, EVENT[-1]]
        raw = mail(text(), part(calendar(event))).replace(b"ana@home.example", sender, 1)
        item, (meeting,), troubles = read(raw)
        assert [(who.role, who.address) for who in meeting.participants] == [
            ("from", "ana@home.example"), ("to", "jane@orchard.example"),
        ]  # fmt: skip
        assert item.flag == "auto" and not troubles, "the mail counts for nobody"
