"""Cutting what was gathered into messages: offsets only, so that reading processes fetch the bytes themselves."""

from collections.abc import Iterator

from sapwood.collecting.folder import Piece
from sapwood.collecting.paged import Paged
from sapwood.reading.carried_calendars import may_hold_calendar
from sapwood.reading.email import MOST_BYTES, identity_of
from sapwood.reading.fact_lines import mark_of
from sapwood.reading.journal import entry_identity
from sapwood.reading.mailbox import split_mbox

Message = tuple[int, int, int, str, int, bool]
"""(number in its piece, start, end, identity, revision, whether it may carry a calendar); the identity is "" where
there is none to be had."""
Mark = tuple[str, int, bool]


def messages(piece: Piece) -> Iterator[Message]:
    """The messages of a piece, in order."""
    if piece.kind == "facts":
        yield from _facts(piece)
        return
    mark = _of_entry if piece.kind == "journal" else _of_mail
    with Paged(piece.path) as data:
        end = piece.end if piece.end is not None else len(data)
        for number, (start, stop) in enumerate(_stretches(piece, data, end), 1):
            yield number, start, stop, *mark(data[start : min(stop, start + MOST_BYTES)])


def _of_mail(raw: bytes) -> Mark:
    return identity_of(raw), 0, may_hold_calendar(raw)


def _of_entry(line: bytes) -> Mark:
    return entry_identity(line), 0, False


def _facts(piece: Piece) -> Iterator[Message]:
    """Line by line: they were written here, none is longer than MOST_LINE_BYTES, and each ends in a line feed."""
    with piece.path.open("rb") as file:
        file.seek(start := piece.start)
        for number, line in enumerate(file, 1):
            if piece.end is not None and start >= piece.end:
                return
            stop = start + len(line)
            yield number, start, stop - 1 if line.endswith(b"\n") else stop, *mark_of(line), False
            start = stop


def folder_of(piece: Piece) -> str:
    """The place of a piece for finding whose mailbox it is: a file of many messages is a folder there."""
    return f"{piece.where}/1" if piece.kind == "mbox" else piece.where


def _stretches(piece: Piece, data: Paged, end: int) -> Iterator[tuple[int, int]]:
    if piece.kind == "mbox":
        return split_mbox(data, piece.start, end)
    if piece.kind == "journal":
        return _lines(data, piece.start, end)
    return iter([(piece.start, end)] if piece.start < end else [])


def _lines(data: Paged, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = data.find(b"\n", start, end)
        stop = end if stop < 0 else stop
        if data[start : min(stop, start + MOST_BYTES)].strip():
            yield start, stop
        start = stop + 1
