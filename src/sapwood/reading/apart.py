"""What belongs together and lies apart in a file, such as the rows of a log that speak of one ticket."""

import marshal
import os
from array import array
from collections.abc import Callable, Iterator
from io import BytesIO
from tempfile import TemporaryFile
from typing import Any

import numpy as np

AT_ONCE = 1 << 20  # bytes that wait in memory for one writing
MOST_TOGETHER = 10_000  # rows; what has more comes in several parts
Row = tuple[Any, ...]


class Apart:
    """Takes rows in any order, each with what it belongs to; gives them back by that, those that came first first.

    A row is a tuple of numbers, texts and None. Memory holds sixteen bytes of each; the rest lies in a file without
    a name in `folder`, which is gone with the process, or in memory where no folder is named.
    """

    def __init__(self, folder: str = "") -> None:
        self._file = TemporaryFile(dir=folder) if folder else BytesIO()  # noqa: SIM115 - as long as the rows wait
        self._on_disk = bool(folder)
        self._hashes, self._ends = array("q"), array("q")
        self._waiting: list[bytes] = []
        self._end = self._written = 0

    def add(self, known_by: tuple[str, ...], row: Row) -> None:
        packed = marshal.dumps((known_by, row))
        self._hashes.append(hash(known_by))
        self._end += len(packed)
        self._ends.append(self._end)
        self._waiting.append(packed)
        if self._end - self._written >= AT_ONCE:
            self._write()

    def together(self) -> Iterator[list[Row]]:
        """The rows of one, then of the next, each in the order in which they were added; of more than MOST_TOGETHER
        the rest later. Once the last has come, nothing is left."""
        self._write()
        stretch, ends = self._stretch(), self._ends
        hashes = np.frombuffer(self._hashes, np.int64) if self._hashes else np.empty(0, np.int64)
        order = np.argsort(hashes, kind="stable")
        firsts = np.flatnonzero(np.append(True, hashes[order][1:] != hashes[order][:-1])) if len(order) else order
        lasts = np.append(firsts[1:], len(order))
        for place in np.argsort(order[firsts]).tolist():
            for start in range(firsts[place], lasts[place], MOST_TOGETHER):
                several: dict[tuple[str, ...], list[Row]] = {}  # more than one only where two have the same hash
                for number in order[start : min(start + MOST_TOGETHER, lasts[place])].tolist():
                    known_by, row = marshal.loads(  # noqa: S302 - written here, by nobody else
                        stretch(ends[number - 1] if number else 0, ends[number])
                    )
                    several.setdefault(known_by, []).append(row)
                yield from several.values()
        self._file.close()

    def _stretch(self) -> Callable[[int, int], bytes]:
        """What reads from one place to another of all that was written."""
        self._file.flush()
        if self._on_disk:
            handle = self._file.fileno()
            return lambda start, end: os.pread(handle, end - start, start)
        self._file.seek(0)
        whole = self._file.read()
        return lambda start, end: whole[start:end]

    def _write(self) -> None:
        self._file.write(b"".join(self._waiting))
        self._waiting.clear()
        self._written = self._end
