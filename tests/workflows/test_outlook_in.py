"""Messages and meetings saved from Outlook, from their files to the account: known again, told apart, undone."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta

from cast import bring, mail  # noqa: F401
from made_msg import made_msg
from test_calendars import JANE as COMES
from test_calendars import calendar, event

from sapwood.workflows.accounts import accounts_as_of
from sapwood.workflows.imports import undo_import
from sapwood.workflows.refresh import refresh

DAY = date(2024, 3, 1)
SENT = datetime(2024, 1, 2, 10, tzinfo=UTC)
JANE = {0x3001: "Jane Doyle", 0x3003: "jane@orchard.example", 0xC15: 1, 0x5FFF: 3}
UID = bytes.fromhex("040000008200e00074c5b7101a82e008") + bytes(24)


def message(number, **more):
    said = {
        0x37: "Volumes",
        0x39: SENT,
        0x1035: f"<{number}@test.example>",
        0x65: "ana@home.example",
        0x1000: "Hello",
    }
    return made_msg({0x1A: "IPM.Note", **said, **{int(key[1:], 16): value for key, value in more.items()}}, [JANE])


def zipped(**members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.msg", content)
    return file.getvalue()


def accounts():
    refresh(DAY)
    return {row["account"]: (row["touches"], row["last_touch"][:10]) for row in accounts_as_of(DAY)}


def test_from_the_file_to_the_account_and_back(bring):  # noqa: F811
    times = {0x820D: SENT + timedelta(days=3), 0x820E: SENT + timedelta(days=3, hours=1), 0x3: UID, 0x8217: 1}
    meeting = made_msg({0x1A: "IPM.Appointment", 0x37: "Plan", 0x65: "ana@home.example"}, [JANE], times)
    bring(mail(1, day=0))
    known = {
        "a": message(1),
        "b": message(2),
        "draft": message(3, xE07=8),
        "broken": message(4)[:700],
        "plan": meeting,
    }
    done = bring(data=zipped(**known, task=made_msg({0x1A: "IPM.Task", 0x37: "Buy"})), mailbox="ana@home.example")
    assert (done.status, done.added, done.known) == ("done", 2, 1)
    troubles = {one.where.rpartition("/")[2]: one.what for one in done.troubles.all()}
    assert troubles.keys() == {"draft.msg", "broken.msg", "task.msg"} and "draft" in troubles["draft.msg"]
    assert accounts() == {"Orchard": (3, "2024-01-05")}
    again = bring(data=zipped(**known), mailbox="ana@home.example")
    assert (again.added, again.known) == (0, 3)
    undo_import(done.by, done, "test")
    undo_import(again.by, again, "test")
    assert accounts() == {"Orchard": (1, "2024-01-01")}


ANA = {0x3001: "Ana", 0x3003: "ana@home.example", 0xC15: 1}
TIMES = {0x820D: SENT + timedelta(days=8), 0x820E: SENT + timedelta(days=8, hours=1), 0x3: UID, 0x8217: 3}


def about(number, kind, day, sequence=0, **more):
    """Mail about the meeting, as it lies in Ana's archive: hers to Jane, or Jane's answer to her."""
    answer = kind.startswith("Resp")
    said = {0x1A: f"IPM.Schedule.Meeting.{kind}", 0x37: "Plan", 0x39: SENT + timedelta(days=day)}
    said |= {0x1035: f"<{number}@test.example>", 0x65: "jane@orchard.example" if answer else "ana@home.example"}
    said |= {0x1000: more.get("text", "")}
    named = {**TIMES, 0x8201: sequence, 0x1 if answer else 0x1A: SENT + timedelta(days=day), **more.get("named", {})}
    receiver = ANA if answer else {**JANE, 0x5FFF: 0}
    return {"data": made_msg(said, [receiver], named), "name": f"{number}.msg", "mailbox": "ana@home.example"}


def test_requests_answers_and_cancellations_are_their_meeting(bring):  # noqa: F811
    bring(mail(9, day=0))
    asked = bring(**about(1, "Request", 0, text="Shall we?"))
    assert (asked.added, asked.troubles.count()) == (2, 0)
    accepted = bring(**about(2, "Resp.Pos", 1))
    assert (accepted.added, accepted.known) == (1, 1)  # the mail; its meeting is known, and its answer no message
    assert accounts() == {"Orchard": (2, "2024-01-10")}
    uid = UID.hex().upper()
    stamped = "DTSTAMP:20240102T100000Z"
    twin = event(uid, "0110", "ORGANIZER:mailto:ana@home.example", COMES, stamped, title="Plan")
    by_calendar = bring(data=calendar(twin))
    assert (by_calendar.added, by_calendar.known) == (0, 1)

    later = {"named": {0x820D: SENT + timedelta(days=9), 0x820E: SENT + timedelta(days=9, hours=1)}}
    moved = bring(**about(3, "Request", 2, sequence=1, **later))
    assert accounts() == {"Orchard": (1, "2024-01-01")}  # she accepted another day
    bring(**about(4, "Resp.Pos", 3, sequence=1, text="See you then.", **later))
    assert accounts() == {"Orchard": (3, "2024-01-11")}  # what she wrote is a mail
    off = bring(**about(5, "Canceled", 4, sequence=2, **later))
    assert accounts() == {"Orchard": (2, "2024-01-05")}
    undo_import(off.by, off)
    assert accounts() == {"Orchard": (3, "2024-01-11")}
    undo_import(moved.by, moved)
    assert accounts() == {"Orchard": (3, "2024-01-10")}
