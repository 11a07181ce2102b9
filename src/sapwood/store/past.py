"""What the last measuring counted, kept so that the next one adds to it: touches and ties, no names.

Disposable: whoever finds none of it, or not all, counts anew from the log. Files never change once they are whole; a
later one replaces, for the organisations it was written about, what earlier ones say.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

KINDS = ("touches", "ties")
ABOUT = b"organisations"  # in a file's schema: 64-bit numbers, one after another; absent where it is about all
MOST_FILES = 12


class Gone(Exception):
    """A file is not there any more, or not whole."""


@dataclass(frozen=True)
class Past:
    """The files in `folder`. Names are given by the caller's record of what holds, oldest first."""

    folder: Path

    def write(self, touches: pa.RecordBatchReader, ties: pa.Table, about: Collection[int] | None = None) -> str:
        """Keeps the rows of measures.touches and ties of these organisations (None: of all); returns their name."""
        name = uuid4().hex
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for kind, rows in zip(KINDS, (touches, ties.to_reader()), strict=True):
            self._write(self._path(name, kind), rows.schema, rows, about)
        return name

    def of(self, names: list[str], organisations: Collection[int]) -> dict[str, pa.Table]:
        """What is kept of these organisations, by kind. Raises Gone."""
        left = pa.array(sorted(organisations), pa.int64())
        found: dict[str, list[pa.Table]] = {kind: [] for kind in KINDS}
        for name in reversed(names):
            for kind in KINDS:
                found[kind].append(pa.Table.from_batches(*self._read(name, kind, left, among=True)))
            left = left.filter(pc.invert(pc.is_in(left, self._about(name, left))))
        return {kind: pa.concat_tables(tables) for kind, tables in found.items()}

    def in_one(self, names: list[str]) -> list[str]:
        """The same in one file each, where there are many."""
        if len(names) <= MOST_FILES:
            return names
        name, late = uuid4().hex, [self._about(one, pa.array([], pa.int64())) for one in names[1:]]
        for kind in KINDS:
            schema = self._read(names[0], kind, late[0], among=True)[1]

            def rows(kind: str = kind) -> Iterator[pa.RecordBatch]:
                for place, one in enumerate(names):
                    later = pa.chunked_array(late[place:], pa.int64()).combine_chunks()
                    yield from self._read(one, kind, later, among=False)[0]

            self._write(self._path(name, kind), schema, rows(), None)
        return [name]

    def keep_only(self, names: Iterable[str]) -> None:
        kept = set(names)
        for path in self.folder.glob("*.arrow"):
            if path.stem.rpartition("-")[0] not in kept:
                path.unlink(missing_ok=True)

    def _path(self, name: str, kind: str) -> Path:
        return self.folder / f"{name}-{kind}.arrow"

    def _write(
        self, path: Path, schema: pa.Schema, rows: Iterable[pa.RecordBatch], about: Collection[int] | None
    ) -> None:
        told = None if about is None else {ABOUT: np.array(sorted(about), "<i8").tobytes()}
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, schema.with_metadata(told)) as writer:
            for batch in rows:
                writer.write_batch(batch.replace_schema_metadata(told))

    def _read(
        self, name: str, kind: str, organisations: pa.Array, among: bool
    ) -> tuple[list[pa.RecordBatch], pa.Schema]:
        """Rows of these organisations, or of all the others."""
        try:
            with pa.memory_map(str(self._path(name, kind))) as file, pa.ipc.open_file(file) as reader:
                batches = []
                for number in range(reader.num_record_batches):
                    batch = reader.get_batch(number)
                    wanted = pc.is_in(batch["organisation"], organisations)
                    batches.append(batch.filter(wanted if among else pc.invert(wanted)).replace_schema_metadata())
                return batches, reader.schema.remove_metadata()
        except (OSError, pa.ArrowInvalid) as error:
            raise Gone(name) from error

    def _about(self, name: str, everybody: pa.Array) -> pa.Array:
        try:
            with pa.memory_map(str(self._path(name, KINDS[0]))) as file, pa.ipc.open_file(file) as reader:
                told = (reader.schema.metadata or {}).get(ABOUT)
        except (OSError, pa.ArrowInvalid) as error:
            raise Gone(name) from error
        return everybody if told is None else pa.array(np.frombuffer(told, "<i8"))
