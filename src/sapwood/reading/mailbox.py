"""What a file holds, told by its first bytes; and the messages of an mbox."""

import json
import re
from collections.abc import Iterator
from typing import Protocol

from sapwood.reading.documents import kind_of_document

HEAD = 4096
"""How much of a file `kind_of` wants to see, in bytes."""

SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"!BDN", "pst"),
    (b"\xd0\xcf\x11\xe0", "msg"),
)
_FIELDS = (
    " arc-seal authentication-results cc content-type date delivered-to dkim-signature from in-reply-to"
    " message-id mime-version received references reply-to return-path sender status subject to"
    " x-account-key x-from x-gm-thrid x-gmail-labels x-mozilla-status x-original-to x-uid"
)
MAIL_FIELDS = frozenset(_FIELDS.split())
# What nearly every program writes; the rest is looked at word by word.
_USUAL_FROM_LINE = re.compile(rb"From [!-~]+ +[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}\r?\n?")


class Findable(Protocol):
    """As much of `bytes` as splitting needs, so that a file need not be held in memory."""

    def __len__(self) -> int: ...
    def __getitem__(self, stretch: slice, /) -> bytes: ...
    def find(self, what: bytes, start: int, end: int, /) -> int: ...


def kind_of(head: bytes) -> str:
    """ "mbox", "message", "journal", "zip", "gzip", "bzip2", "xz", "tar", "pst", "msg", a document's kind
    (documents.py), "empty" or "unknown", by the first bytes (HEAD of them, or the whole file) and never by a name.
    """
    if not head.strip(b" \t\r\n\x00"):
        return "empty"
    for signature, kind in SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[257:262] == b"ustar" or _is_old_tar(head):
        return "tar"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    if text.startswith(b"{") and _is_journal(text):
        return "journal"
    if document := kind_of_document(head, certain=True):
        return document
    if text.startswith((b"From ", b">From ")):
        line, _, rest = text.partition(b"\n")
        if is_from_line(line):
            return "mbox"
        text = rest if _is_message(rest) else text
    return "message" if _is_message(text) else kind_of_document(head, certain=False) or "unknown"


def is_from_line(line: bytes) -> bool:
    """Whether this is the line an mbox puts above a message ("From jane@… Thu Mar 12 10:11:12 2020") and not the
    beginning of somebody's sentence: it holds a time of day and a year.
    """
    if _USUAL_FROM_LINE.fullmatch(line):
        return True
    words = line[:400].split()
    if len(words) < 3 or words[0] != b"From":
        return False
    timed = any(word.count(b":") in (1, 2) and word.replace(b":", b"").isdigit() for word in words[2:])
    return timed and any(len(word) == 4 and word.isdigit() for word in words[2:])


def split_mbox(data: "Findable | bytes", start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """(start, end) of each message in data[start:end], its "From " line and the blank line after it left out.

    A "From " line counts at the beginning, or after a blank line and only where it looks like one, so that an
    unescaped "From the beginning…" in a body splits nothing. Found with bytes.find: 13 times a regular
    expression's speed.
    """
    end = len(data) if end is None else end
    if start >= end:
        return
    head = data[start : min(end, start + HEAD)]
    top = start + len(head) - len(head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n"))
    begin = _after_line(data, top, end) if data[top : top + 5] == b"From " else start
    place = max(begin - 1, start)
    while True:
        place = data.find(b"\nFrom ", place, end)
        if place < 0:
            break
        line_end = _after_line(data, place + 1, end)
        before = data[max(start, place - 2) : place]
        blank = place < begin or before.endswith((b"\n", b"\n\r"))
        if blank and is_from_line(data[place + 1 : min(line_end, place + 400)]):
            yield begin, max(begin, place)
            begin = line_end
        place = line_end - 1
    yield begin, end


def _after_line(data: "Findable | bytes", place: int, end: int) -> int:
    newline = data.find(b"\n", place, end)
    return newline + 1 if newline >= 0 else end


def _is_message(text: bytes) -> bool:
    """Whether the text starts with header fields, at least one of them a mail's."""
    known = False
    for number, line in enumerate(text[:HEAD].split(b"\n")[:-1] or [text[:HEAD]]):
        line = line.rstrip(b"\r")
        if not line.strip():
            break
        if line[:1] in (b" ", b"\t") and number:
            continue
        name, colon, _ = line.partition(b":")
        name = name.rstrip()
        if not colon or not name or b" " in name or not name.isascii():
            return known and number > 1
        known = known or name.decode("ascii").lower() in MAIL_FIELDS
    return known


def _is_journal(text: bytes) -> bool:
    line = text.partition(b"\n")[0]
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return b'"channel"' in line and b'"people"' in line and len(text) >= HEAD - 16
    return isinstance(entry, dict) and "channel" in entry and "people" in entry


def _is_old_tar(head: bytes) -> bool:
    """A tar without the ustar mark: its checksum fits."""
    if len(head) < 512:
        return False
    try:
        stated = int(head[148:156].strip(b" \x00") or b"x", 8)
    except ValueError:
        return False
    return stated == sum(head[:148]) + 8 * 32 + sum(head[156:512])
