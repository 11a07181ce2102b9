"""The JSON of meeting tools: a list of pieces of speech, wherever it stands (docs/reading.md lists the shapes)."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from .dates import moment
from .turn import Said

# Where the pieces stand, the better told first: "segments" of Whisper name a speaker only beside "word_segments".
LISTS = str.split(
    "utterances sentences monologues transcriptEntries transcript_entries meeting_transcripts audio_segments "
    "turns segments entries paragraphs transcripts transcript dialogue"
)
SPEAKER = str.split(
    "speaker_name speakerName speaker_label speaker participant_name participant name speaker_id user"
)
TEXT = str.split("text transcript spokenText sentence content raw_text words value")
START = str.split("start start_time startTime start_timestamp startMs begin ts start_offset offset startDateTime")
END = str.split("end end_time endTime end_timestamp endMs end_ts end_offset endDateTime")
TITLE = str.split("title subject topic meeting_title meetingTitle meeting_name name")
WHEN = str.split(
    "date start_time startTime started_at startDateTime meeting_date recorded_at recording_start created_at "
    "created createdDateTime start dateString"
)
ORGANISER = str.split("organizer_email organizer organiser host_email host")
PEOPLE = str.split("participants meeting_attendees attendees calendar_invitees invitees users speakers")
MOST_DEEP = 10
SLOWEST = 0.02  # words a second
OTTER_RATE = 16_000.0  # Otter's offsets count samples


def read_shapes(text: str) -> Said:
    """The turns in a meeting tool's JSON; none where it has no shape we know. Never raises."""
    said = Said()
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return said
    names: dict[str, str] = {}
    for thing in _objects(whole):
        _about(thing, said, names)
    pieces = _pieces(whole)
    found = list(_turns(pieces))
    scale = _scale(found)
    for speaker, start, end, words in found:
        said.add(
            names.get(speaker, speaker),
            None if start is None else start * scale,
            None if end is None else end * scale,
            words,
        )
    return said


def _objects(whole: Any) -> Iterator[dict[str, Any]]:
    """The objects that may say something about the meeting, the outermost first; never those of speech."""
    level: list[Any] = [whole]
    for _ in range(4):
        below: list[Any] = []
        for thing in level[:50]:
            if isinstance(thing, dict):
                yield thing
                below += [value for value in thing.values() if isinstance(value, dict)]
        level = below


def _about(thing: dict[str, Any], said: Said, names: dict[str, str]) -> None:
    said.title = said.title or _text(thing, TITLE)[:500]
    said.when = said.when or next(filter(None, (moment(thing.get(name)) for name in WHEN)), None)
    organiser = next((thing[name] for name in ORGANISER if thing.get(name)), "")
    if isinstance(organiser, dict):
        organiser = organiser.get("email") or organiser.get("name") or ""
    said.organiser = said.organiser or str(organiser)[:320]
    for name in PEOPLE:
        for one in thing[name][:1000] if isinstance(thing.get(name), list) else []:
            if isinstance(one, dict):
                called = _text(one, ("displayName", "speaker_name", "name", "username", "full_name"))
                mail = _text(one, ("email", "email_address", "mail", "address"))
                if called and mail:
                    said.attended.setdefault(called, mail)
                if called and one.get("id") is not None:
                    names.setdefault(str(one["id"]), called)


def _pieces(whole: Any) -> list[Any]:
    """The list of speech, looked for level by level."""
    level: list[Any] = [whole]
    for _ in range(MOST_DEEP):
        below: list[Any] = []
        for thing in level[:200]:
            if isinstance(thing, list):
                if _spoken(thing):
                    return thing
                below += thing[:5]
            elif isinstance(thing, dict):
                lists: list[list[Any]] = [thing[name] for name in LISTS if isinstance(thing.get(name), list)]
                for found in lists:
                    if _spoken(found):
                        return found
                below += [value for value in thing.values() if isinstance(value, dict | list)]
        level = below
    return []


def _spoken(things: list[Any]) -> bool:
    """Whether the first few things in a list are pieces of speech: text with a speaker or a time."""
    first = [thing for thing in things[:20] if isinstance(thing, dict)]
    good = [
        one
        for one in first
        if (any(isinstance(one.get(name), str) for name in TEXT) or _within(one))
        and (any(name in one for name in (*SPEAKER, *START)) or isinstance(one.get("speaker"), dict))
    ]
    return bool(good) and 2 * len(good) >= len(first)


def _within(one: dict[str, Any]) -> list[Any]:
    """Smaller pieces within one: Rev's elements, Deepgram's sentences."""
    found: list[list[Any]] = [one[name] for name in ("elements", "sentences") if isinstance(one.get(name), list)]
    return found[0] if found else []


def _turns(pieces: list[Any]) -> Iterator[tuple[str, float | None, float | None, str]]:
    for one in pieces:
        if not isinstance(one, dict):
            continue
        within = [part for part in _within(one) if isinstance(part, dict)]
        start, end = _number(one, START), _number(one, END)
        text = _text(one, TEXT)
        if within and not text:
            glue = "" if "elements" in one else " "
            text = glue.join(_text(part, TEXT) for part in within)
            start = _number(within[0], START) if start is None else start
            end = next(filter(None, (_number(part, END) for part in reversed(within))), None) if end is None else end
        if start is not None and "start_offset" in one and start + (end or 0) >= OTTER_RATE:
            start, end = start / OTTER_RATE, None if end is None else end / OTTER_RATE
        yield _speaker(one), start, end, text


def _speaker(one: dict[str, Any]) -> str:
    for name in SPEAKER:
        value = one.get(name)
        if isinstance(value, dict):
            value = _text(value, ("displayName", "name", "username", "email"))
        if isinstance(value, int) and not isinstance(value, bool):
            return f"Speaker {value}" if name != "speaker_id" else str(value)
        if isinstance(value, str) and value.strip():
            return f"Speaker {value.strip()}" if len(value.strip()) == 1 else value.strip()
    return ""


def _scale(found: list[tuple[str, float | None, float | None, str]]) -> float:
    """What brings the times to seconds: nobody speaks as slowly as milliseconds taken for seconds say."""
    timed = [(end - start, words) for _, start, end, words in found if start is not None and end is not None]
    seconds, words = sum(max(0.0, length) for length, _ in timed), sum(text.count(" ") + 1 for _, text in timed)
    pace = words / seconds if seconds else 1.0
    return 1.0 if pace > SLOWEST else 0.001


def _text(thing: dict[str, Any], names: tuple[str, ...] | list[str]) -> str:
    return next((value.strip() for name in names if isinstance(value := thing.get(name), str) and value.strip()), "")


def _number(thing: dict[str, Any], names: list[str]) -> float | None:
    """A time in the unit of the file; "00:01:02.5" and ISO moments become seconds."""
    for name in names:
        value = thing.get(name)
        if isinstance(value, bool) or value is None:
            continue
        with suppress(ValueError, OverflowError):
            if isinstance(value, int | float):
                return _finite(float(value))
            if isinstance(value, str) and ":" in value and "-" not in value:
                seconds = 0.0
                for part in value.strip().split(":")[-3:]:
                    seconds = seconds * 60 + float(part.replace(",", "."))
                return _finite(seconds)
            if isinstance(value, str) and (told := moment(value)):
                return told.timestamp()
            if isinstance(value, str):
                return _finite(float(value.rstrip("s")))
    return None


def _finite(value: float) -> float | None:
    return value if 0 <= value < 1e13 else None
