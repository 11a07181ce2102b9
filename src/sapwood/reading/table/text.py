"""The lines of a table's text, whatever its character set, a line at a time."""

import codecs
from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO

MOST_LINE = 1_000_000  # characters; what is longer is no line of a table
SAMPLE = 65_536  # bytes
OR_1252 = "or-windows-1252"
UNDEFINED = {0x81: "\x81", 0x8D: "\x8d", 0x8F: "\x8f", 0x90: "\x90", 0x9D: "\x9d"}  # bytes without a meaning in it
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _or_1252(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 are read as Windows-1252, so that a file written by two programs reads well too."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    broken = error.object[error.start : error.end]
    return "".join(UNDEFINED.get(byte) or bytes([byte]).decode("cp1252") for byte in broken), error.end


codecs.register_error(OR_1252, _or_1252)


def charset_of(head: bytes) -> str:
    """Python's name for the character set of a file that begins with `head`: what its mark says, UTF-16 where every
    other byte is NUL, else UTF-8 (and Windows-1252 where it is not)."""
    for bom, name in BOMS:
        if head.startswith(bom):
            return name
    if len(head) >= 4 and head.count(0) > len(head) // 4:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        if odd > 3 * even:
            return "utf-16-le"
        if even > 3 * odd:
            return "utf-16-be"
    return "utf-8"


def decoded(head: bytes) -> str:
    """`head`, the beginning of a file, as text; a character cut in two at its end is left out."""
    charset = charset_of(head)
    if charset.startswith("utf-8"):
        head = head[: len(head) - _cut(head)]
        return head.decode(charset, OR_1252).replace("\x00", "")
    return head.decode(charset, "replace").rstrip("\ufffd").replace("\x00", "")


def _cut(head: bytes) -> int:
    """How many bytes at the end of `head` begin a UTF-8 character and do not finish it."""
    for back in range(1, min(4, len(head)) + 1):
        byte = head[-back]
        if byte >= 0xC0:
            return back if back < (2 if byte < 0xE0 else 3 if byte < 0xF0 else 4) else 0
        if byte < 0x80:
            return 0
    return 0


def lines(file: BinaryIO) -> Iterator[tuple[int, str]]:
    """(number from 1, line with its end) of a seekable file, read from its beginning. A line of more than MOST_LINE
    characters comes in pieces of that length under one number; NULs are gone."""
    file.seek(0)
    charset = charset_of(file.read(SAMPLE))
    file.seek(0)
    errors = OR_1252 if charset.startswith("utf-8") else "replace"
    text = TextIOWrapper(file, encoding=charset, errors=errors, newline="")
    try:
        number = 1
        while line := text.readline(MOST_LINE):
            yield number, line.replace("\x00", "") if "\x00" in line else line
            if line[-1] in "\r\n":
                number += 1
    finally:
        text.detach()  # the file is the caller's to close
