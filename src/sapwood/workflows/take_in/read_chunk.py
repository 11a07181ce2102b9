"""What one reading process does with its share of an import: read, key, seal, stage. Knows no database."""

import os
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sapwood.collecting.piece import Piece
from sapwood.facts.interaction import Interaction, Trouble
from sapwood.identity.address import canonical
from sapwood.reading.email import MOST_BYTES, read_message
from sapwood.reading.fact_lines import read_line
from sapwood.reading.journal import read_entry
from sapwood.reading.left import sentence
from sapwood.store.rows import TEXT_ROW_GROUP, log_row, log_table, text_table
from sapwood.store.sealing import Sealer
from sapwood.store.staged import Staged

from .erased import Erased

MOST_OPEN = 64


@dataclass(frozen=True)
class Job:
    """What every chunk of one import shares."""

    import_id: int
    log_secret: bytes
    text_key: bytes
    keep: str  # of what was written: "own words", "subject" or "nothing"
    latest: datetime
    staging: Path
    erased: Erased


class Part(NamedTuple):
    """One message: where its bytes lie, whose mailbox held it, and whether it is known from elsewhere; `placed` is
    its revision, where that is another than it says."""

    id: int
    piece: Piece
    number: int
    start: int
    end: int
    mailbox: int
    known: bool
    placed: int = 0


@dataclass
class Chunk:
    """What came of a chunk. `addresses` maps each address to the names and the roles it was seen with."""

    addresses: dict[str, tuple[Counter[str], set[str]]] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)  # where, and what was left unread of it
    unread: list[bool] = field(default_factory=list)  # per part, whether it is a trouble


class Reader:
    """Reads chunk after chunk; the rows of all of them are in staging once it is closed."""

    def __init__(self, job: Job, name: str) -> None:
        self._job = job
        self._sealer = Sealer(job.text_key)
        self._log = Staged(job.staging / f"log-{name}.parquet")
        self._texts = Staged(job.staging / f"texts-{name}.parquet", TEXT_ROW_GROUP)
        self._open: dict[Path, int] = {}

    def read(self, parts: list[Part]) -> Chunk:
        done, job = Chunk(), self._job
        rows, kept = [], []
        for part in parts:
            item, where = self._item(part)
            done.unread.append(isinstance(item, Trouble))
            if isinstance(item, Trouble):
                done.troubles.append(item)
                continue
            rows.append(log_row(item, part.id, job.log_secret, job.import_id, part.mailbox))
            _remember(done, item)
            if item.left:
                done.notes.append((where, sentence(item.left)))
            if job.keep != "nothing":
                kept.append((part.id, part.mailbox, item))
        self._log.add(log_table(rows))
        self._texts.add(text_table(kept, self._sealer, job.import_id, keep_own=job.keep == "own words"))
        return done

    def close(self) -> None:
        self._log.close()
        self._texts.close()
        for handle in self._open.values():
            os.close(handle)
        self._open.clear()

    def _item(self, part: Part) -> tuple[Interaction | Trouble, str]:
        """What stands there, and where that is, for people."""
        raw = os.pread(self._file(part.piece.path), min(part.end - part.start, MOST_BYTES + 1), part.start)
        item: Interaction | Trouble
        if part.piece.kind == "facts":
            item, where = read_line(raw)
            item = replace(item, revision=part.placed) if part.placed else item
        else:
            where = part.piece.place(part.number)
            item = (read_entry if part.piece.kind == "journal" else read_message)(raw, where, self._job.latest)
        if isinstance(item, Interaction):
            item = _canonical(item)
            if self._job.erased:
                item = self._job.erased.out_of(item, where)
        return item, where

    def _file(self, path: Path) -> int:
        if path not in self._open:
            if len(self._open) >= MOST_OPEN:
                os.close(self._open.pop(next(iter(self._open))))
            self._open[path] = os.open(path, os.O_RDONLY)
        return self._open[path]


def _canonical(item: Interaction) -> Interaction:
    """One spelling per mailbox, before the spelling becomes a key."""
    for one in item.participants:
        if canonical(one.address) != one.address:
            break
    else:
        return item
    return replace(item, participants=tuple(replace(p, address=canonical(p.address)) for p in item.participants))


def _remember(done: Chunk, item: Interaction) -> None:
    for person in item.participants:
        seen = done.addresses.get(person.address)
        if seen is None:
            seen = done.addresses[person.address] = (Counter(), set())
        names, roles = seen
        roles.add(person.role)
        if person.name:
            names[person.name] += 1
