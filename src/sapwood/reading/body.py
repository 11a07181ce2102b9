"""The text a mail carries: its MIME parts opened, the right alternative chosen, bytes decoded."""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from typing import TypeVar

import fast_mail_parser

from sapwood.reading import left as limits
from sapwood.reading.charset import decode
from sapwood.reading.headers import Fields, first
from sapwood.reading.left import Left
from sapwood.reading.markup import MOST_HTML, text_of_html

# The standard library is given no more than this of a mail that the fast parser refuses.
MOST_REFUSED_BYTES = 1024 * 1024
MOST_TEXT_BYTES = 1024 * 1024
DEEPEST = 40
# Lines that begin with "--" bound how deep parts can lie in parts: beyond some thousands of levels the fast parser
# overflows the process's stack instead of refusing.
MOST_DELIMITERS = 500
MOST_CHILDREN = 100
Taken = TypeVar("Taken")
_UNENCODED = ("", "7bit", "8bit", "binary", "7-bit", "8-bit")


@dataclass(slots=True)
class Part:
    """One MIME part: `read` gives its bytes with the transfer encoding undone, on demand. `described` is its
    Content-Type, `called` its file's name."""

    kind: str
    charset: str
    attached: bool
    read: Callable[[], bytes]
    children: list["Part"]
    described: str = ""
    called: str = ""


def content_kind(value: str) -> str:
    """ "text/plain" of a Content-Type; text/plain where it is missing or no type at all (RFC 2045, 5.2)."""
    kind = value.partition(";")[0].strip().lower()
    return kind if "/" in kind and len(kind) < 100 else "text/plain"


def parameter(value: str, name: str) -> str:
    """A parameter of a Content-Type or Content-Disposition, such as charset; "" where it is missing."""
    for piece in value.split(";")[1:40]:
        key, _, text = piece.partition("=")
        if key.strip().lower() in (name, name + "*", name + "*0", name + "*0*"):
            return text.strip().strip('"').strip()
    return ""


def body_text(fields: Fields, body: bytes, left: Left, look: Callable[[Part], None] = lambda _: None) -> str:
    """The text that a reader of the mail sees, attachments left out; newlines are "\\n". What a limit leaves unread
    is added to `left`. Where parts are opened, `look` is shown them, perhaps twice.

    Plain text needs no parser.
    """
    content_type = first(fields, "content-type")
    encoding = first(fields, "content-transfer-encoding").partition(";")[0].strip().lower()
    kind = content_kind(content_type)
    if b"\n>From " in body[:MOST_TEXT_BYTES]:
        body = _unescaped(body[:MOST_TEXT_BYTES]) + body[MOST_TEXT_BYTES:]
    if encoding in _UNENCODED and not kind.startswith(("multipart/", "message/", "text/calendar")):
        text = _text(kind, parameter(content_type, "charset"), body, left)
    else:

        def take(part: Part) -> str:
            look(part)
            return "\n".join(_texts(part, 0, left))

        text = from_parts(fields, body, left, take, "")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def from_parts(fields: Fields, body: bytes, left: Left, take: Callable[[Part], Taken], nothing: Taken) -> Taken:
    """What `take` makes of a mail's parts; `nothing` where they cannot be told apart, which `left` then says.

    Only the Content-… fields and the body go to the fast parser, which opens the parts without decoding them; what it
    refuses, then or when a part is read, goes to the standard library.
    """
    content_type = first(fields, "content-type")
    if "/" not in content_type.partition(";")[0]:
        content_type = "text/plain"
    encoding = first(fields, "content-transfer-encoding").partition(";")[0].strip().lower()
    head = f"Content-Type: {content_type}\nContent-Transfer-Encoding: {encoding}\n"
    if disposition := first(fields, "content-disposition"):
        head += f"Content-Disposition: {disposition}\n"
    mail = head.encode("utf-8", "replace") + b"\n" + _bounded(body, left)
    try:
        return take(_fast(fast_mail_parser.parse_email_tree(mail, mode="lazy")))
    except fast_mail_parser.ParseError:
        pass
    except BaseException as error:  # a Rust library's panic is no Exception
        if type(error).__name__ != "PanicException":
            raise
    left += [limits.TEXT] if len(mail) > MOST_REFUSED_BYTES else []
    try:
        return take(_slow(message_from_bytes(mail[:MOST_REFUSED_BYTES])))
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError):
        left.append(limits.UNTOLD)
        return nothing


