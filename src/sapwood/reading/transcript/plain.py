"""Plain transcripts: "Name: text" lines, with or without a time, or a line with name and time above the text."""

import re

from .cues import MOST_LINE, NAMED, is_name
from .turn import Said

_CLOCK = r"\[?\(?(?:(\d{1,3}):)?(\d{1,3}):(\d\d)(?:[.,]\d{1,3})?\)?\]?"
_BEFORE = re.compile(rf"\s*{_CLOCK}[\s,|–-]+(?=\S)", re.ASCII)
_AFTER = re.compile(rf"\s*[,|–-]?\s*{_CLOCK}\s*:?\s*$", re.ASCII)


def read_plain(text: str) -> Said:
    """The turns of a plain transcript. A line without a name goes on with what was said."""
    said = Said()
    spoke, start = "", None
    for line in text.split("\n"):
        line = line[:MOST_LINE].strip()
        if not line:
            continue
        told = speaker_line(line)
        if told is None:
            if spoke:
                said.add(spoke, start, None, line)
            continue
        spoke, start, words = told
        said.add(spoke, start, None, words)
    return said


def speaker_line(line: str) -> tuple[str, float | None, str] | None:
    """(speaker, seconds, words) of "Ana Lopez: …", "00:01:02 Ana: …", "[00:01] Ana: …", "Ana (0:12): …" and,
    without words, of "Ana Lopez  0:12" and "0:12 Ana Lopez"; None for any other line."""
    start: float | None = None
    timed = _BEFORE.match(line)
    if timed:
        start, line = _seconds(timed), line[timed.end() :]
    named = NAMED.match(f"{line} " if line.endswith(":") else line)
    if named:
        name, words = named.group(1), line[named.end() :]
        if start is None and (after := _AFTER.search(name)):
            start, name = _seconds(after), name[: after.start()]
        return (name.strip(), start, words.strip()) if name.strip() and is_name(name) else None
    if line.endswith(":") and is_name(line[:-1]) and len(line) <= 80:
        return line[:-1].strip(), start, ""
    after = _AFTER.search(line) if start is None else None
    if after:
        start, line = _seconds(after), line[: after.start()]
    if start is not None and len(line) <= 60 and line.count(" ") <= 4 and line.strip() and is_name(line):
        return line.strip(), start, ""
    return None


def _seconds(found: re.Match[str]) -> float:
    hours, minutes, seconds = found.groups()[:3]
    return float(int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds))
