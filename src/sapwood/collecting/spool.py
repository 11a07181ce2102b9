"""Where archives are unpacked: few files that grow, members one after another, none under its own name."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from sapwood.collecting.piece import Piece

VOLUME = 256 * 1024 * 1024
MOST_BYTES = 20 * 1024**3
MOST_MEMBERS = 2_000_000
# More than this many times its own size, beyond the first MANY bytes, is no archive of mail.
MOST_RATIO = 200
MANY = 200 * 1024 * 1024
CHUNK = 16 * 1024  # as much as this is lost where an archive is damaged


class TooMuch(Exception):
    """An archive unpacks to more than it may; the text is a sentence."""


def write(file: IO[bytes], data: bytes) -> None:
    """Writes, and says so where there is no room: a full disk is no damaged archive."""
    try:
        file.write(data)
    except OSError as error:
        raise TooMuch(f"It could not be unpacked ({error.strerror}); make room, then import it again.") from error


class Spool:
    """Takes members of archives into numbered files in `folder`, which its owner deletes. `most` bytes in all."""

    def __init__(self, folder: Path, most: int = MOST_BYTES) -> None:
        self.folder = folder
        self.most = most
        self.total = 0
        self._number = 0
        self._file: IO[bytes] | None = None
        self._path = folder
        self._pending: list[Piece] = []

    def count(self, size: int, packed: int, unpacked: int) -> None:
        """Adds `size` bytes that came out of an archive of `packed` bytes, `unpacked` of them so far."""
        self.total += size
        if self.total > self.most:
            raise TooMuch(
                f"It unpacks to more than {self.most / 1024**3:.0f} GB, so the rest was left out;"
                " what came before is in."
            )
        if unpacked > MANY and unpacked > packed * MOST_RATIO:
            raise TooMuch(
                f"It unpacks to more than {MOST_RATIO} times its size, as no archive of mail does,"
                " so the rest was left out; what came before is in."
            )

    def new_file(self) -> Path:
        """A fresh name for something that needs a file of its own, such as an archive in an archive."""
        self._number += 1
        return self.folder / f"{self._number:06d}"

    def begin(self) -> int:
        """Where the next member starts."""
        if self._file is None:
            self._path = self.new_file()
            self._file = self._path.open("wb")
        return self._file.tell()

    def write(self, data: bytes) -> None:
        assert self._file is not None
        write(self._file, data)

    def keep(self, kind: str, where: str, start: int) -> Iterator[Piece]:
        """Ends a member begun at `start`; yields the pieces of a volume that is full."""
        assert self._file is not None
        end = self._file.tell()
        self._pending.append(Piece(self._path, kind, where, start, end))
        if end >= VOLUME:
            yield from self.flush()

    def drop(self, start: int) -> None:
        """Forgets a member begun at `start`."""
        if self._file is not None:
            self._file.truncate(start)
            self._file.seek(start)

    def flush(self) -> Iterator[Piece]:
        """Closes the volume and yields its pieces."""
        if self._file is not None:
            self._file.close()
            self._file = None
        pending, self._pending = self._pending, []
        yield from pending
