"""Invitations that come by mail: the meeting counts, the mail about it does not; who accepted, who then declined."""

from email import message_from_bytes
from email.policy import default

from cast import ANA, JANE, bring, mail  # noqa: F401
from test_calendars import ANA as BY_ANA
from test_calendars import JANE as COMES
from test_calendars import accounts, event, figures

from sapwood.workflows.imports import undo_import


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
