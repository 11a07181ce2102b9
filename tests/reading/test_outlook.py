"""Items of Outlook's as the mail and the meetings they stand for."""

import io
import struct
from datetime import UTC, datetime, timedelta

import compressed_rtf
from hypothesis import given, settings
from hypothesis import strategies as st
from made_msg import compound, made_msg

from sapwood.reading.email import read_message
from sapwood.reading.icalendar import read_calendar
from sapwood.reading.outlook.item import Item
from sapwood.reading.outlook.mail import is_draft, message_of
from sapwood.reading.outlook.meeting import FINISH, calendar_head, event_of
from sapwood.reading.outlook.msg import item_of
from sapwood.reading.outlook.people import Exchange
from sapwood.reading.outlook.recurrence import pattern_of

LATEST = datetime(2026, 1, 1, tzinfo=UTC)
SENT = datetime(2024, 3, 5, 9, 30, tzinfo=UTC)
JANE_EX, ANA_EX = "/O=HOME/CN=RECIPIENTS/CN=JANE", "/o=Home/cn=Recipients/cn=ana"
HEADER = """Microsoft Mail Internet Headers Version 2.0
Received: from mx.orchard.example by mx.home.example; Tue, 5 Mar 2024 09:30:09 +0000
From: Jane Doyle <jane@orchard.example>
To: "Brandt, Ana" <ana@home.example>
Subject: =?utf-8?q?W=C3=A4rme?=
Date: Tue, 5 Mar 2024 10:30:00 +0100
Message-ID: <m1@orchard.example>
MIME-Version: 1.0
Content-Type: multipart/mixed;
\tboundary="----=_Part"
"""
MAIL = {0x1A: "IPM.Note", 0x7D: HEADER.replace("\n", "\r\n"), 0x1000: "Could you call?\r\n\r\n> earlier"}
# What was sent bears no header: everybody stands in properties, colleagues by Exchange's names.
SENT_ITEM = {
    0x1A: "IPM.Note", 0x37: "Offer\r\nBcc: eve@evil.example", 0x39: SENT, 0x1035: "<s1@home.example>",
    0x42: "Ana Brandt",
    0x64: "EX", 0x65: ANA_EX, 0x5D02: "ana@home.example", 0x1013: b"<html><p>Here is the <b>offer</b>.</p></html>",
}  # fmt: skip
RECEIVERS = (
    {0x3001: "Jane Doyle", 0x3002: "SMTP", 0x3003: "Jane@Orchard.example", 0xC15: 1},
    {0x3001: "Tom", 0x3002: "EX", 0x3003: "/o=Home/cn=Recipients/cn=tom", 0x39FE: "tom@home.example", 0xC15: 2},
    {0x3001: "Jane Inside", 0x3002: "EX", 0x3003: JANE_EX, 0xC15: 3},
)


def read(item, exchange=None):
    raw, lost = message_of(item, exchange or Exchange())
    return read_message(raw, "x", LATEST), lost


def opened(values, receivers=(), named=None):
    found = item_of(io.BytesIO(made_msg(values, receivers, named)))
    assert isinstance(found, Item), found
    return found


def test_a_mail_that_came_is_the_mail_it_was():
    found, lost = read(opened(MAIL))
    plain = HEADER.partition("\n")[2].partition("MIME-Version")[0].encode() + b"\nCould you call?\n\n> earlier\n"
    assert (found, lost) == (read_message(plain, "x", LATEST), 0)
    assert (found.identity, found.subject, found.own) == ("mid:m1@orchard.example", "Wärme", "Could you call?")


def test_a_mail_that_was_sent_is_put_together_from_properties():
    found, lost = read(opened(SENT_ITEM, RECEIVERS))
    assert [(p.role, p.address, p.name) for p in found.participants] == [
        ("from", "ana@home.example", "Ana Brandt"),
        ("to", "jane@orchard.example", "Jane Doyle"),
        ("cc", "tom@home.example", "Tom"),
    ]
    assert (lost, found.when, found.own) == (1, SENT, "Here is the offer.")
    assert found.subject == "Offer Bcc: eve@evil.example", "a line break in a property begins no field"


def test_exchange_names_are_resolved_by_what_the_file_says_elsewhere():
    exchange = Exchange()
    received = {**MAIL, 0x65: JANE_EX.lower(), 0x64: "EX"}
    read(opened(received), exchange)
    found, lost = read(opened(SENT_ITEM, RECEIVERS), exchange)
    assert lost == 0 and found.participants[1].address == "jane@orchard.example"
    assert [p.role for p in found.participants] == ["from", "to", "cc"]  # Jane once, by her first role


