"""An item of Outlook's as the mail it was: header fields and text, to be read like any other (reading/email.py)."""

import re
from email.utils import format_datetime
from hashlib import blake2b

from sapwood.reading.addresses import mailboxes
from sapwood.reading.headers import fields_of, first, split_message

from .invitation import invitation_of
from .item import (
    CLASS,
    DELIVERED,
    FLAGS,
    HEADERS,
    KIND_OF_RECEIVER,
    MESSAGE_ID,
    REFERENCES,
    REPLY_TO,
    SUBJECT,
    SUBMITTED,
    Item,
    Values,
    number_in,
)
from .people import RECEIVER, SENT_BY, SENT_FOR, Exchange, name_of
from .text import text_of

UNSENT = 0x8  # MS-OXCMSG 2.2.1.6, mfUnsent
ROLES = {1: "To", 2: "Cc", 3: "Bcc"}
MOST_RECEIVERS = 1001  # one more than are read of a mail, so that the reader says so
# The parts of a mail as it travelled: what is rebuilt has one.
_OURS = re.compile(rb"(?im)^(?:content-[!-9;-~]*|mime-version)[ \t]*:.*(?:\n[ \t].*)*\n?")
AUTOMATIC = ("report.", "ipm.note.rules.oof")


def message_of(item: Item, exchange: Exchange) -> tuple[bytes, int]:
    """The mail in `item`, and how many of its receivers stand there by a name that says no address."""
    head = _travelled(item)
    fields, lost = fields_of(head), 0
    sender = sender_of(head)
    exchange.learn(item, sender)
    lines = []
    if not sender and (found := _sender(item, exchange)):
        lines.append(f"From: {found}")
    if not any(mailboxes(value) for name in ("to", "cc", "bcc") for value in fields.get(name, ())):
        found_there, lost = _receivers(item, exchange)
        lines += found_there
    if "subject" not in fields:
        lines.append(f"Subject: {_flat(item.text(SUBJECT))}")
    if (when := item.moment(SUBMITTED) or item.moment(DELIVERED)) is not None:
        lines.append(f"Date: {format_datetime(when)}")  # read where the header's own cannot be
    for name, tag in (("Message-ID", MESSAGE_ID), ("References", REFERENCES), ("In-Reply-To", REPLY_TO)):
        if name.lower() not in fields and (value := _flat(item.text(tag))):
            lines.append(f"{name}: {value}")
    if item.text(CLASS).lower().startswith(AUTOMATIC) and "auto-submitted" not in fields:
        lines.append("Auto-Submitted: auto-generated")
    return head + "\n".join([*lines, ""]).encode("utf-8", "replace") + _body(item, exchange, sender), lost


def _body(item: Item, exchange: Exchange, sender: str) -> bytes:
    """The text, and with it the calendar that mail about a meeting would have carried. That comes first: what lies
    far behind may be cut off."""
    text, kind = text_of(item)
    part = f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n"
    said = part.replace("\r\n", "\n").encode("utf-8", "replace")
    method, calendar = invitation_of(item, exchange, sender)
    if not method:
        return said
    mark = blake2b(said + calendar, digest_size=16).hexdigest().encode()
    about = f"Content-Type: text/calendar; method={method}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    parts = [b"Content-Type: multipart/alternative; boundary=" + mark + b"\n", about.encode() + calendar, said, b""]
    return (b"\n--" + mark + b"\n").join(parts)[:-1] + b"--\n"


def sender_of(head: bytes) -> str:
    """The address its From names, "" where it names none."""
    return next((address for address, _ in mailboxes(first(fields_of(split_message(head)[0]), "from"))), "")


def is_draft(item: Item) -> bool:
    return bool(number_in(item.values, FLAGS) & UNSENT)


def _travelled(item: Item) -> bytes:
    """The header as it came, without what tells of its parts."""
    raw = item.text(HEADERS).replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").strip(b"\n")
    head = raw.partition(b"\n\n")[0] + b"\n"
    return _OURS.sub(b"", head) if head.strip() else b""


def _sender(item: Item, exchange: Exchange) -> str:
    for place in (SENT_FOR, SENT_BY):
        if address := exchange.address(item.values, place):
            return _box(name_of(item.values, place), address)
    return ""


def _receivers(item: Item, exchange: Exchange) -> tuple[list[str], int]:
    found: dict[str, list[str]] = {}
    lost = 0
    for one in item.receivers[:MOST_RECEIVERS]:
        if address := exchange.address(one, RECEIVER):
            found.setdefault(_role(one), []).append(_box(name_of(one, RECEIVER), address))
        else:
            lost += 1
    return [f"{role}: {', '.join(boxes)}" for role, boxes in found.items()], lost


def _role(values: Values) -> str:
    return ROLES.get(number_in(values, KIND_OF_RECEIVER) & 0xF, "To")


def _box(name: str, address: str) -> str:
    return f'"{name}" <{address}>' if name and name.lower() != address.lower() else f"<{address}>"


def _flat(text: str) -> str:
    return " ".join(text.replace("\0", " ").split())
