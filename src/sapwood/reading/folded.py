"""Folded lines (RFC 5545, 3.1) out of a file of any size, whatever its line ends and whichever UTF it is in."""

import codecs
from collections.abc import Iterator
from typing import IO

CHUNK = 64 * 1024
MOST_LINE = 256 * 1024


def unfolded(file: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each line with those folded below it and whether it was cut at MOST_LINE."""
    line, size, fresh = [b""], 0, True
    for chunk in _chunks(file):
        folded = fresh and chunk[:1] in (b" ", b"\t")
        if fresh and not folded:
            if size:
                yield b"".join(line), size > MOST_LINE
            line, size = [], 0
        fresh = chunk.endswith((b"\n", b"\r"))
        piece = chunk[1 if folded else 0 :].rstrip(b"\r\n")
        if size <= MOST_LINE:
            line.append(piece[: MOST_LINE - size])
        size += len(piece)
    if size:
        yield b"".join(line), size > MOST_LINE


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    """Lines, at most CHUNK at a time; of UTF-16 as UTF-8, and a line may end with a CR alone."""
    start = file.read(2)
    decoder = None
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        decoder = codecs.getincrementaldecoder("utf-16")("replace")
        decoder.decode(start)
        start = b""
    rest = b""
    while data := start + file.read(CHUNK):
        start = b""
        rest += decoder.decode(data).encode("utf-8", "replace") if decoder else data
        lines = rest.removeprefix(codecs.BOM_UTF8).splitlines(keepends=True)
        rest = b""
        if lines and not lines[-1].endswith(b"\n"):
            rest = lines.pop()
        yield from lines
        if len(rest) > CHUNK:
            yield rest
            rest = b""
    if rest:
        yield rest