def test_text_comes_from_rtf_where_there_is_no_other():
    said = {0x1A: "IPM.Note", 0xC1F: "ana@home.example", 0x39: SENT, 0x3FDE: 1252}
    wrapped = rb"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}Gr\'fc\'dfe aus \b Wien\b0 .{\*\htmltag72 </p>}\par}"
    assert read(opened({**said, 0x1009: compressed_rtf.compress(wrapped)}))[0].own == "Grüße aus Wien."
    assert read(opened({**said, 0x1009: b"broken"}))[0].own == ""


def test_drafts_reports_and_mail_without_a_date():
    assert is_draft(opened({**MAIL, 0xE07: 8})) and not is_draft(opened(MAIL))
    report = {**SENT_ITEM, 0x1A: "REPORT.IPM.Note.NDR"}
    assert read(opened(report))[0].flag == "auto"
    assert "no date" in read(opened({0x1A: "IPM.Note", 0xC1F: "ana@home.example"}))[0].what


# ---- meetings

UID = bytes.fromhex("040000008200e00074c5b7101a82e008") + bytes(24)
CLEAN = UID.hex().upper()
START = datetime(2024, 3, 5, 9, tzinfo=UTC)
ROOM = {0x3001: "Room 1", 0x3003: "room1@home.example", 0xC15: 3}
ASKED = (
    {0x3001: "Jane", 0x3003: "jane@orchard.example", 0xC15: 1, 0x5FFF: 3},
    {0x3001: "Luis", 0x3003: "luis@orchard.example", 0xC15: 1, 0x5FFF: 4},
    ROOM,
)
APPOINTMENT = {0x1A: "IPM.Appointment", 0x37: "Volumes, and prices; \\", 0x65: "ana@home.example", 0x42: "Ana"}
TIMES = {0x820D: START, 0x820E: START + timedelta(minutes=45), 0x3: UID}


def meetings(values=APPOINTMENT, receivers=ASKED, owner="", **named):
    item = opened(values, receivers, {**TIMES, 0x8217: 1, **{int(k[1:], 16): v for k, v in named.items()}})
    event = event_of(item, Exchange(), owner)
    found = read_calendar(calendar_head(owner) + event.encode() + FINISH, "x", LATEST)
    return [one for one in found if not getattr(one, "only_known", False)]


def test_a_meeting_counts_for_who_organised_and_accepted():
    (found,) = meetings()
    assert [(p.role, p.address) for p in found.participants] == [
        ("from", "ana@home.example"),
        ("to", "jane@orchard.example"),
        ("declined", "luis@orchard.example"),
    ]
    assert (found.when, found.minutes, found.subject) == (START, 45, "Volumes, and prices; \\")
    assert found.identity == f"ics:{CLEAN}#", "the UID that the invitation bears"


def test_an_attendees_own_copy_knows_their_answer():
    values = {**APPOINTMENT, 0x65: "jane@orchard.example", 0x5D07: "ana@home.example"}
    mine = ({0x3001: "Ana", 0x3003: "ana@home.example", 0xC15: 1},)
    for answer, role in ((3, "to"), (4, "declined"), (5, "invited")):
        (found,) = meetings(values, mine, n8217=3, n8218=answer)
        assert [(p.role, p.address) for p in found.participants][1] == (role, "ana@home.example")


def test_called_off_whole_days_ones_own_and_foreign_uids():
    (found,) = meetings(n8217=5)
    assert found.flag == "cancelled"
    (found,) = meetings(n8215=True, n820D=datetime(2024, 3, 4, 23, tzinfo=UTC))
    assert (found.when, found.minutes) == (datetime(2024, 3, 5, tzinfo=UTC), None)
    (found,) = meetings(receivers=(), owner="ana@home.example", n8217=0)
    assert [(p.role, p.address) for p in found.participants] == [("from", "ana@home.example")]
    (found,) = meetings(n3=UID[:36] + struct.pack("<I", 17) + b"vCal-Uid\x01\0\0\0abc@x\0")
    assert found.identity == "ics:abc@x#"
    assert event_of(opened(APPOINTMENT), Exchange()) == ""


