"""WebVTT and SubRip: cues with a time line above their text.

One scan of lines for both, so that a file without its header, with the other's commas, or cut in the middle still
gives what it holds (WebVTT: W3C 2019; voice tags as Teams writes them, "Name: text" as Zoom does, a JSON object a
cue as Microsoft Graph's metadata has it).
"""

import html
import json
import re
from collections.abc import Iterator
from contextlib import suppress

from .dates import moment
from .turn import Said

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?", re.ASCII)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]{0,200})>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,200}>")
NAMED = re.compile(r"([^:：<>\n]{1,80}?)\s?[:：]\s+(?=\S)")
_BEGIN = re.compile(r"\n(?=[^\W\d_][^:：<>\n]{0,79}[:：]\s)")  # a line with a name of its own
MOST_LINE = 20_000


def read_cues(text: str) -> Said:
    """The turns of a .vtt or .srt file; what stands between cues (NOTE, STYLE, numbers) goes, but for a date."""
    said, spoke = Said(), ""
    notes: list[str] = []
    for times, lines in _cues(text, notes):
        body = "\n".join(lines)
        if body.startswith("{") and (told := _object(body)):
            said.add(str(told.get("speakerName") or ""), *times, str(told.get("spokenText") or ""))
            said.when = said.when or moment(told.get("startDateTime"))
            continue
        for speaker, words in _voices(body):
            if not speaker and (named := NAMED.match(words)) and is_name(named.group(1)):
                speaker, words = named.group(1), words[named.end() :]
            spoke = speaker or spoke
            said.add(spoke, *times, words)
    if said.when is None:
        said.when = next(filter(None, (moment(note) for note in notes)), None)
    return said


def is_name(text: str) -> bool:
    """Whether what stands before a colon may be a speaker: it begins like a name and is no time, link or sentence."""
    text = text.strip()
    words = text.split()
    if not 1 <= len(words) <= 7 or not text[0].isalnum() or text[-1] in ".,;!?" or "//" in text:
        return False
    return any(sign.isalpha() for sign in text) and not text[0].islower()


def _cues(text: str, notes: list[str]) -> Iterator[tuple[tuple[float, float], list[str]]]:
    times: tuple[float, float] | None = None
    lines: list[str] = []
    for line in text.split("\n"):
        line = line[:MOST_LINE].rstrip("\r")
        timing = _TIMING.fullmatch(line) if "-->" in line else None
        if timing:
            if times and lines:
                if lines[-1].strip().isdigit():
                    lines.pop()  # the next cue's number, where the blank line above it is missing
                yield times, lines
            parts = timing.groups()
            times, lines = (_seconds(parts[:4]), _seconds(parts[4:])), []
        elif not line.strip():
            if times and lines:
                yield times, lines
                times, lines = None, []
        elif times:
            lines.append(line)
        elif len(notes) < 50 and not line.strip().isdigit():
            notes.append(line[:200])
    if times and lines:
        yield times, lines


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = parts
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + float(f"0.{thousandths}")


def _voices(body: str) -> Iterator[tuple[str, str]]:
    """(speaker, words) of a cue: a voice tag speaks until the next, a line with a name of its own likewise."""
    place, speaker = 0, ""
    for tag in [*_VOICE.finditer(body), None]:
        words = body[place : tag.start() if tag else len(body)]
        for line in [words] if speaker else _BEGIN.split(words):
            if clean := html.unescape(_TAG.sub("", line)).strip():
                yield speaker, clean
        if tag:
            speaker, place = html.unescape(tag.group(1)).strip(), tag.end()


def _object(body: str) -> dict[str, object] | None:
    with suppress(ValueError, RecursionError):
        found = json.loads(body)
        return found if isinstance(found, dict) else None
    return None
