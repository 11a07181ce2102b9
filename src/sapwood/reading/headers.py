"""The header of a mail: only the fields somebody asks for, unfolded and decoded."""

from sapwood.reading.charset import decode, plain

# What a mail is allowed to cost; what lies beyond is left unread (docs/reading.md says so).
MOST_HEADER_BYTES = 512 * 1024
MOST_FIELD_CHARACTERS = 128 * 1024

WANTED = frozenset(
    "from sender to cc bcc date subject message-id in-reply-to references received return-path"
    " list-id list-post list-unsubscribe x-mailing-list x-beenthere mailing-list precedence auto-submitted"
    " x-autoreply x-autorespond x-auto-response-suppress feedback-id x-campaign x-campaignid x-mailer-recptid"
    " x-failed-recipients content-type content-transfer-encoding content-disposition"
    " resent-from resent-date x-from".split()
)

Fields = dict[str, list[str]]


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
    newline = raw.find(b"\n", start)
    if newline > 0 and raw[newline - 1] == 13:
        end = raw.find(b"\r\n\r\n", start)
        bare = raw.find(b"\n\n", start, end if end >= 0 else len(raw))
        if bare >= 0:  # both kinds of line end in one header
            return raw[start:bare], raw[bare + 2 :]
        return (raw[start:], b"") if end < 0 else (raw[start:end], raw[end + 4 :])
    end = raw.find(b"\n\n", start)
    crlf = raw.find(b"\n\r\n", start, end if end >= 0 else len(raw))
    if crlf >= 0:
        return raw[start:crlf], raw[crlf + 3 :]
    return (raw[start:], b"") if end < 0 else (raw[start:end], raw[end + 2 :])


def fields_of(head: bytes) -> Fields:
    """The wanted fields by lower-case name, each with its values in order of appearance.

    Values are unfolded; encoded words are still encoded. Everything else (Received but for its first, DKIM,
    ARC, X-…) is passed over without being decoded.
    """
    head = head[:MOST_HEADER_BYTES].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    head = head.replace(b"\n ", b" ").replace(b"\n\t", b"\t")
    fields: Fields = {}
    for line in head.split(b"\n"):
        colon = line.find(b":", 0, 40)
        if colon <= 0:
            continue
        name = line[:colon].decode("latin-1").strip().lower()
        if name not in WANTED or (name == "received" and name in fields):
            continue
        value = line[colon + 1 : colon + 1 + MOST_FIELD_CHARACTERS].strip()
        fields.setdefault(name, []).append(value.decode() if value.isascii() else plain(decode(value, "utf-8")))
    return fields


def first(fields: Fields, name: str) -> str:
    """The first value of a field, "" where it is missing."""
    values = fields.get(name)
    return values[0] if values else ""
