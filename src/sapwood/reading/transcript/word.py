"""Transcripts that Teams saves as Word documents (.docx), and plain ones that somebody keeps in Word.

Of the document only its paragraphs are read (Office Open XML, ECMA-376 part 1, 17.3: w:p, w:t, w:br, w:tab), by a
parser that builds no tree. Teams writes, after the meeting's name, its day and its length, a paragraph a turn: name
and time in its first line, the words below. Until 2022 it wrote "0:0:5.100 --> 0:0:8.250", the name and the words,
three lines a turn.
"""

import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from io import BytesIO
from xml.parsers import expat

from sapwood.facts.interaction import Interaction, Trouble

from ..charset import plain
from ..table.days import read_moment
from .cues import MOST_LINE, is_name
from .dates import NOON, dated
from .read import MOST_BYTES, is_plain, meeting_of, said_in, title_of
from .turn import Said

DOCUMENT = "word/document.xml"
NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
NONE = "It is a Word document, but no transcript of a meeting: nobody is named with a time above what they said."
BROKEN = "The Word document is cut short or damaged, so nothing of it could be read. Save or download it again."
LOCKED = "The Word document is encrypted. Save it without a password, then import it."
TOO_LARGE = f"The text of the Word document is larger than {MOST_BYTES // 1024**2} MB, so nothing of it was read."
NOT_WORD = (
    zipfile.BadZipFile,
    KeyError,
    EOFError,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
_CLOCK = r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}\s*", re.ASCII)
_TURN = re.compile(rf"(\S[^\n]{{0,120}}?)(\s+){_CLOCK}")
_NOTICE = re.compile(
    r"[^\n]{1,120}?\s(?:(?:started|stopped) transcription|hat die Transkription (?:gestartet|beendet)"
    r"|a (?:démarré|arrêté) la transcription|(?:inició|detuvo) la transcripción"
    r"|ha (?:avviato|interrotto) la trascrizione)",
    re.IGNORECASE,
)
MOST_ABOVE = 12  # lines above the first turn that may say when it was


def is_word(names: Collection[str]) -> bool:
    """Whether a zip with members of these names is a Word document."""
    return DOCUMENT in names


def read_word(raw: bytes, where: str, latest: datetime, on: str = "") -> Iterator[Interaction | Trouble]:
    """The meeting in a .docx, or what is wrong with it; never raises. `latest` and `on` as for any transcript."""
    try:
        paragraphs = paragraphs_of(_document(raw))
    except (*NOT_WORD, expat.ExpatError) as error:
        yield Trouble(where, str(error) if str(error) in (LOCKED, TOO_LARGE) else BROKEN)
        return
    said = _said(paragraphs)
    if not said.turns:
        text = "\n".join(paragraphs).encode("utf-8", "replace")
        said = said_in(text) if is_plain(text[:4096]) else said
    if not said.turns:
        yield Trouble(where, NONE)
        return
    yield from meeting_of(said, where, latest, on)


def paragraphs_of(xml: bytes) -> list[str]:
    """The text of each paragraph that has some, "\\n" for a line broken within it. Raises ExpatError, ValueError."""
    found: list[str] = []
    open_: list[list[str]] = []  # a text box is a paragraph within a paragraph
    inside = False
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    signs = {
        f"{space} {name}": sign for space in NAMESPACES for name, sign in (("br", "\n"), ("cr", "\n"), ("tab", " "))
    }
    a_paragraph, a_text = ({f"{space} {name}" for space in NAMESPACES} for name in "pt")

    def doctype(*_: object) -> None:
        raise ValueError  # Word writes none; entities grow

    def begin(name: str, _: object) -> None:
        nonlocal inside
        if name in a_paragraph:
            open_.append([])
        elif name in a_text:
            inside = True
        elif open_ and name in signs:
            open_[-1].append(signs[name])

    def end(name: str) -> None:
        nonlocal inside
        if name in a_text:
            inside = False
        elif name in a_paragraph and open_ and (text := "".join(open_.pop()).strip()):
            found.append(text)

    def text(data: str) -> None:
        if inside and open_:
            open_[-1].append(data)

    parser.StartDoctypeDeclHandler, parser.StartElementHandler = doctype, begin
    parser.EndElementHandler, parser.CharacterDataHandler = end, text
    parser.Parse(xml, True)
    return found


def _document(raw: bytes) -> bytes:
    """The document's XML, of which no more is unpacked than may be read: a small file may hold gigabytes."""
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        if archive.getinfo(DOCUMENT).flag_bits & 1:
            raise ValueError(LOCKED)
        with archive.open(DOCUMENT) as member:
            xml = member.read(MOST_BYTES + 1)
    if len(xml) > MOST_BYTES:
        raise ValueError(TOO_LARGE)
    return xml


def _said(paragraphs: list[str]) -> Said:
    said, above = Said(), []
    spoke, start, end = "", None, None
    waiting = False  # for the name below a time
    for paragraph in paragraphs:
        lines = [line[:MOST_LINE].strip() for line in plain(paragraph).split("\n")]
        for line in filter(None, lines):
            timing = _TIMING.fullmatch(line)
            turn = None if timing else _turn(line)
            if timing:
                start, end, waiting = _seconds(timing.groups()[:4]), _seconds(timing.groups()[4:]), True
            elif waiting:
                spoke, waiting = line, False
            elif turn:
                (spoke, start), end = turn, None
            elif not spoke:
                above.append(line)
            elif not _NOTICE.fullmatch(line):
                said.add(spoke, start, end, line)
    _head(said, above[:MOST_ABOVE])
    return said


def _turn(line: str) -> tuple[str, float] | None:
    """(speaker, seconds) of "Ana Brandt   0:03": what does not look like a name ("+49 30*****12") needs the gap."""
    found = _TURN.fullmatch(line) if line[-1].isdigit() else None
    return (found[1], _seconds(found.groups()[2:])) if found and (len(found[2]) > 1 or is_name(found[1])) else None


def _head(said: Said, above: list[str]) -> None:
    """The meeting's name and day from what stands above its first turn: "Volumes-20260615_133555-Meeting
    Transcript", "15 June 2026, 03:35am". The day's line is in UTC, as far as files show, and the name's stamp by the
    organiser's clock: the line decides."""
    if not above:
        return
    for line in above:
        day = read_moment(line)
        if day is not None:
            when = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day, NOON, tzinfo=UTC)
            said.when = when if when.tzinfo else when.replace(tzinfo=UTC)
            break
    said.when = said.when or dated(above[0][:300])
    said.title = title_of(above[0][:300].replace("/", " ") + ".docx")


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = parts
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + float(f"0.{thousandths or 0}")