def minutes(when):
    return int((when - datetime(1601, 1, 1)).total_seconds() // 60)


TUESDAYS = struct.pack("<I", 0b100)


def pattern(frequency=0x200B, kind=1, period=1, specific=TUESDAYS, count=4, out=(), moved=(), minute=600):
    """A recurrence blob: Tuesdays at ten, from 5 March 2024, by the clock of Vienna."""
    first = minutes(datetime(2024, 3, 5))
    raw = struct.pack("<HHHHHIII", 0x3004, 0x3004, frequency, kind, 0, 0, period, 0) + specific
    raw += struct.pack("<III", 0x2022 if count else 0x2021, count, 1)
    gone = sorted(
        minutes(day) for day in [*out, *(datetime.combine(m[0].date(), datetime.min.time()) for m in moved)]
    )
    raw += struct.pack(f"<I{len(gone)}I", len(gone), *gone)
    raw += struct.pack(f"<I{len(moved)}I", len(moved), *(minutes(m[1]) // 1440 * 1440 for m in moved))
    raw += struct.pack("<IIII", first, minutes(datetime(2024, 4, 2)), 0x3006, 0x3009)
    raw += struct.pack("<IIH", minute, minute + 45, len(moved))
    for meant, start in moved:
        raw += struct.pack("<IIIH", minutes(start), minutes(start) + 30, minutes(meant), 0x1) + struct.pack(
            "<HH", 6, 5
        )
        raw += b"Moved"
    return raw


def zone(name="W. Europe Standard Time"):
    return b"\x02\x01" + b"\0\0" + struct.pack("<HH", 2, len(name)) + name.encode("utf-16-le") + b"\0\0"


def test_a_series_with_a_date_taken_out_and_one_moved():
    blob = pattern(
        count=5, out=[datetime(2024, 3, 12)], moved=[(datetime(2024, 3, 19, 10), datetime(2024, 3, 20, 15))]
    )
    found = meetings(n8216=blob, n825E=zone(), n8223=True)
    assert [(f"{one.when:%d.%m. %H:%M}", one.subject[:5], one.minutes) for one in found] == [
        ("05.03. 09:00", "Volum", 45),
        ("20.03. 14:00", "Moved", 30),
        ("26.03. 09:00", "Volum", 45),
        ("02.04. 08:00", "Volum", 45),  # summer time
    ]
    assert len({one.identity for one in found}) == 4
    same = meetings(n8216=pattern(count=0), n825E=zone())
    assert [f"{one.when:%d.%m. %H:%M}" for one in same][-1] == "02.04. 08:00" and len(same) == 5


def test_every_kind_of_rule():
    def rule(*given):
        return pattern_of(pattern(*given)).rule

    assert rule(0x200A, 0, 2880, b"") == "FREQ=DAILY;INTERVAL=2;COUNT=4"
    assert rule(0x200A, 1, 1, struct.pack("<I", 0b111110)) == "FREQ=DAILY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR;COUNT=4"
    assert rule(0x200C, 2, 3, struct.pack("<I", 31)) == "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1;COUNT=4"
    assert rule(0x200D, 2, 12, struct.pack("<I", 5)) == "FREQ=YEARLY;INTERVAL=1;BYMONTHDAY=5;COUNT=4"
    last_friday = struct.pack("<II", 1 << 5, 5)
    assert rule(0x200C, 3, 1, last_friday) == "FREQ=MONTHLY;INTERVAL=1;BYDAY=FR;BYSETPOS=-1;COUNT=4"


# ---- broken files

WHOLE = made_msg(SENT_ITEM, RECEIVERS, {**TIMES, 0x8216: pattern()})


def test_broken_messages_are_named_and_never_raise():
    for cut in (0, 8, 100, 511, 600, 2000, len(WHOLE) // 2, len(WHOLE) - 513):
        found = item_of(io.BytesIO(WHOLE[:cut]))
        assert isinstance(found, Item) or found.endswith(".")
    assert item_of(io.BytesIO(WHOLE[:600])).startswith("The message is damaged")
    looped = bytearray(WHOLE)
    looped[76:80] = struct.pack("<I", 0)  # the first FAT sector is the first stream
    assert not isinstance(item_of(io.BytesIO(bytes(looped))), Item)
    assert "neither a message nor" in item_of(io.BytesIO(compound({"WordDocument": b"x" * 100})))
    missing = compound({"__properties_version1.0": b"\0" * 32 + struct.pack("<HHIII", 0x1F, 0x1000, 6, 10, 0)})
    assert item_of(io.BytesIO(missing)) == "The message is damaged: it names none of its properties."


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=40))
def test_noise_in_a_message(noise):
    raw = bytearray(WHOLE)
    for place, value in noise:
        raw[place] = value
    item = item_of(io.BytesIO(bytes(raw)))
    if isinstance(item, Item):
        read_message(message_of(item, Exchange())[0], "x", LATEST)
        event = event_of(item, Exchange()).encode("utf-8", "replace")
        if event:
            assert list(read_calendar(calendar_head("") + event + FINISH, "x", LATEST))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300) | st.binary(max_size=60).map(lambda noise: pattern()[:20] + noise))
def test_noise_for_a_pattern(raw):
    found = pattern_of(raw)
    assert found is None or found.rule.startswith("FREQ=")
