"""One mail, from its bytes to an interaction; mbox, maildir, .eml and IMAP all end here."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b

from sapwood.facts.interaction import Interaction, Participant, Trouble
from sapwood.language.own_words import MOST_CHARACTERS, count_questions, count_words, own_words
from sapwood.reading import left as limits
from sapwood.reading.addresses import mailboxes
from sapwood.reading.body import Part, body_text, content_kind
from sapwood.reading.calendar_lines import is_calendar
from sapwood.reading.carried_calendars import (
    ABOUT_A_MEETING,
    Calendar,
    calendars_in,
    is_only_about_a_meeting,
    may_hold_calendar,
)
from sapwood.reading.charset import plain
from sapwood.reading.dates import Moment, read_date
from sapwood.reading.encoded_words import decoded
from sapwood.reading.flag import flag_of
from sapwood.reading.headers import MOST_HEADER_BYTES, Fields, cuts_a_field, fields_of, first, split_message
from sapwood.reading.mailing_list import lists_of
from sapwood.reading.thread import message_id, references_of, topic_of

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
MOST_BYTES = 4 * 1024 * 1024
"""What is looked at of one mail; attachments come last, and of most mails nothing lies beyond."""
MOST_DIGESTED = 1024 * 1024
MOST_PEOPLE = 1000
LONGEST_SUBJECT = 998

_SIMPLE = re.compile(rb"[!-;=?-~]{1,998}")  # no "<", no ">", no white space
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{60,}")
_participant = lru_cache(maxsize=8192)(Participant)

# What makes a mail without a Message-ID this one and no other.
IDENTIFYING = ("date", "from", "sender", "to", "cc", "subject")


def identity_of(raw: bytes) -> str:
    """The identity of a mail from its bytes alone: "mid:" + Message-ID, or where there is none "sha:" + a digest
    of sender, receivers, date, subject and body. Cheap, so that known mail need not be parsed.
    """
    head, body = split_message(raw[:MOST_BYTES])
    head = head[:MOST_HEADER_BYTES]
    place = (b"\n" + head.lower()).find(b"\nmessage-id:")
    if place >= 0:
        value = head[place + len(b"message-id:") : head.find(b"\n", place) % (len(head) + 1)].strip()
        inside = value[1:-1]
        if value[:1] == b"<" and value[-1:] == b">" and _SIMPLE.fullmatch(inside):
            return "mid:" + inside.decode()
    return _identity(fields_of(head), body)


def _identity(fields: Fields, body: bytes) -> str:
    name = next((name for value in fields.get("message-id", ()) if (name := message_id(value))), "")
    return f"mid:{name}" if name else _digest(fields, body)


def _digest(fields: Fields, body: bytes) -> str:
    """The same for copies in mbox and maildir: line ends, ">From " and the white space around do not count, nor what
    lies beyond the first MOST_DIGESTED bytes without them."""
    digest = blake2b(digest_size=20)
    for name in IDENTIFYING:
        digest.update("\n".join(fields.get(name, [])).encode("utf-8", "replace") + b"\0")
    body = body[: 2 * MOST_DIGESTED].replace(b"\r", b"")
    digest.update(re.sub(rb"(?m)^>+(?=From )", b"", body)[:MOST_DIGESTED].strip())
    return "sha:" + digest.hexdigest()


def read_message(raw: bytes, where: str, latest: datetime) -> Interaction | Trouble:
    """The interaction in one mail, or what is wrong with it. Never raises; time and memory are bounded by the
    limits in docs/reading.md. `latest` (aware) is the last moment a mail may claim as its date.
    """
    if not raw or raw.isspace():
        return Trouble(where, "The message is empty.")
    left: limits.Left = []
    if len(raw) > MOST_BYTES:
        raw = raw[:MOST_BYTES]
        left += [] if _ends_in_base64(raw) else [limits.SIZE]
    head, body = split_message(raw)
    left += [limits.HEADER] if len(head) > MOST_HEADER_BYTES else []
    left += [limits.FIELD] if cuts_a_field(head) else []
    fields = fields_of(head)
    if not any(name in fields for name in ("from", "date", "received", "message-id", "sender")):
        return Trouble(where, "This is not a mail: it has no From, Date or Received line.")
    moment = _moment(fields, latest)
    if isinstance(moment, str):
        return Trouble(where, moment)
    people, lists = _people(fields)
    if not people or people[0].role != "from":
        return Trouble(where, "The message names no sender with a mail address.")
    identity = _identity(fields, body)
    subject = decoded(first(fields, "subject"))[:LONGEST_SUBJECT]
    flag, reason = flag_of(fields, people[0].address, subject, content_kind(first(fields, "content-type")), lists)
    if not flag and len(people) > MOST_PEOPLE:
        flag, reason = "bulk", f"more than {MOST_PEOPLE} recipients"
    left += [limits.PEOPLE] if len(people) > MOST_PEOPLE + 1 else []
    calendars: list[Calendar] = []

    def look(part: Part) -> None:
        calendars[:] = calendars_in(part)

    text = body_text(fields, body, left, look)
    left += [limits.WORDS] if len(text) > MOST_CHARACTERS else []
    own = plain(own_words(text))
    if calendars:
        unread = not may_hold_calendar(raw) or not all(is_calendar(one.raw) for one in calendars)
        left += [limits.CALENDAR] if unread else []
        if flag in ("", "list") and is_only_about_a_meeting(calendars, own):
            flag, reason = "auto", ABOUT_A_MEETING
    return Interaction(
        identity=identity,
        when=moment[0],
        offset_minutes=moment[1],
        channel="mail",
        participants=tuple(people[: MOST_PEOPLE + 1]),
        subject=subject,
        topic=topic_of(subject),
        references=references_of(
            " ".join(fields.get("references", ())), " ".join(fields.get("in-reply-to", ())), identity
        ),
        own=own,
        words=count_words(own),
        questions=count_questions(own),
        flag=flag,
        flag_reason=reason,
        left=tuple(dict.fromkeys(left)),
    )


def _ends_in_base64(raw: bytes) -> bool:
    """Whether a mail was cut inside an attachment, which nobody would have read: its last whole line says so."""
    lines = raw[-400:].split(b"\n")
    return len(lines) > 1 and _BASE64.fullmatch(lines[-2].strip()) is not None


def _moment(fields: Fields, latest: datetime) -> Moment | str:
    """The mail's date, or the date its last server wrote where its own is missing or absurd; else a sentence."""
    own = next((found for value in fields.get("date", ()) if (found := read_date(value))), None)
    if own is not None and EARLIEST <= own[0] <= latest:
        return own
    received = read_date(first(fields, "received").rpartition(";")[2]) if "received" in fields else None
    if received is not None and EARLIEST <= received[0] <= latest:
        return received
    if own is None:
        if "date" in fields:
            return "The message has a date that cannot be read, and no mail server noted when it passed."
        return "The message has no date, and no mail server noted when it passed."
    if own[0] < EARLIEST:
        return f"The message claims to be from {own[0]:%Y-%m-%d}; a date before 1980 is a clock gone wrong."
    return f"The message claims to be from {own[0]:%Y-%m-%d}, which is still to come."


def _people(fields: Fields) -> tuple[list[Participant], set[str]]:
    """The sender first, then everybody addressed, each address once with its first role; the lists among them."""
    sender = next((box for name in ("from", "sender", "resent-from") for box in _boxes(fields, name)), None)
    found: dict[str, tuple[str, str]] = {}
    if sender is not None:
        found[sender[0]] = ("from", sender[1])
    for role in ("to", "cc", "bcc"):
        for address, name in _boxes(fields, role):
            known = found.get(address)
            if known is None:
                found[address] = (role, name)
            elif name and not known[1]:
                found[address] = (known[0], name)
        if len(found) > MOST_PEOPLE:
            break
    lists = lists_of(fields, [address for address, (role, _) in found.items() if role in ("to", "cc")])
    people = [
        _participant("list" if address in lists and role != "from" else role, address, name)
        for address, (role, name) in found.items()
    ]
    people += [Participant("list", address) for address in sorted(lists) if address not in found]
    return people, lists


def _boxes(fields: Fields, name: str) -> list[tuple[str, str]]:
    return [box for value in fields.get(name, ()) for box in mailboxes(value)]
