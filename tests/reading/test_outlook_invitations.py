"""Requests for meetings, answers and cancellations among Outlook's mail: the calendar such mail carries elsewhere."""

import io
import struct
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_msg import made_msg
from test_outlook import ASKED, CLEAN, LATEST, MAIL, ROOM, SENT, START, TIMES, UID, opened, pattern, zone
from test_outlook_zone_rule import rule as vienna

from sapwood.reading.email import read_message
from sapwood.reading.invitation import read_invitations
from sapwood.reading.outlook.item import Item
from sapwood.reading.outlook.mail import message_of
from sapwood.reading.outlook.msg import item_of
from sapwood.reading.outlook.people import Exchange

REQUEST, CANCELED = "IPM.Schedule.Meeting.Request", "IPM.Schedule.Meeting.Canceled"
ASKS = {0x37: "Volumes", 0x39: SENT, 0x1035: "<r1@home.example>", 0x65: "ana@home.example", 0x42: "Ana"}
JANES = {**ASKS, 0x37: "Accepted: Volumes", 0x3D: "Accepted: ", 0x65: "jane@orchard.example", 0x42: "Jane"}
TO_ANA = ({0x3001: "Ana", 0x3003: "ana@home.example", 0xC15: 1},)
WHEN_ASKED = SENT - timedelta(minutes=1)


def told(values, receivers=ASKED, kind=REQUEST, text="", **named):
    """The mail, and what its calendar tells."""
    said = {**TIMES, 0x8217: 3, 0x1A: WHEN_ASKED, **{int(k[1:], 16): v for k, v in named.items()}}
    item = opened({0x1A: kind, 0x1000: text, **values}, receivers, {k: v for k, v in said.items() if v is not None})
    raw, _ = message_of(item, Exchange())
    found = list(read_invitations(raw, "x", LATEST))
    return read_message(raw, "x", LATEST), [one for one in found if not getattr(one, "only_known", False)]


def ics(*lines, method="REQUEST"):
    """The mail that Exchange makes of the same for whoever has no Outlook."""
    event = ["BEGIN:VEVENT", f"UID:{CLEAN}", "DTSTAMP:20240305T092900Z", "SUMMARY:Volumes", *lines, "END:VEVENT"]
    calendar = "\n".join(["BEGIN:VCALENDAR", f"METHOD:{method}", *event, "END:VCALENDAR", ""])
    head = f"From: <ana@home.example>\nContent-Type: text/calendar; method={method}\n\n"
    return list(read_invitations((head + calendar).encode(), "x", LATEST))


def people(item):
    return [(p.role, p.address) for p in item.participants]


JANE_LUIS = ({**ASKED[0], 0x5FFF: 0}, {**ASKED[1], 0x5FFF: 5}, ROOM)
WHO = [
    "ORGANIZER;CN=Ana:mailto:ana@home.example",
    "ATTENDEE;CN=Jane;PARTSTAT=NEEDS-ACTION:mailto:jane@orchard.example",
    "ATTENDEE;CN=Luis;PARTSTAT=NEEDS-ACTION:mailto:luis@orchard.example",
]
HOURS = ["DTSTART:20240305T090000Z", "DTEND:20240305T094500Z"]


def test_a_request_is_its_meeting_and_the_same_as_its_twin():
    mail, (meeting,) = told(ASKS, JANE_LUIS, text="Please come.")
    assert (mail.identity, mail.flag) == ("mid:r1@home.example", "auto")
    assert "its meeting counts" in mail.flag_reason and mail.own == "Please come."
    assert people(meeting) == [
        ("from", "ana@home.example"),
        ("invited", "jane@orchard.example"),
        ("invited", "luis@orchard.example"),
    ]
    assert [meeting] == ics(*HOURS, "DESCRIPTION:Please come.", *WHO)
    # a room that answers, the time as the oldest programs say it, a sender known by the header alone
    header = {0x7D: MAIL[0x7D], 0x60: START, 0x61: START + timedelta(minutes=45), 0x37: "Volumes", 0x39: SENT}
    mail, (old,) = told(header, JANE_LUIS, n820D=None, n820E=None)
    assert (old.identity, old.when, old.minutes) == (meeting.identity, START, 45)
    assert people(old)[0] == ("from", "jane@orchard.example") and mail.identity == "mid:m1@orchard.example"


