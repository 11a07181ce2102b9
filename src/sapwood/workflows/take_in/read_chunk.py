"""What one reading process does with a chunk of messages: read, key, seal, stage. Knows no database."""

import os
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from sapwood.facts.interaction import Interaction, Trouble
from sapwood.identity.address import canonical
from sapwood.reading.email import read_message
from sapwood.reading.journal import read_entry
from sapwood.store.rows import log_row, log_table, text_table
from sapwood.store.sealing import Sealer

from .erased import Erased

READERS = {"message": read_message, "journal": read_entry}


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
    """One message: where its bytes lie, whose mailbox held it, and whether it is known from elsewhere."""

    id: int
    path: Path
    start: int
    end: int
    where: str
    kind: str
    mailbox: int
    known: bool = False


@dataclass
class Chunk:
    """What came of a chunk. `addresses` maps each address to the names and the roles it was seen with."""

    staged_log: str | None = None
    staged_texts: str | None = None
    addresses: dict[str, tuple[Counter[str], set[str]]] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    unread: list[bool] = field(default_factory=list)  # per part, whether it is a trouble


def read_chunk(job: Job, number: int, parts: list[Part]) -> Chunk:
    done = Chunk()
    rows, kept, open_files = [], [], {}
    sealer = Sealer(job.text_key)
    try:
        for part in parts:
            if part.path not in open_files:
                if len(open_files) >= 64:
                    os.close(open_files.pop(next(iter(open_files))))
                open_files[part.path] = os.open(part.path, os.O_RDONLY)
            raw = os.pread(open_files[part.path], part.end - part.start, part.start)
            item = READERS[part.kind](raw, part.where, job.latest)
            if isinstance(item, Interaction):
                item = _canonical(item)
                if job.erased:
                    item = job.erased.out_of(item, part.where)
            done.unread.append(isinstance(item, Trouble))
            if isinstance(item, Trouble):
                done.troubles.append(item)
                continue
            rows.append(log_row(item, job.log_secret, job.import_id, part.mailbox))
            _remember(done, item)
            if job.keep != "nothing":
                kept.append((part.id, part.mailbox, item))
    finally:
        for handle in open_files.values():
            os.close(handle)
    done.staged_log = _stage(job, f"log-{number}", log_table(rows))
    sealed = text_table(kept, sealer, job.import_id, keep_own=job.keep == "own words")
    done.staged_texts = _stage(job, f"texts-{number}", sealed)
    return done


def _canonical(item: Interaction) -> Interaction:
    """One spelling per mailbox, before the spelling becomes a key."""
    if all(canonical(p.address) == p.address for p in item.participants):
        return item
    return replace(item, participants=tuple(replace(p, address=canonical(p.address)) for p in item.participants))


def _remember(done: Chunk, item: Interaction) -> None:
    for person in item.participants:
        names, roles = done.addresses.setdefault(person.address, (Counter(), set()))
        roles.add(person.role)
        if person.name:
            names[person.name] += 1


def _stage(job: Job, name: str, table: pa.Table) -> str | None:
    if not table.num_rows:
        return None
    file = job.staging / f"{name}.parquet"
    pq.write_table(table, file, compression="lz4")
    return str(file)
