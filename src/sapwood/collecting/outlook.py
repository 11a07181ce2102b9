"""Outlook's files taken into the spool: each mail as the message it was, each appointment as a calendar's event."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sapwood.collecting.outlook_archive import REPAIR, frames
from sapwood.collecting.piece import Noted, Piece
from sapwood.collecting.spool import Spool, write
from sapwood.facts.interaction import Trouble
from sapwood.reading.outlook.item import APPOINTMENT, CLASS, MAIL
from sapwood.reading.outlook.mail import is_draft, message_of, sender_of
from sapwood.reading.outlook.meeting import FINISH, calendar_head, event_of
from sapwood.reading.outlook.msg import item_of
from sapwood.reading.outlook.people import Exchange

EVERY = 1000  # mails handed on together
Found = Iterator[Piece | Noted | Trouble]

UNREADABLE = (
    f"The Outlook archive is cut short, damaged at its root or locked, so nothing of it could be read. {REPAIR}"
)
TOO_DEEP = "It lies more than 60 folders deep, so it was left out: {:,} items."
ENCRYPTED = (
    "Windows has encrypted this archive for one organisation (Information Protection), so nothing of it could be "
    "read. Export it from Outlook without that protection, then import it."
)
READ_ANYWAY = (
    "It bears a password that Outlook asks for. That password locks nothing inside the file, so it was read without."
)
LEFT = "Left out: {}. Deleted items and junk are brought once they lie in another folder."
CALLED = {"deleted": "deleted item", "junk": "item of junk"}
SENDERLESS = "Its sender stands there only by a name, and nothing in it says which mail address that is."
DRAFT = "It is a draft that was never sent, so it was left out."
UNTIMED = "The appointment names no time."
PLURALS = {
    "journal entry": "journal entries",
    "list of contacts": "lists of contacts",
    "item of junk": "items of junk",
}
NO_MAIL = "It is an item of Outlook's other than mail or a meeting (a contact, a task, a note), so it was left out."


def unpack_archive(path: Path, where: str, spool: Spool) -> Found:
    """The mails and appointments in the archive at `path`; troubles for what was left out, and why."""
    owners, others = Counter[str](), Counter[str]()
    lost = mails = waiting = 0
    password = False
    if _is_encrypted(path):
        yield Trouble(where, ENCRYPTED)
        return
    calendar = spool.new_file()
    with calendar.open("wb") as events:
        write(events, calendar_head(""))
        for said, content in frames(path):
            what, place = said["is"], f"{where}/{said['where']}" if said.get("where") else where
            spool.count(len(content), 0, 0)
            if what == "mail":
                owners.update(filter(None, [said["owner"]]))
                mails, lost, waiting = mails + bool(said["lost"]), lost + said["lost"], waiting + 1
                start = spool.begin()
                spool.write(content)
                yield from spool.keep("message", place, start)
                if waiting >= EVERY:
                    yield from spool.flush()
                    waiting = 0
            elif what == "event":
                write(events, content)
            elif what == "other":
                others[said["kind"]] += 1
            elif what == "left out" and said["kind"] in CALLED:
                others[CALLED[said["kind"]]] += said["items"]
            elif what == "left out":
                yield Trouble(place, TOO_DEEP.format(said["items"]))
            elif what == "password":
                password = True
            else:
                yield Trouble(place, UNREADABLE if what == "unreadable" else said["said"])
        meetings = events.tell() > len(calendar_head(""))
        write(events, FINISH)
        events.seek(0)
        write(events, calendar_head(max(owners, key=lambda one: owners[one], default="")))  # as long as the first
    yield from spool.flush()
    if meetings:
        yield Piece(calendar, "calendar", f"{where}/calendar")
    if password:
        yield Noted(where, READ_ANYWAY)
    if others:
        yield Noted(where, LEFT.format(_counted(others)))
    if lost:
        yield Trouble(
            where,
            f"{lost:,} receivers of {mails:,} mails stand there only by names inside their firm, and nothing in the "
            "archive says which addresses these are; the mails are in without them.",
        )


def unpack_message(path: Path, where: str, spool: Spool) -> Found:
    """The one item in the .msg at `path`."""
    item = item_of(path)
    if isinstance(item, str):
        yield Trouble(where, item)
        return
    exchange, kind = Exchange(), item.text(CLASS).lower() or "ipm.note"
    if kind.startswith(APPOINTMENT):
        event = event_of(item, exchange).encode("utf-8", "replace")
        raw = calendar_head("") + event + FINISH if event else b""
    elif kind.startswith(MAIL) and not is_draft(item):
        raw, lost = message_of(item, exchange)
        if not sender_of(raw):
            yield Trouble(where, SENDERLESS)
            return
        if lost:
            yield Trouble(where, f"{lost:,} of its receivers stand there only by names; it is in without them.")
    else:
        yield Trouble(where, DRAFT if kind.startswith(MAIL) else NO_MAIL)
        return
    if not raw:
        yield Trouble(where, UNTIMED)
        return
    target = spool.new_file()
    spool.count(len(raw), 0, 0)
    with target.open("wb") as file:
        write(file, raw)
    yield Piece(target, "calendar" if kind.startswith(APPOINTMENT) else "message", where)


def _is_encrypted(path: Path) -> bool:
    """Whether its header says so (MS-PST 2.2.2.6, bCryptMethod): 0x10 is Windows' own, all others libpff undoes."""
    with path.open("rb") as file:
        head = file.read(514)
    at = 513 if head[10:12] >= b"\x17" else 461
    return head[at : at + 1] == b"\x10"


def _counted(others: Counter[str]) -> str:
    return ", ".join(
        f"{count:,} {PLURALS.get(name, name + 's') if count > 1 else name}" for name, count in others.items()
    )
