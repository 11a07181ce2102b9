"""Which calendars a mail carries, and whether it is anything besides (iMIP, RFC 6047)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sapwood.reading.body import MOST_CHILDREN, Part, parameter
from sapwood.reading.charset import codec_of, decode, escapes

MOST_CALENDARS = 20  # of one mail
DEEPEST = 10
FRAME = 4096  # bytes in which a calendar says what it is
_METHOD = re.compile(rb"(?im)^METHOD:[ \t]*([A-Z]{3,20})\b")
KINDS = ("text/calendar", "text/x-vcalendar", "application/ics", "application/x-ics")
PUBLISHED = ("", "PUBLISH")  # for whoever likes to know; all other methods are between who invites and who is asked
ABOUT_A_MEETING = "an invitation or an answer to one: its meeting counts"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A part of a mail that holds a calendar, or says so. `method` is what it says of itself (REQUEST, REPLY …);
    `attached` as a file."""

    raw: bytes
    method: str
    attached: bool


def may_hold_calendar(raw: bytes) -> bool:
    """Whether it is worth looking for a calendar in a mail: one begins in it, in clear or in base64."""
    return b"BEGIN:VCALENDAR" in raw or b"QkVHSU46VkNBTEVOREFS" in raw


def calendars_in(part: Part) -> list[Calendar]:
    """The calendars among the parts of a mail, in their order; of MOST_CALENDARS one more, as a sign that there are
    more."""
    found: list[Calendar] = []
    for one in _carried(part, 0):
        if not any(one.raw == known.raw for known in found):  # as an alternative and attached once more
            found.append(one)
        if len(found) > MOST_CALENDARS:
            break
    return found


def is_only_about_a_meeting(calendars: Iterable[Calendar], own: str) -> bool:
    """Whether a mail with these calendars and the text `own` is nothing but an invitation or the like: one of them
    stands in the mail itself and is between who invites and who is asked. An answer with words of its own is a
    mail."""
    methods = {one.method for one in calendars if not one.attached and one.method not in PUBLISHED}
    if "REPLY" in methods and own and "calendar.google.com" not in own:  # what Google writes below every answer
        return False
    return bool(methods)


def _carried(part: Part, depth: int) -> Iterator[Calendar]:
    """A mail within the mail is somebody else's."""
    if depth > DEEPEST or part.kind.startswith("message/"):
        return
    if part.kind.startswith("multipart/"):
        for child in part.children[:MOST_CHILDREN]:
            yield from _carried(child, depth + 1)
    elif part.kind in KINDS or part.called.lower().endswith(".ics"):
        raw = _as_utf_8(part.read(), part.charset)
        inside = _METHOD.search(raw[:FRAME])
        method = parameter(part.described, "method") or (inside[1].decode() if inside else "")
        yield Calendar(raw, method.strip().upper()[:20], part.attached or part.kind != KINDS[0])


def _as_utf_8(raw: bytes, charset: str) -> bytes:
    """A calendar's own character set is UTF-8; a mail may say another of it, and be wrong."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or codec_of(charset) in ("", "utf-8"):
        return raw
    if not escapes(charset):
        try:
            raw.decode()
            return raw
        except UnicodeDecodeError:
            pass
    return decode(raw, charset).encode("utf-8", "replace")
