"""The chat of a Zoom meeting as Zoom saves it (meeting_saved_chat.txt, chat.txt), in its older and its newer form:
"15:20:42 From Ana Brandt to Everyone : text" and "15:20:42 From Ana Brandt to Everyone:" above lines of text.

It names no day: that stands in the folder it was saved in ("2024-05-03 13.30.00 Volumes"). Its clock is the
computer's own and named without a zone: taken as UTC.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sapwood.facts.interaction import Interaction, Participant, Trouble

from ..transcript.dates import EARLIEST, dated, named_day
from ..transcript.read import text_of, title_of
from ..voice import voice
from .bursts import Message, bursts, interaction

MOST_MEMBERS, MOST_WRITERS, MOST_MESSAGES = 100, 1000, 200_000
_NAME = r"[^\s:][^\n]{0,98}?"
_LINE = re.compile(
    rf"(\d\d):([0-5]\d):([0-5]\d)\s+From\s+({_NAME})\s+to\s+({_NAME})\s{{0,3}}:(?:\s|$)", re.IGNORECASE | re.ASCII
)
_PRIVATE = re.compile(r"\s*\((?:direct message|privately)\)", re.IGNORECASE)
_QUOTED = re.compile(r"\s*Replying to [\"“].*")
_REACTION = re.compile(r"\s*(?:Reacted to [\"“].*[\"”] with \S+|Removed an? .{1,60} reaction from [\"“].*)")
ALL = frozenset(
    ("everyone", "everyone in meeting", "hosts and panelists", "all panelists", "all panelists and attendees",
     "waiting room participants", "everyone in waiting room")
)  # fmt: skip
PAST_MIDNIGHT = timedelta(hours=12)
NO_DAY = (
    "Nothing says on which day this chat took place. Keep it in the folder that Zoom saved it in, put the day into "
    "its name, such as 2024-05-03, or say it with --on, and import it again."
)


@dataclass(frozen=True, slots=True)
class _Entry:
    clock: timedelta
    sender: str
    to: str
    lines: list[str] = field(default_factory=list)


def is_zoom(head: bytes) -> bool:
    """Whether a file that begins with `head` is the chat of a Zoom meeting: its first line is a message's."""
    return bool(_LINE.match(text_of(head).lstrip().partition("\n")[0]))


def read_zoom(raw: bytes, where: str, latest: datetime, on: str = "") -> Iterator[Interaction | Trouble]:
    """The bursts of the chat, its private messages each in a thread of its two; never raises. `on` is the day
    ("2024-05-03") of one that says none by its folder or name."""
    entries, more = _entries(text_of(raw))
    if not entries:
        yield Trouble(where, "No message with a time and a sender could be found in it, so it is no chat of Zoom's.")
        return
    day = named_day(where) or dated(on)
    if day is None:
        yield Trouble(where, NO_DAY)
        return
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    if midnight < EARLIEST or midnight > latest:
        yield Trouble(
            where, f"The chat claims to be from {midnight:%Y-%m-%d}, which is before 1980 or still to come."
        )
        return
    people = _people(entries, midnight)
    wrote = {people[one.sender].address: people[one.sender] for one in entries if one.sender in people}
    members = list(wrote.values())[:MOST_MEMBERS]
    lost = more

    def messages() -> Iterator[Message]:
        nonlocal lost
        shift, before = timedelta(0), entries[0].clock
        for entry in entries:
            shift += timedelta(days=1) if before - entry.clock > PAST_MIDNIGHT else timedelta(0)
            before = entry.clock
            when, sender = midnight + shift + entry.clock, people.get(entry.sender)
            if sender is None or when > latest:
                lost += 1
                continue
            text = _said(entry.lines)
            other = people.get(entry.to)
            two = "\n".join(sorted((sender.address, other.address))) if other else ""
            key = f"{sender.address}\n{when:%Y%m%d%H%M%S}\n{entry.to.casefold()}\n{text}"
            if text:
                number = sha256(key.encode("utf-8", "replace")).hexdigest()[:32]
                yield Message(number, when, sender, text, thread=two, addressed=(other,) if other else ())

    title = title_of(f"{where.split('/')[-2]}.txt") if "/" in where else ""
    for burst in bursts(messages()):
        there = members if not burst.first.thread else ()
        yield interaction(burst, "zoom:{}".format, there, title)
    if lost:
        many = f"{lost} messages have" if lost > 1 else "One message has"
        yield Trouble(
            where, f"{many} no sender, a date still to come, or stand beyond the 200,000th. The others are in."
        )


def _entries(text: str) -> tuple[list[_Entry], int]:
    """Messages in their order, and how many stood beyond the limit."""
    entries: list[_Entry] = []
    more = 0
    for line in text.split("\n"):
        line = line[:100_000]
        found = _LINE.match(line) if line[:1].isdigit() else None
        if found is None:
            if entries and not more and len(entries[-1].lines) < 10_000:
                entries[-1].lines.append(line)
        elif len(entries) >= MOST_MESSAGES:
            more += 1
        else:
            hours, minutes, seconds = (int(part) for part in found.groups()[:3])
            sender, to = (" ".join(name.split()) for name in found.groups()[3:])
            clock = timedelta(hours=hours % 24, minutes=minutes, seconds=seconds)
            entries.append(_Entry(clock, sender, _PRIVATE.sub("", to), [line[found.end() :]]))
    return entries, more


def _people(entries: list[_Entry], midnight: datetime) -> dict[str, Participant]:
    """Who wrote, and who was written to alone; "Ana" only within this chat."""
    first = entries[0]
    chat = sha256(f"{midnight:%Y%m%d}{first.clock}{first.sender}".encode("utf-8", "replace")).hexdigest()[:16]
    names = dict.fromkeys(name for one in entries for name in (one.sender, one.to) if name.casefold() not in ALL)
    found = ((name, voice(name, chat)) for name in list(names)[:MOST_WRITERS])
    return {name: who for name, who in found if who}


def _said(lines: list[str]) -> str:
    """What was written: not what it answers, and no reaction."""
    own = [line.strip() for line in lines if not _QUOTED.fullmatch(line) and not _REACTION.fullmatch(line)]
    return "\n".join(own).strip()
