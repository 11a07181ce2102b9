"""Which number of a file stands for which named property (MS-PST 2.4.7, MS-OXMSG 2.2.3), in .pst and .msg."""

import struct
from uuid import UUID

from .item import APPOINTMENT_SET, MEETING_SET, NAMED

SETS = (UUID(APPOINTMENT_SET).bytes_le, UUID(MEETING_SET).bytes_le)
FIRST = 0x8000
FIRST_SET = 3  # 1 and 2 stand for sets that are not listed


def named_properties(sets: bytes, entries: bytes) -> dict[int, int]:
    """From the streams of property sets and of entries: a file's own number → the number of the named property, for
    those that are read (item.NAMED)."""
    found: dict[int, int] = {}
    for number, kind, place in struct.iter_unpack("<IHH", entries[: len(entries) // 8 * 8]):
        start = ((kind >> 1) - FIRST_SET) * 16
        if not kind & 1 and number in NAMED and start >= 0 and sets[start : start + 16] in SETS:
            found.setdefault(FIRST + place, number)
    return found
