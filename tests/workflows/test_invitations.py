"""Invitations that come by mail: the meeting counts, the mail about it does not; who accepted, who then declined."""

from email import message_from_bytes
from email.policy import default

import pytest
from cast import ANA, JANE, bring, mail  # noqa: F401
from test_calendars import ANA as BY_ANA
from test_calendars import JANE as COMES
from test_calendars import accounts, attendee, event, figures

from sapwood.workflows.imports import undo_import


@pytest.fixture(autouse=True)
def measured_in_parts(monkeypatch):
    """Only what changed is measured again, however much of so little that is."""
    monkeypatch.setattr("sapwood.workflows.refresh.MUCH", 100)


def invitation(number, *events, method="REQUEST", text="Please come.", attached=False, day=0, sender=ANA, to=JANE):
    """A mail as calendar programs send it: text, and the calendar as another way of saying the same."""
    message = message_from_bytes(mail(number, sender, to, day=day, text=text), policy=default)
    lines = ["BEGIN:VCALENDAR", f"METHOD:{method}", *(line for one in events for line in one), "END:VCALENDAR", ""]
    raw = "\r\n".join(lines).encode()
    if attached:
        message.add_attachment(raw, "text", "calendar", filename="event.ics")
    else:
        message.add_alternative(raw, "text", "calendar", params={"method": method, "charset": "utf-8"})
    return bytes(message)


def test_an_invitation_is_its_meeting_and_a_mail_with_a_calendar_is_both(bring):  # noqa: F811
    asked = bring(invitation(1, event("a", "0110", BY_ANA, COMES)))
    assert figures(asked) == ("done", 2, 2, 0, 0)
    assert accounts() == {"Orchard": (1, "2024-01-10")}
    again = bring(invitation(1, event("a", "0110", BY_ANA, COMES)))
    assert figures(again) == ("done", 2, 0, 2, 0)
    moved = bring(invitation(2, event("a", "0112", BY_ANA, COMES, sequence=1), day=1))
    assert figures(moved) == ("done", 2, 1, 1, 0)
    assert accounts() == {"Orchard": (1, "2024-01-12")}
    off = bring(invitation(3, event("a", "0112", BY_ANA, COMES, sequence=2), method="CANCEL", day=2))
    assert accounts() == {}
    undo_import(off.by, off)
    written = invitation(4, event("b", "0120", BY_ANA, COMES), attached=True, day=3, text="Here is the date.")
    bring(written)
    assert accounts() == {"Orchard": (3, "2024-01-20")}


def asked(*lines, uid="a", day="0110", stamp="20240101", **more):
    """An event that says when it was written."""
    return event(uid, day, BY_ANA, f"DTSTAMP:{stamp}T000000Z", *lines, **more)


def answer(status, stamp, *lines, number=100, sequence=0, who="jane@orchard.example"):
    said = asked(attendee(who, status), *lines, stamp=stamp, sequence=sequence)
    return invitation(number, said, method="REPLY", text="", sender=JANE, to=ANA)


UNASKED = attendee("jane@orchard.example", "NEEDS-ACTION")


def test_an_answer_counts_whenever_it_comes_and_is_undone_with_its_import(bring):  # noqa: F811
    declined = bring(answer("DECLINED", "20240104", number=3))
    assert accounts() == {}
    request = bring(invitation(1, asked(UNASKED), text="Please come."))
    assert figures(request) == ("done", 2, 1, 1, 0)
    assert accounts() == {}
    accepted = bring(answer("ACCEPTED", "20240103", number=2))
    assert figures(accepted) == ("done", 2, 1, 1, 0)
    assert accounts() == {}  # she declined later
    undo_import(declined.by, declined)
    assert accounts() == {"Orchard": (1, "2024-01-10")}
    bring(answer("DECLINED", "20240105", number=4))
    assert accounts() == {}
    bring(invitation(5, asked(UNASKED, sequence=1, stamp="20240106", day="0111"), text="Please come."))
    bring(answer("ACCEPTED", "20240107", number=6))  # to what it was before it was moved
    assert accounts() == {}
    bring(answer("ACCEPTED", "20240108", number=7, sequence=1))
    assert accounts() == {"Orchard": (1, "2024-01-11")}
    bring(
        invitation(8, asked(attendee("jane@orchard.example", "DECLINED"), sequence=1, stamp="20240109", day="0111"))
    )
    assert accounts() == {}
    by_jane = "ORGANIZER:mailto:jane@orchard.example"
    theirs = event("j", "0130", by_jane, attendee("ana@home.example", "NEEDS-ACTION"))
    bring(invitation(9, theirs, sender=JANE, to=ANA))
    assert accounts() == {}
    ours = event("j", "0130", by_jane, attendee("ana@home.example"))
    bring(invitation(10, ours, method="REPLY", text="", sender=ANA, to=JANE))
    assert accounts() == {"Orchard": (1, "2024-01-30")}


def test_an_answer_alone_is_a_meeting_and_one_to_a_date_concerns_that_date(bring):  # noqa: F811
    bring(answer("ACCEPTED", "20240103", number=2))
    assert accounts() == {"Orchard": (1, "2024-01-10")}
    weekly = asked(UNASKED, "RRULE:FREQ=WEEKLY;COUNT=4", uid="w", day="0102")
    bring(invitation(3, weekly))
    assert accounts() == {"Orchard": (1, "2024-01-10")}
    comes = [x.replace("UID:a", "UID:w") for x in asked(COMES, stamp="20240103", day="0102")]
    bring(invitation(4, comes, method="REPLY", text="", sender=JANE, to=ANA))
    assert accounts() == {"Orchard": (5, "2024-01-23")}
    date = "RECURRENCE-ID:20240123T100000Z"
    not_then = [
        x.replace("UID:a", "UID:w")
        for x in asked(COMES.replace("ACCEPTED", "DECLINED"), date, day="0123", stamp="20240104")
    ]
    off = bring(invitation(5, not_then, method="REPLY", text="", sender=JANE, to=ANA))
    assert accounts() == {"Orchard": (4, "2024-01-16")}
    undo_import(off.by, off)
    assert accounts() == {"Orchard": (5, "2024-01-23")}


def test_a_series_moved_as_a_whole_leaves_no_date_behind(bring):  # noqa: F811
    first = bring(invitation(1, asked(COMES, "RRULE:FREQ=WEEKLY;COUNT=4", day="0102")))
    assert first.added == 5 and accounts() == {"Orchard": (4, "2024-01-23")}
    moved = bring(invitation(2, asked(COMES, "RRULE:FREQ=WEEKLY;COUNT=3", day="0103", sequence=1)))
    assert moved.added == 4 and accounts() == {"Orchard": (3, "2024-01-17")}
    every_other = bring(invitation(3, asked(COMES, "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2", day="0103", sequence=2)))
    assert accounts() == {"Orchard": (2, "2024-01-17")}
    back = bring(invitation(4, asked(COMES, "RRULE:FREQ=WEEKLY;COUNT=4", day="0102", sequence=3)))
    assert accounts() == {"Orchard": (4, "2024-01-23")}
    for done, left in ((back, (2, "2024-01-17")), (every_other, (3, "2024-01-17")), (moved, (4, "2024-01-23"))):
        undo_import(done.by, done)
        assert accounts() == {"Orchard": left}
