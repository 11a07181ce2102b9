"""Encoded words (RFC 2047) in subjects and names: =?utf-8?B?…?= and =?iso-8859-1?Q?…?=."""

import re
from base64 import b64decode
from binascii import Error, a2b_qp

from sapwood.reading.charset import decode, plain

# One word: no part may hold "?" or a blank, so the search is linear.
WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")


def decoded(value: str) -> str:
    """`value` with every encoded word decoded and white space folded; a broken word stays as it stands.

    White space between two encoded words is dropped, and neighbours of one character set are joined before
    decoding, because senders cut letters in half (RFC 2047, 6.2 forbids it; they do it all the same).
    """
    if "=?" not in value:
        return " ".join(value.split())
    out: list[str] = []
    waiting, charset, end = b"", "", 0
    for word in WORD.finditer(value):
        between = value[end : word.start()]
        data = _bytes_of(word[2], word[3])
        name = word[1].partition("*")[0].lower()
        joined = end > 0 and not between.strip()
        if waiting and not (joined and name == charset):
            out.append(decode(waiting, charset))
            waiting = b""
        if not joined:
            out.append(between)
        waiting, charset, end = waiting + data, name, word.end()
    out.append(decode(waiting, charset))
    out.append(value[end:])
    return plain(" ".join("".join(out).split()))


def _bytes_of(kind: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if kind in "qQ":
        return a2b_qp(data, header=True)
    try:
        return b64decode(data + b"=" * (-len(data) % 4))
    except (Error, ValueError):
        return data
