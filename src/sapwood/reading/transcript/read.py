"""One transcript is one meeting: who spoke, how long, what was said."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256

from sapwood.facts.interaction import Interaction, Participant, Trouble
from sapwood.language.counting import count_questions, count_words
from sapwood.language.own_words import MOST_CHARACTERS

from .. import left as limits
from ..charset import decode, plain
from ..thread import topic_of
from ..voice import voice
from .cues import read_cues
from .dates import EARLIEST, NOON, dated, named_day
from .plain import read_plain, speaker_line
from .shapes import LISTS, read_shapes
from .turn import Said, Turn

MOST_PEOPLE = 1000
MOST_BYTES = 16 * 1024 * 1024
NO_DATE = (
    "Nothing says when this meeting took place. Put its day into the file's name, such as 2024-05-03 or, with "
    "the hour, 2024-05-03 13.30, or say it with --on, and import it again."
)
_SHAPE = re.compile(rf'"(?:{"|".join(LISTS)})"\s*:\s*[\[{{]')
_SPEAKER = re.compile(r'"(?:speaker\w*|start\w*|startTime|participant|displayName)"\s*:')
_CUE = re.compile(r"^\s*(?:\d+:)?\d+:\d+[.,]\d{1,3}\s*-->", re.MULTILINE | re.ASCII)
_NO_TITLE = re.compile(
    r"\([^()]*\d[^()]*\)|(?:gmt|(?<![a-z\d]))\d[\d_.:-]*(?:utc|z)?(?![a-z])"
    r"|meeting (?:recording|transcript)|transcript|recording|captions?",
    re.I,
)


def is_cues(head: bytes) -> bool:
    """Whether a file that begins with `head` is WebVTT or SubRip."""
    text = text_of(head).lstrip("\n ")
    return text.startswith("WEBVTT") or (text[:1].isdigit() and bool(_CUE.search(text[:400])))


def is_shape(head: bytes) -> bool:
    """Whether it is a meeting tool's JSON."""
    text = text_of(head).lstrip()
    if not text.startswith(("{", "[")):
        return False
    listed = text.startswith("[") or bool(_SHAPE.search(text))
    return listed and bool(_SPEAKER.search(text)) and any(f'"{name}"' in text for name in _SAID)


_SAID = ("text", "transcript", "spokenText", "sentence", "content", "raw_text", "elements", "sentences")


def is_plain(head: bytes) -> bool:
    """Whether it is a plain transcript: speakers' lines, most of them, or a time at each, and somebody twice."""
    lines = [line.strip() for line in text_of(head).split("\n")[:80] if line.strip()]
    lines = lines[:-1] if len(head) >= 4096 else lines  # the last may be cut
    told = [(line, found) for line in lines if (found := speaker_line(line))]
    names = [found[0] for _, found in told]
    timed = sum(found[1] is not None for _, found in told)
    again = len(set(names)) < len(names)
    return again and len(told) >= 3 and (timed >= 3 or 3 * len(told) >= 2 * len(lines))


def turns(raw: bytes) -> list[Turn]:
    """Who said what in a transcript of any of the accepted forms, in its order; empty where it is none."""
    return said_in(raw).turns


def read_transcript(raw: bytes, where: str, latest: datetime, on: str = "") -> Iterator[Interaction | Trouble]:
    """The meeting in a transcript, or what is wrong with it; never raises. A meeting after `latest` is kept out. `on`
    is the day ("2024-05-03", an hour behind it if need be) of one that says none, in itself or by its name."""
    said = said_in(raw[:MOST_BYTES])
    said.cut = said.cut or len(raw) > MOST_BYTES
    yield from meeting_of(said, where, latest, on)


