"""The newest touches of an organisation, held as one block of numbers; a touch becomes an object when looked at.

Half a million of them are made by every measuring and few are ever read: as objects they would cost more than all
the measures together. The block is also the form in which they are saved.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from sapwood.facts.interaction import CHANNELS

DIRECTIONS = ("in", "out", "both")
Touch = dict[str, Any]
# Nothing is 0: no person has that number, no interaction that id (one in 2⁶⁴ would). Unknown minutes are nan.
FIELDS = {
    "id": "<i8",
    "when": "<i8",  # microseconds since 1970 (UTC)
    "channel": "u1",  # place in facts.CHANNELS
    "direction": "u1",  # place in DIRECTIONS
    "colleague": "<i4",
    "contact": "<i4",
    "direct": "?",
    "addressed": "<i4",
    "words": "<i4",
    "questions": "<i4",
    "minutes": "<f8",
    "parent": "<i8",
    "thread": "<i8",
}
ROW = np.dtype(list(FIELDS.items()))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Recent(Sequence[Touch]):
    """Touches out of an array of ROW, each as a dict with None for what is not known; `when` is aware, in UTC."""

    __slots__ = ("rows",)

    def __init__(self, rows: NDArray[np.void]) -> None:
        self.rows = rows

    @classmethod
    def of_bytes(cls, saved: bytes) -> "Recent":
        return cls(np.frombuffer(saved, ROW))

    def to_bytes(self) -> bytes:
        return self.rows.tobytes()

    def channels(self) -> dict[str, int]:
        """How many there are by channel."""
        counts = np.bincount(self.rows["channel"], minlength=len(CHANNELS)).tolist()
        return {name: count for name, count in zip(CHANNELS, counts, strict=True) if count}

    def ids(self, count: int) -> tuple[int, ...]:
        """Of the newest `count`."""
        return tuple(self.rows["id"][:count].tolist())

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, index: int) -> Touch: ...
    @overload
    def __getitem__(self, index: slice) -> list[Touch]: ...
    def __getitem__(self, index: int | slice) -> Touch | list[Touch]:
        if isinstance(index, slice):
            return [_touch(row) for row in self.rows[index].tolist()]
        return _touch(self.rows[index].item())

    def __repr__(self) -> str:
        return f"<{len(self)} touches>"


def _touch(row: tuple[Any, ...]) -> Touch:
    touch: Touch = dict(zip(FIELDS, row, strict=True))
    touch["when"] = EPOCH + timedelta(microseconds=touch["when"])
    touch["channel"], touch["direction"] = CHANNELS[touch["channel"]], DIRECTIONS[touch["direction"]]
    for name in ("colleague", "contact", "parent"):
        touch[name] = touch[name] or None
    if touch["minutes"] != touch["minutes"]:
        touch["minutes"] = None
    return touch
