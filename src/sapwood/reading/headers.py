"""The header of a mail: only the fields somebody asks for, unfolded and decoded."""

import re

from sapwood.reading.charset import decode, plain

# What a mail is allowed to cost; what lies beyond is left unread (docs/reading.md says so).
MOST_HEADER_BYTES = 512 * 1024
MOST_FIELD_CHARACTERS = 128 * 1024

_NAMES = (
    "from sender to cc bcc date subject message-id in-reply-to references received return-path"
    " list-id list-post list-unsubscribe x-mailing-list x-beenthere mailing-list precedence auto-submitted"
    " x-autoreply x-autorespond x-auto-response-suppress feedback-id x-campaign x-campaignid x-mailer-recptid"
    " x-failed-recipients content-type content-transfer-encoding content-disposition"
    " resent-from"
)
WANTED = {name.encode(): name for name in _NAMES.split()}
LONGEST_NAME = 40

Fields = dict[str, list[str]]

_BLANK_LINE = re.compile(rb"\n\r?\n")
# A line that does not continue the one before. Splitting here takes a quarter of the time of unfolding everything.
_NEW_FIELD = re.compile(rb"\n(?=[!-9;-~])")


def split_message(raw: bytes) -> tuple[bytes, bytes]:
    """(header, body) of one mail, both with bare newlines kept as they came.

    Skips what stands before the first field in damaged files: a byte order mark, blank lines, an mbox
    "From " line. A mail without a blank line is all header.
    """
    start = 0
    if raw[:3] == b"\xef\xbb\xbf":
        start = 3
    while raw[start : start + 1] in (b"\n", b"\r", b" ", b"\t"):
        start += 1
    while raw[start : start + 5] == b"From " or raw[start : start + 6] == b">From ":
        end = raw.find(b"\n", start)
        if end < 0:
            return b"", raw[start:]
        start = end + 1
    blank = _BLANK_LINE.search(raw, start)
    return (raw[start:], b"") if blank is None else (raw[start : blank.start()], raw[blank.end() :])


def fields_of(head: bytes) -> Fields:
    """The wanted fields by lower-case name, each with its values in order of appearance.

    Values are unfolded; encoded words are still encoded. Everything else (Received but for its first, DKIM,
    ARC, X-…) is passed over without being decoded.
    """
    fields: Fields = {}
    for line in _NEW_FIELD.split(head[:MOST_HEADER_BYTES]):
        name = WANTED.get(line[:LONGEST_NAME].partition(b":")[0].rstrip().lower())
        if name is None or (name == "received" and name in fields):
            continue
        value = line.partition(b":")[2][:MOST_FIELD_CHARACTERS].strip()
        text = value.decode() if value.isascii() else plain(decode(value, "utf-8"))
        if "\n" in text or "\r" in text or "\x00" in text:
            text = text.replace("\n", "").replace("\r", "").replace("\x00", "")
        fields.setdefault(name, []).append(text)
    return fields


def cuts_a_field(head: bytes) -> bool:
    """Whether a wanted field is longer than what `fields_of` reads of it."""
    if len(head) <= MOST_FIELD_CHARACTERS:
        return False
    lines = (line for line in _NEW_FIELD.split(head[:MOST_HEADER_BYTES]) if len(line) > MOST_FIELD_CHARACTERS)
    return any(line[:LONGEST_NAME].partition(b":")[0].rstrip().lower() in WANTED for line in lines)


def first(fields: Fields, name: str) -> str:
    """The first value of a field, "" where it is missing."""
    values = fields.get(name)
    return values[0] if values else ""
