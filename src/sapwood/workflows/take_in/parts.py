"""Cutting what was gathered into messages: offsets only, so that reading processes fetch the bytes themselves."""

from collections.abc import Callable, Iterator

from sapwood.collecting.folder import Piece
from sapwood.collecting.paged import Paged
from sapwood.reading.email import MOST_BYTES, identity_of
from sapwood.reading.journal import entry_identity
from sapwood.reading.mailbox import split_mbox

Message = tuple[int, int, int, str]
"""(number in its piece, start, end, identity); the identity is "" where there is none to be had."""


def messages(piece: Piece) -> Iterator[Message]:
    """The messages of a piece, in order."""
    identity: Callable[[bytes], str] = entry_identity if piece.kind == "journal" else identity_of
    with Paged(piece.path) as data:
        end = piece.end if piece.end is not None else len(data)
        for number, (start, stop) in enumerate(_stretches(piece, data, end), 1):
            yield number, start, stop, identity(data[start : min(stop, start + MOST_BYTES)])


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