def test_what_is_called_off_is_and_sequence_and_moment_order_the_states():
    _, (asked,) = told(ASKS, JANE_LUIS)
    said = {**ASKS, 0x37: "Canceled: Volumes", 0x3D: "Canceled: ", 0x1035: "<r2@home.example>"}
    mail, (off,) = told(said, JANE_LUIS, CANCELED, n8201=1, n8217=7)
    assert (mail.flag, off.flag, off.identity, off.subject) == ("auto", "cancelled", asked.identity, "Volumes")
    assert off.revision > asked.revision
    _, (later,) = told(ASKS, JANE_LUIS, n1A=WHEN_ASKED + timedelta(seconds=1))
    assert asked.revision < later.revision < off.revision
    assert asked.revision == told({**ASKS, 0x39: WHEN_ASKED}, JANE_LUIS, n1A=None)[1][0].revision


@pytest.mark.parametrize(("kind", "role"), [("Pos", "to"), ("Neg", "declined"), ("Tent", "invited")])
def test_an_answer_is_one_persons(kind, role):
    mail, (answer, alone) = told(JANES, TO_ANA, f"IPM.Schedule.Meeting.Resp.{kind}", n1=SENT)
    status = {"to": "ACCEPTED", "declined": "DECLINED", "invited": "TENTATIVE"}[role]
    who = [f"ATTENDEE;CN=Jane;PARTSTAT={status}:mailto:jane@orchard.example", WHO[0], "SEQUENCE:0"]
    twin, twin_alone = ics(*HOURS, *who, method="REPLY")
    assert people(answer) == [(role, "jane@orchard.example")] == people(twin) and answer.series == twin.series
    assert (answer.when, answer.shape, answer.flag) == (SENT, "0", "answer")
    assert alone == twin_alone and mail.flag == "auto" and mail.subject == "Accepted: Volumes"


def test_an_answer_with_words_is_a_mail_and_other_items_about_meetings_stay_mails():
    mail, found = told(JANES, TO_ANA, "IPM.Schedule.Meeting.Resp.Neg", text="I am away, sorry.")
    assert (mail.flag, mail.own) == ("", "I am away, sorry.") and found[0].flag == "answer"
    for kind in ("IPM.Schedule.Meeting.Notification.Forward", "IPM.Schedule.Meeting.Resp", "IPM.Note", "x"):
        assert told(ASKS, JANE_LUIS, kind)[1] == []
    for missing in ({"n820D": None}, {"n3": None}, {"n3": b"short"}):
        mail, found = told(ASKS, JANE_LUIS, **missing)
        assert (mail.flag, found) == ("", [])


