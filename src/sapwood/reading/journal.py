"""The journal: interactions of any channel, one JSON object a line (docs/reading.md)."""

import json
from datetime import UTC, datetime
from typing import Any

from sapwood.facts.interaction import CHANNELS, ROLES, Interaction, Participant, Trouble
from sapwood.language.own_words import MOST_CHARACTERS, count_questions, count_words, own_words
from sapwood.reading import left as limits
from sapwood.reading.charset import decode, plain
from sapwood.reading.email import EARLIEST, MOST_PEOPLE
from sapwood.reading.thread import topic_of

MOST_LINE_BYTES = 4 * 1024 * 1024


def entry_identity(line: bytes) -> str:
    """ "uid:" + the id of an entry, "" where the line has none."""
    entry = _object(line)
    return f"uid:{entry['id']}" if entry and isinstance(entry.get("id"), str | int) and entry["id"] != "" else ""


def read_entry(line: bytes, where: str, latest: datetime | None = None) -> Interaction | Trouble:
    """The interaction on one line, or what is wrong with it; never raises. An entry after `latest` is kept out."""
    entry = _object(line)
    if entry is None:
        return Trouble(where, "The line is not a JSON object, so it holds no entry of a journal.")
    identity = entry_identity(line)
    if not identity:
        return Trouble(where, 'The entry has no "id", so a second import could not recognise it.')
    channel = entry.get("channel")
    if channel not in CHANNELS:
        return Trouble(where, f'The entry\'s "channel" is none of {", ".join(CHANNELS)}.')
    when = _when(entry.get("when"))
    if when is None:
        return Trouble(
            where, 'The entry\'s "when" is no date and time with an offset, such as 2026-03-12T10:11:00+01:00.'
        )
    if when < EARLIEST or (latest is not None and when > latest):
        return Trouble(where, f"The entry claims to be from {when:%Y-%m-%d}, which is before 1980 or still to come.")
    people = _people(entry.get("people"))
    if not any(person.role == "from" for person in people):
        return Trouble(where, 'The entry names nobody with the role "from" and an address.')
    minutes = entry.get("minutes")
    subject = plain(" ".join(str(entry.get("subject") or "").split()))
    text = str(entry.get("text") or "")
    left = [limits.WORDS] if len(text) > MOST_CHARACTERS else []
    left += [limits.PEOPLE] if len(people) > MOST_PEOPLE else []
    own = plain(own_words(text))
    shift = when.utcoffset()
    reply = entry.get("in_reply_to")
    return Interaction(
        identity=identity,
        when=when.astimezone(UTC),
        offset_minutes=int(shift.total_seconds() // 60) if shift is not None else None,
        channel=channel,
        participants=people[:MOST_PEOPLE],
        subject=subject,
        topic=topic_of(subject),
        references=(_reference(str(reply)),) if reply else (),
        own=own,
        words=count_words(own),
        questions=count_questions(own),
        minutes=float(minutes) if isinstance(minutes, int | float) and 0 <= minutes < 60 * 24 * 31 else None,
        left=tuple(left),
    )


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(decode(line[:MOST_LINE_BYTES].strip().removeprefix(b"\xef\xbb\xbf"), "utf-8"))
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None


def _when(value: object) -> datetime | None:
    try:
        when = datetime.fromisoformat(value) if isinstance(value, str) else None
        return when if when is not None and when.utcoffset() is not None and when.astimezone(UTC) else None
    except (ValueError, OverflowError):
        return None


def _people(value: object) -> tuple[Participant, ...]:
    found: dict[str, Participant] = {}
    for person in value if isinstance(value, list) else []:
        if not isinstance(person, dict) or person.get("role") not in ROLES:
            continue
        address = plain(" ".join(str(person.get("address") or "").split()).lower())
        if address and address not in found and len(found) <= MOST_PEOPLE:
            found[address] = Participant(person["role"], address, plain(str(person.get("name") or "")).strip())
    return tuple(sorted(found.values(), key=lambda person: ROLES.index(person.role)))


def _reference(name: str) -> str:
    return name if name.startswith(("mid:", "uid:", "sha:")) else f"uid:{name}"