def meeting_of(said: Said, where: str, latest: datetime, on: str = "") -> Iterator[Interaction | Trouble]:
    """The meeting in which `said` was said, or what is wrong with it."""
    if not said.turns:
        yield Trouble(
            where, "Nothing in it could be read as what somebody said, so it is no transcript of a meeting."
        )
        return
    when = said.when or named_day(where) or dated(on)
    if when is None:
        yield Trouble(where, NO_DATE)
        return
    told = when.tzinfo is not UTC
    try:
        utc = when.astimezone(UTC)
    except (OverflowError, ValueError):
        yield Trouble(where, NO_DATE)
        return
    if utc < EARLIEST or utc > latest:
        yield Trouble(where, f"The meeting claims to be from {utc:%Y-%m-%d}, which is before 1980 or still to come.")
        return
    digest = _digest(said)
    people = _people(said, digest)
    if not people:
        yield Trouble(where, "It names nobody who spoke, so nobody can be found for it.")
        return
    shift = when.utcoffset()
    speech = " ".join(turn.text for turn in said.turns)
    own = plain("\n".join(f"{turn.speaker}: {turn.text}" if turn.speaker else turn.text for turn in _joined(said)))
    subject = plain(" ".join(said.title.split()) or title_of(where))
    left = [limits.WORDS] if len(own) > MOST_CHARACTERS else []
    left += [limits.SPEAKERS] if len(people) > MOST_PEOPLE else []
    left += [limits.TURNS] if said.cut else []
    yield Interaction(
        identity=f"vtt:{digest}",
        when=utc,
        offset_minutes=int(shift.total_seconds() // 60) if told and shift is not None else None,
        channel="meeting",
        participants=people[:MOST_PEOPLE],
        subject=subject,
        topic=topic_of(subject),
        own=own[:MOST_CHARACTERS],
        words=count_words(speech),
        questions=sum(count_questions(turn.text) for turn in said.turns),
        minutes=_minutes(said),
        left=tuple(left),
    )


def text_of(raw: bytes) -> str:
    """Text with "\\n" between lines; UTF-16 by its mark."""
    charset = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    even = raw[: len(raw) // 2 * 2] if charset == "utf-16" else raw
    return plain(decode(even, charset)).lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def said_in(raw: bytes) -> Said:
    """What a text of any of the accepted forms holds."""
    text = text_of(raw)
    begin = text[:4096].lstrip()
    if begin.startswith(("{", "[")) and not speaker_line(begin.partition("\n")[0]):
        return read_shapes(text)
    if begin.startswith("WEBVTT") or _CUE.search(text[:4096]):
        return read_cues(text)
    return read_plain(text)


def _digest(said: Said) -> str:
    """The same for the same speech, in whatever form it was saved: who spoke, and the letters of what they said."""
    made = sha256()
    for turn in _joined(said):
        made.update(
            f"{turn.speaker.casefold()}\n{''.join(turn.text.casefold().split())}\n".encode("utf-8", "replace")
        )
    return made.hexdigest()[:32]


def _people(said: Said, digest: str) -> tuple[Participant, ...]:
    """Everybody who spoke, in the order they first did. Who called the meeting is its "from" where the file names
    them; without that there is nobody in that role: having spoken first calls no meeting."""
    mails = {name.casefold(): mail.lower() for name, mail in said.attended.items() if "@" in mail}
    organiser = said.organiser.strip().casefold()
    found: dict[str, Participant] = {}
    for name in dict.fromkeys(turn.speaker for turn in said.turns):
        who = voice(mails.get(name.casefold(), "") or name, digest[:16])
        if who is None or len(found) > MOST_PEOPLE:
            continue
        called = bool(organiser) and organiser in (who.address, name.casefold())
        found.setdefault(who.address, Participant("from" if called else "to", who.address, who.name or plain(name)))
    if "@" in organiser and " " not in organiser and organiser not in found:
        found[organiser] = Participant("from", organiser, "")
    return tuple(sorted(found.values(), key=lambda who: who.role != "from"))


def _joined(said: Said) -> Iterator[Turn]:
    """Turns for reading: what one speaker said in a row in one line."""
    held: list[Turn] = []
    for turn in said.turns:
        if held and held[0].speaker != turn.speaker:
            yield Turn(held[0].speaker, held[0].start, held[-1].end, " ".join(one.text for one in held))
            held = []
        held.append(turn)
    if held:
        yield Turn(held[0].speaker, held[0].start, held[-1].end, " ".join(one.text for one in held))


def _minutes(said: Said) -> float | None:
    """From the first word to the last; None where the turns have no times, or impossible ones."""
    begins = [turn.start for turn in said.turns if turn.start is not None]
    ends = [at for turn in said.turns if (at := turn.end if turn.end is not None else turn.start) is not None]
    if not begins or max(ends) <= min(begins):
        return said.minutes
    minutes = (max(ends) - min(begins)) / 60
    return round(minutes, 1) if minutes < 60 * 24 else None


def title_of(where: str) -> str:
    """What a file's name says besides its date: "Volumes-20240503_130012-Meeting Recording.vtt" -> "Volumes"."""
    name = where.rpartition("/")[2]
    name = name.rpartition(".")[0] or name
    words = " ".join(_NO_TITLE.sub(" ", name).replace("_", " ").split()).strip(" -–,()[]")
    return words if sum(sign.isalpha() for sign in words) >= 4 else ""


__all__ = ["NOON", "is_cues", "is_plain", "is_shape", "meeting_of", "read_transcript", "turns"]
