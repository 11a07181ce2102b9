"""A file of any size, looked at through one page at a time: a mapped file would count as memory."""

import os
from pathlib import Path
from typing import Self

PAGE = 1024 * 1024


class Paged:
    """Finds and cuts in a file as bytes do: `find(what, start, end)` and `paged[start:end]`.

    Both want offsets from 0 to the length; a stretch beyond the page at hand is read for itself.
    """

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDONLY)
        self._base = 0
        self._page = b""

    def __len__(self) -> int:
        return os.fstat(self._handle).st_size

    def find(self, what: bytes, start: int, end: int) -> int:
        """Where `what` begins within [start:end], -1 where it does not stand there."""
        while start < end:
            if not self._base <= start <= self._base + len(self._page) - len(what):
                self._base, self._page = start, os.pread(self._handle, max(PAGE, len(what)), start)
            place = self._page.find(what, start - self._base, end - self._base)
            if place >= 0:
                return self._base + place
            if len(self._page) < len(what) or self._base + len(self._page) >= end:
                return -1
            start = self._base + len(self._page) - len(what) + 1
        return -1

    def __getitem__(self, stretch: slice) -> bytes:
        start, end = stretch.start, stretch.stop
        if start >= end:
            return b""
        if self._base <= start and end <= self._base + len(self._page):
            return self._page[start - self._base : end - self._base]
        return os.pread(self._handle, end - start, start)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._handle)
