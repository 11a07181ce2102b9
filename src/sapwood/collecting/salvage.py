"""What is left of a zip whose table of contents is gone: its members, found one after another from the start."""

import struct
import zlib
from collections.abc import Iterator
from typing import IO

HEADER = struct.Struct("<4sHHHHHIIIHH")  # APPNOTE 6.3.10, 4.3.7
MARK = b"PK\x03\x04"
STORED, DEFLATED = 0, 8
CHUNK = 64 * 1024


class Member:
    """A member that can be read once: `read` raises EOFError where the file ends before the member does."""

    def __init__(self, file: IO[bytes], name: str, method: int, size: int) -> None:
        self.name = name
        self.file = file
        self.left = size
        self._inflate = zlib.decompressobj(-15) if method == DEFLATED else None
        self._waiting = b""

    def read(self, size: int) -> bytes:
        if self._inflate is None:
            data = self.file.read(min(size, self.left))
            if not data and self.left:
                raise EOFError
            self.left -= len(data)
            return data
        data = b""
        while not data and not self._inflate.eof:
            packed = self._waiting or self.file.read(CHUNK)
            if not packed:
                raise EOFError
            data = self._inflate.decompress(packed, size)
            self._waiting = self._inflate.unconsumed_tail
            self.file.seek(-len(self._inflate.unused_data), 1)
        return data


def members(file: IO[bytes]) -> Iterator[Member]:
    """The readable members of a zip opened for reading bytes, to the first one that cannot be got past (encrypted,
    stored without its size, packed by a rare method). Each must be read to its end before the next is asked for.
    """
    while len(head := file.read(HEADER.size)) == HEADER.size:
        mark, _, flags, method, _, _, _, size, _, name_length, extra_length = HEADER.unpack(head)
        unsized = bool(flags & 8) or size == 0xFFFFFFFF
        if mark != MARK or flags & 1 or method not in (STORED, DEFLATED) or (method == STORED and unsized):
            return
        name = file.read(name_length).decode("utf-8" if flags & 0x800 else "cp437", "replace")
        file.seek(extra_length, 1)
        yield Member(file, name, method, size)
        if flags & 8:  # sizes stand behind the content: skip to the next member
            behind = file.read(64)
            place = behind.find(MARK)
            if place < 0:
                return
            file.seek(place - len(behind), 1)
