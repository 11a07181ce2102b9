"""Cutting what was gathered into messages: offsets only, so that reading processes fetch the bytes themselves."""

import mmap
import os
from collections.abc import Iterator
from typing import NamedTuple

from sapwood.collecting.folder import Piece
from sapwood.reading.email import identity_of
from sapwood.reading.journal import entry_identity
from sapwood.reading.mailbox import split_mbox


class Message(NamedTuple):
    """Where one message lies; `kind` is "message" or "journal"; `identity` is "" where there is none to be had."""

    start: int
    end: int
    where: str
    kind: str
    identity: str


def messages(piece: Piece) -> Iterator[Message]:
    """The messages of a piece, in order."""
    with piece.path.open("rb") as file:
        end = piece.end if piece.end is not None else os.fstat(file.fileno()).st_size
        if end <= piece.start:
            return
        if piece.kind == "message":
            raw = os.pread(file.fileno(), end - piece.start, piece.start)
            yield Message(piece.start, end, piece.where, "message", identity_of(raw))
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            if piece.kind == "mbox":
                for number, (begin, stop) in enumerate(split_mbox(data, piece.start, end), 1):
                    yield Message(
                        begin, stop, f"{piece.where}, message {number}", "message", identity_of(data[begin:stop])
                    )
            else:
                for number, (begin, stop) in enumerate(_lines(data, piece.start, end), 1):
                    yield Message(
                        begin, stop, f"{piece.where}, line {number}", "journal", entry_identity(data[begin:stop])
                    )


def _lines(data: mmap.mmap, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = data.find(b"\n", start, end)
        stop = end if stop < 0 else stop
        if data[start:stop].strip():
            yield start, stop
        start = stop + 1


def folder_of(piece: Piece) -> str:
    """The place of a piece for finding whose mailbox it is: a file of many messages is a folder there."""
    return f"{piece.where}/1" if piece.kind == "mbox" else piece.where