def test_a_series_and_what_becomes_of_one_date_of_it():
    _, series = told(ASKS, JANE_LUIS, n8216=pattern(), n8260=zone(), n825E=zone("Nowhere"))
    rule = "RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;WKST=MO;COUNT=4"
    local = ["DTSTART;TZID=Europe/Berlin:20240305T100000", "DTEND;TZID=Europe/Berlin:20240305T104500"]
    twins = [one for one in ics(*local, rule, *WHO) if not one.only_known]
    assert [one.identity for one in series] == [one.identity for one in twins] and len(series) == 4
    assert {one.shape for one in series} == {one.shape for one in twins}
    day = {"n3": UID[:16] + bytes.fromhex("07e8031a") + UID[20:], "n23": UID, "n8201": 1}  # 26 March
    moved = {"n820D": datetime(2024, 3, 27, 15, tzinfo=UTC), "n820E": datetime(2024, 3, 27, 16, tzinfo=UTC)}
    time = {"nE": 10 << 12, "n825E": zone()}
    says_when = ({"n8228": datetime(2024, 3, 26, 9, tzinfo=UTC)}, time, {"nE": 10 << 12, "n8233": vienna()})
    for more in says_when:
        _, (one,) = told(ASKS, JANE_LUIS, **day, **moved, **more)
        assert (one.identity, one.when) == (series[3].identity, moved["n820D"])
    on_that_day = {"n820D": datetime(2024, 3, 26, 9, tzinfo=UTC), "n820E": None}
    _, (off,) = told(ASKS, JANE_LUIS, CANCELED, **day, **on_that_day)
    assert (off.identity, off.flag) == (series[3].identity, "cancelled")
    _, (answer, _) = told(JANES, TO_ANA, "IPM.Schedule.Meeting.Resp.Neg", **day, **on_that_day)
    assert answer.references == (series[3].identity,)
    assert told(ASKS, JANE_LUIS, CANCELED, **day, **moved)[1] == [], "which date, it does not say"
    assert told(ASKS, JANE_LUIS, CANCELED, **day, **moved, nE=1 << 30, n825E=zone())[1] == []


def test_a_series_of_whole_days():
    """Every Tuesday, from midnight in Vienna."""
    starts = {"n820D": datetime(2024, 3, 4, 23, tzinfo=UTC), "n820E": datetime(2024, 3, 5, 23, tzinfo=UTC)}
    blob = pattern(moved=[(datetime(2024, 3, 19), datetime(2024, 3, 20))], minute=0)
    _, found = told(ASKS, JANE_LUIS, n8216=blob, n825E=zone(), n8215=True, **starts)
    assert [one.identity.partition("#")[2] for one in found] == ["20240305", "20240312", "20240319", "20240326"]
    assert [f"{one.when:%d.%m.}" for one in found] == ["05.03.", "12.03.", "20.03.", "26.03."]
    day = UID[:16] + bytes.fromhex("07e80313") + UID[20:]
    _, (one,) = told(ASKS, JANE_LUIS, CANCELED, n3=day, n8215=True, **starts)
    assert one.identity == found[2].identity


WHOLE = made_msg(
    {0x1A: REQUEST, **ASKS, 0x1000: "x"}, JANE_LUIS, {**TIMES, 0x8216: pattern(), 0x8260: zone(), 0x1A: SENT}
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=40))
def test_noise_in_a_request(noise):
    raw = bytearray(WHOLE)
    for place, value in noise:
        raw[place] = value
    item = item_of(io.BytesIO(bytes(raw)))
    if isinstance(item, Item):
        mail, _ = message_of(item, Exchange())
        assert mail == message_of(item, Exchange())[0], "the same, whenever it is read"
        read_message(mail, "x", LATEST)
        list(read_invitations(mail, "x", LATEST))


def test_a_pattern_without_end_is_cut_and_what_is_cut_is_listed(monkeypatch):
    monkeypatch.setattr("sapwood.reading.outlook.invitation.MOST_BYTES", 200_000)
    moved = [(datetime(2024, 3, 5) + timedelta(days=n), datetime(2024, 3, 5, 12)) for n in range(5000)]
    many = tuple({0x3003: f"{n}@orchard.example", 0x3001: "n" * 100, 0xC15: 1} for n in range(10))
    mail, found = told(ASKS, many, text="words " * 10_000, n8216=pattern(0x200A, 0, 1440, b"", moved=moved))
    assert mail.flag == "auto" and len(mail.own) > 50_000
    assert "in the middle of this one" in found[0].what and len(found) > 50
    broken = pattern()[:20] + struct.pack("<I", 1 << 31)
    _, (one,) = told(ASKS, JANE_LUIS, n8216=broken)
    assert (one.when, one.shape) == (START, "once")