def _texts(part: Part, depth: int, left: Left) -> Iterator[str]:
    """The texts of a part and what lies in it; a mail within the mail is somebody else's words."""
    if part.attached or part.kind.startswith("message/"):
        return
    if depth > DEEPEST:
        left.append(limits.DEEP)
        return
    if len(part.children) > MOST_CHILDREN:
        left.append(limits.PARTS)
    if not part.kind.startswith("multipart/"):
        if part.kind in ("text/plain", "text/html", "text/enriched"):
            yield _text(part.kind, part.charset, part.read(), left)
        return
    if part.kind == "multipart/alternative":
        for wanted in ("text/plain", ""):
            for child in part.children if not wanted else [c for c in part.children if c.kind == wanted]:
                texts = [text for text in _texts(child, depth + 1, left) if text.strip()]
                if texts:
                    yield from texts
                    return
        return
    for child in part.children[:MOST_CHILDREN]:
        yield from _texts(child, depth + 1, left)


def _text(kind: str, charset: str, data: bytes, left: Left) -> str:
    left += [limits.TEXT] if len(data) > MOST_TEXT_BYTES else []
    text = decode(data[:MOST_TEXT_BYTES], charset)
    if kind not in ("text/html", "text/enriched"):
        return text
    left += [limits.HTML] if len(text) > MOST_HTML else []
    return text_of_html(text)


def _fast(part: fast_mail_parser.PyLazyMimePart) -> Part:
    types = next((values for name, values in part.headers.items() if name.lower() == "content-type"), [""])
    return Part(
        content_kind(part.content_type),
        parameter(types[0], "charset"),
        part.disposition is not None and (part.disposition.lower() == "attachment" or bool(part.filename)),
        lambda: part.content or b"",
        [_fast(child) for child in part.children[: MOST_CHILDREN + 1]],
        types[0],
        part.filename or "",
    )


def _slow(message: Message) -> Part:
    def read() -> bytes:
        if str(message.get("content-transfer-encoding", "")).strip().lower() == "base64":
            return _what_decodes(str(message.get_payload()).encode("ascii", "replace"))
        data = message.get_payload(decode=True)
        return data if isinstance(data, bytes) else b""

    disposition = str(message.get("content-disposition", "")).partition(";")[0].strip().lower()
    payload = message.get_payload() if message.is_multipart() else []
    children = payload if isinstance(payload, list) else []
    return Part(
        message.get_content_type(),
        str(message.get_param("charset", "")),
        disposition == "attachment" or (bool(disposition) and message.get_filename() is not None),
        read,
        [_slow(child) for child in children[: MOST_CHILDREN + 1] if isinstance(child, Message)],
        str(message.get("content-type", "")),
        str(message.get_filename() or ""),
    )


def _what_decodes(data: bytes) -> bytes:
    """Damaged base64: each run between "=" by itself, other characters and an odd last one passed over."""
    out: list[bytes] = []
    for run in re.split(rb"=+", data):
        letters = re.sub(rb"[^A-Za-z0-9+/]+", b"", run)
        letters = letters[: len(letters) - (len(letters) % 4 == 1)]
        out.append(b64decode(letters + b"=" * (-len(letters) % 4)))
    return b"".join(out)


def _bounded(body: bytes, left: Left) -> bytes:
    """The body up to its MOST_DELIMITERS-th line that may separate parts."""
    if body.count(b"\n--") <= MOST_DELIMITERS:
        return body
    left.append(limits.PARTS)
    place = -1
    for _ in range(MOST_DELIMITERS):
        place = body.find(b"\n--", place + 1)
    return body[:place]


def _unescaped(body: bytes) -> bytes:
    """mbox files write ">From " for a line that starts with "From "; among quoted lines it is a quote."""
    lines = body.split(b"\n")
    for place in range(1, len(lines)):
        line = lines[place]
        if line.startswith(b">From ") and not lines[place - 1].startswith(b">"):
            lines[place] = line[1:]
    return b"\n".join(lines)
