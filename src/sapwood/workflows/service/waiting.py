"""Cases that an import's documents tell of, on their way in: kept on the disk, because the rows of a log that speak
of one case lie far apart, and memory must not grow with them."""

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from sapwood.facts.case import Case, case_line, read_case

AT_ONCE = 2000


class Waiting:
    """Takes cases in the order they are read; gives them back by what they speak of."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lines: list[tuple[str, bytes]] = []
        self._file: sqlite3.Connection | None = None

    def __bool__(self) -> bool:
        return bool(self._lines) or self._file is not None

    def add(self, case: Case) -> None:
        self._lines.append((case.identity, case_line(case)))
        if len(self._lines) >= AT_ONCE:
            self._write()

    def cases(self) -> Iterator[list[Case]]:
        """All that speak of one case, oldest read first; case after case."""
        self._write()
        if self._file is None:
            return
        rows = self._file.execute("SELECT identity, line FROM waiting ORDER BY identity, rowid")
        for _, some in groupby(rows, key=lambda row: row[0]):
            yield [read_case(line) for _, line in some]
        self._file.close()
        if self._path is not None:
            self._path.unlink()

    def _write(self) -> None:
        if not self._lines:
            return
        if self._file is None:
            self._file = sqlite3.connect(self._path or ":memory:", isolation_level=None)
            self._file.execute("PRAGMA journal_mode = OFF")  # a process killed leaves a folder that is swept whole
            self._file.execute("CREATE TABLE waiting (identity TEXT, line BLOB)")
        self._file.execute("BEGIN")
        self._file.executemany("INSERT INTO waiting VALUES (?, ?)", self._lines)
        self._file.execute("COMMIT")
        self._lines.clear()
