"""Documents become lines of facts in the import's own folder, which then go the way of all messages; cases of service
that they tell of wait beside them."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, cast

from sapwood.collecting.piece import Piece
from sapwood.facts.case import Case
from sapwood.facts.interaction import Interaction, Trouble
from sapwood.identity.address import canonical
from sapwood.reading.documents import KINDS, Format, format_of
from sapwood.reading.fact_lines import MOST_LINE_BYTES, line_of
from sapwood.reading.mailbox import HEAD

from ..service.waiting import Waiting

OFTEN = 500  # interactions between two looks at whether somebody asked to stop
MOST_TROUBLES = 10_000  # listed of one document
NO_DESKS: Mapping[str, str] = {}


@dataclass
class Written:
    """`pieces` are those given, each document replaced by its facts; `unread` counts what could not be read, of which
    `troubles` lists at most MOST_TROUBLES of one document. `cases` are what they tell of service."""

    pieces: list[Piece] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    unread: int = 0
    cases: Waiting = field(default_factory=Waiting)


def write_facts(
    pieces: Sequence[Piece],
    folder: Path,
    latest: datetime,
    between: Callable[[], None],
    desks: Mapping[str, str] = NO_DESKS,
    **known: str,
) -> Written:
    """Reads the documents among `pieces` into files in `folder`, a line an interaction. Memory holds one document of
    those read whole, and of the others a part. `between` is called now and then, and may raise to end it. Readers are
    told what is `known` besides (Format.told); `desks` says for some documents which desk's tickets they hold."""
    written = Written(cases=Waiting(folder / "cases.sqlite"))
    known["spill"] = str(folder)
    for number, piece in enumerate(pieces):
        if piece.kind not in KINDS:
            written.pieces.append(piece)
            continue
        target = folder / f"facts-{number}"
        told = {**known, "desk": desks.get(piece.where, "")}
        owner = _write(piece, format_of(piece.kind), target, latest, written, between, told)
        if target.stat().st_size:
            written.pieces.append(Piece(target, "facts", piece.where, owner=owner))
        else:
            target.unlink()
    return written


def _write(
    piece: Piece,
    form: Format,
    target: Path,
    latest: datetime,
    written: Written,
    between: Callable[[], None],
    known: dict[str, str],
) -> str:
    unread = number = 0
    with opened(piece) as file, target.open("wb") as lines:
        for item in read(form, file, piece.where, latest, known):
            if isinstance(item, Case):
                written.cases.add(item)
                continue
            number += 1
            place = piece.where if form.called == "" else f"{piece.where}, {form.called} {number}"
            line = line_of(item, place) if isinstance(item, Interaction) else b""
            if isinstance(item, Interaction) and len(line) > MOST_LINE_BYTES:
                item = Trouble(place, "It holds more than any real one, so it was left out.")
            if isinstance(item, Trouble):
                unread += 1
                if unread <= MOST_TROUBLES:
                    written.troubles.append(item)
            else:
                lines.write(line)
            if not number % OFTEN:
                between()
        file.seek(0)
        owner = canonical(form.owner_of(file.read(HEAD)))
    if unread > MOST_TROUBLES:
        more = f"{unread - MOST_TROUBLES:,} more of it could not be read and are not listed one by one."
        written.troubles.append(Trouble(piece.where, more))
    written.unread += unread
    between()
    return owner


@contextmanager
def opened(piece: Piece) -> Iterator[IO[bytes]]:
    """A piece's bytes as a file."""
    with piece.path.open("rb") as raw:
        yield raw if piece.end is None and not piece.start else cast("IO[bytes]", _Stretch(raw, piece))


def read(
    form: Format, file: IO[bytes], where: str, latest: datetime, known: dict[str, str]
) -> Iterator[Interaction | Case | Trouble]:
    """A reader that fails in spite of its promise costs its own document and no other."""
    try:
        yield from form.read(file, where, latest, **known)
    except (MemoryError, OSError):
        raise
    except Exception as error:
        what = f"It could not be read to its end ({type(error).__name__}); what came before is in."
        yield Trouble(where, what)


class _Stretch:
    """A piece's bytes as a file of their own."""

    def __init__(self, file: IO[bytes], piece: Piece) -> None:
        self._file, self._start = file, piece.start
        self._end = piece.end if piece.end is not None else os.fstat(file.fileno()).st_size
        self.seek(0)

    def read(self, size: int = -1) -> bytes:
        left = max(0, self._end - self._file.tell())
        return self._file.read(left if size < 0 else min(size, left))

    def seek(self, place: int) -> None:
        self._file.seek(self._start + place)
