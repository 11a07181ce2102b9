"""What Outlook's mail about a meeting (a request, an answer, a cancellation) would have carried as a calendar, had it
gone to somebody without Outlook (iMIP, RFC 6047)."""

from datetime import datetime

from .clock import utc_text
from .item import ASKED_AT, CLASS, DELIVERED, SAID_AT, SUBMITTED, Item
from .meeting import FINISH, asked_in, events_of, is_received, person_line
from .people import RECEIVER, SENT_BY, SENT_FOR, Exchange, name_of

PREFIX = "ipm.schedule.meeting."
METHODS = {"request": "REQUEST", "canceled": "CANCEL", "cancelled": "CANCEL", "resp": "REPLY"}
ANSWERS = {"resp.pos": "ACCEPTED", "resp.neg": "DECLINED", "resp.tent": "TENTATIVE"}
MOST_BYTES = 2 * 1024 * 1024  # cut in the middle, its last event is listed


def invitation_of(item: Item, exchange: Exchange, sender: str = "") -> tuple[str, bytes]:
    """The method (RFC 5546) and the calendar; ("", b"") where the item is not about a meeting, or does not say which,
    or when it is. `sender` is the address in the mail's own header."""
    kind = item.text(CLASS).lower()
    words = kind.removeprefix(PREFIX).split(".") if kind.startswith(PREFIX) else [""]
    method, answer = METHODS.get(words[0], ""), ANSWERS.get(".".join(words[:2]), "")
    if not method or (method == "REPLY" and not answer):
        return "", b""
    said_at = item.named.get(SAID_AT if answer else ASKED_AT)
    stamps = [said_at, item.moment(SUBMITTED), item.moment(DELIVERED)]
    stamp = [f"DTSTAMP:{utc_text(one)}" for one in stamps if isinstance(one, datetime)][:1]
    people = _answering(item, exchange, sender, answer) if answer else _asked(item, exchange, sender)
    events = events_of(item, [*stamp, *people], words=not answer)
    if not events:
        return "", b""
    head = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:{method}\r\n"
    return method, (head + events).encode("utf-8", "replace")[:MOST_BYTES] + FINISH


def _asked(item: Item, exchange: Exchange, sender: str) -> list[str]:
    lines = asked_in(item, exchange, "" if is_received(item) else None)
    if sender and not any(line.startswith("ORGANIZER") for line in lines):
        lines.append(person_line("ORGANIZER", "", sender))
    return lines


def _answering(item: Item, exchange: Exchange, sender: str, answer: str) -> list[str]:
    """Whoever answers, and the organiser, to whom they do."""
    lines = []
    for place in (SENT_FOR, SENT_BY):
        if address := exchange.address(item.values, place):
            lines.append(person_line("ATTENDEE", name_of(item.values, place), address, answer))
            break
    else:
        lines += [person_line("ATTENDEE", "", sender, answer)] if sender else []
    for one in item.receivers[:1]:
        if address := exchange.address(one, RECEIVER):
            lines.append(person_line("ORGANIZER", name_of(one, RECEIVER), address))
    return lines
