"""One item of Outlook's as plain values, whichever file it came from (MS-OXPROPS, MS-OXCDATA)."""

import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

Value = str | int | float | bool | bytes | datetime
Values = dict[int, Value]

# Property tags (MS-OXPROPS), those that are read.
CLASS, SUBJECT, FLAGS, HEADERS = 0x001A, 0x0037, 0x0E07, 0x007D
SUBMITTED, DELIVERED, MODIFIED = 0x0039, 0x0E06, 0x3008
SENDER_NAME, SENDER_TYPE, SENDER, SENDER_SMTP = 0x0C1A, 0x0C1E, 0x0C1F, 0x5D01
FOR_NAME, FOR_TYPE, FOR, FOR_SMTP = 0x0042, 0x0064, 0x0065, 0x5D02
ME_TYPE, ME, ME_SMTP = 0x0075, 0x0076, 0x5D07
MESSAGE_ID, REFERENCES, REPLY_TO = 0x1035, 0x1039, 0x1042
BODY, HTML, RTF = 0x1000, 0x1013, 0x1009
TOPIC, SUBJECT_PREFIX, START_DATE, END_DATE = 0x0E1D, 0x003D, 0x0060, 0x0061
CODEPAGE, MESSAGE_CODEPAGE = 0x3FDE, 0x3FFD
KIND_OF_RECEIVER, NAME, ADDRESS_TYPE, ADDRESS, SMTP = 0x0C15, 0x3001, 0x3002, 0x3003, 0x39FE
RECEIVER_FLAGS, ANSWER = 0x5FFD, 0x5FFF
_OF_MAIL = (CLASS, SUBJECT, FLAGS, HEADERS, SUBMITTED, DELIVERED, MODIFIED, MESSAGE_ID, REFERENCES, REPLY_TO)
_OF_TEXT = (BODY, HTML, RTF, CODEPAGE, MESSAGE_CODEPAGE)
_OF_SENDERS = (SENDER_NAME, SENDER_TYPE, SENDER, SENDER_SMTP, FOR_NAME, FOR_TYPE, FOR, FOR_SMTP, ME_TYPE, ME, ME_SMTP)
_OF_RECEIVERS = (KIND_OF_RECEIVER, NAME, ADDRESS_TYPE, ADDRESS, SMTP, RECEIVER_FLAGS, ANSWER)
_OF_MEETINGS = (TOPIC, SUBJECT_PREFIX, START_DATE, END_DATE)
WANTED = frozenset((*_OF_MAIL, *_OF_MEETINGS, *_OF_TEXT, *_OF_SENDERS, *_OF_RECEIVERS))

# Named properties of meetings (PSETID_Appointment, PSETID_Meeting), by their numbers.
UID, CLEAN_UID, SEQUENCE, START, END, ALL_DAY = 0x0003, 0x0023, 0x8201, 0x820D, 0x820E, 0x8215
PATTERN, STATE, OWN_ANSWER, ZONE, ZONE_OF_SERIES = 0x8216, 0x8217, 0x8218, 0x825E, 0x8260
SAID_AT, ASKED_AT, START_OF_SERIES, REPLACED, ZONE_RULE = 0x0001, 0x001A, 0x000E, 0x8228, 0x8233
_OF_ITS_TIME = (START, END, ALL_DAY, PATTERN, ZONE, ZONE_OF_SERIES, ZONE_RULE, START_OF_SERIES, REPLACED)
NAMED = frozenset((UID, CLEAN_UID, SEQUENCE, STATE, OWN_ANSWER, SAID_AT, ASKED_AT, *_OF_ITS_TIME))
APPOINTMENT_SET = "00062002-0000-0000-c000-000000000046"
MEETING_SET = "6ed8da90-450b-101b-98da-00aa003f1305"

# What an item is, by the beginning of its class, in lower case.
MAIL = ("ipm.note", "ipm.schedule.", "ipm.post", "report.", "ipm.outlook.recall", "ipm.recall")
APPOINTMENT = "ipm.appointment"

MOST_VALUE = 4 * 1024 * 1024  # bytes of one property that are looked at
BEGINNING = datetime(1601, 1, 1, tzinfo=UTC)


@dataclass
class Item:
    """`values` by property tag, `named` by the number of a named property, `receivers` one dict each."""

    values: Values = field(default_factory=dict)
    named: Values = field(default_factory=dict)
    receivers: list[Values] = field(default_factory=list)

    def text(self, tag: int) -> str:
        return text_in(self.values, tag)

    def moment(self, tag: int) -> datetime | None:
        found = self.values.get(tag)
        return found if isinstance(found, datetime) else None


def text_in(values: Values, tag: int) -> str:
    found = values.get(tag)
    return found.rstrip("\0") if isinstance(found, str) else ""


def number_in(values: Values, tag: int) -> int:
    found = values.get(tag)
    return int(found) if isinstance(found, int) else 0


def topic_of(item: Item) -> str:
    """The subject without what Outlook puts before it ("Accepted: "). In a .pst its length stands before that."""
    if topic := item.text(TOPIC):
        return topic
    subject, prefix = item.text(SUBJECT), item.text(SUBJECT_PREFIX)
    if subject.startswith("\x01") and len(subject) > 1:
        return subject[1 + ord(subject[1]) :]
    return subject.removeprefix(prefix)


def value_of(kind: int, raw: bytes, codepage: str = "cp1252") -> Value | None:
    """The value of type `kind` (MS-OXCDATA 2.11.1) in `raw`; None where it is broken or of a type nobody needs."""
    if kind == 0x1F:
        return raw[:MOST_VALUE].decode("utf-16-le", "replace").rstrip("\0")
    if kind == 0x1E:
        try:
            return raw[:MOST_VALUE].decode(codepage, "replace").rstrip("\0")
        except LookupError:
            return raw[:MOST_VALUE].decode("cp1252", "replace").rstrip("\0")
    if kind == 0x102:
        return raw[:MOST_VALUE]
    try:
        if kind == 0x02:
            return int(struct.unpack_from("<h", raw)[0])
        if kind == 0x03:
            return int(struct.unpack_from("<i", raw)[0])
        if kind == 0x0B:
            return bool(raw[0])
        if kind == 0x14:
            return int(struct.unpack_from("<q", raw)[0])
        if kind == 0x40:
            return BEGINNING + timedelta(microseconds=struct.unpack_from("<Q", raw)[0] // 10)
    except (struct.error, IndexError, OverflowError):
        return None
    return None


def codepage_of(values: Values) -> str:
    """The charset of an item's bytes, by the number of its code page."""
    number = number_in(values, CODEPAGE) or number_in(values, MESSAGE_CODEPAGE)
    special = {
        65001: "utf-8",
        20127: "ascii",
        28591: "latin-1",
        20866: "koi8-r",
        21866: "koi8-u",
        50220: "iso2022_jp",
    }
    if number in special:
        return special[number]
    return f"iso8859-{number - 28590}" if 28591 < number < 28606 else f"cp{number}" if number else "cp1252"
