"""On whom one side of an account hangs: who holds which share of its ties. docs/measures/reach.md."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .reach import HOLDS

OURS, THEIRS = "colleague", "contact"


@dataclass(frozen=True, slots=True)
class Holder:
    """One person of a side: the sum of their ties' strengths, its share of the side's (0 to 1), their touches with
    each person of the other side added up, and the last day."""

    person: int
    strength: float
    share: float
    touches: int
    last: date


@dataclass(frozen=True, slots=True)
class Hang:
    """A side that hangs on one person: they hold at least four fifths. `next` holds most of the rest, None where
    nobody does; `since` is the last day on which anybody else of that side was in touch, None where nobody ever was.
    """

    holder: Holder
    next: Holder | None
    since: date | None


def holders(ties: Iterable[Mapping[str, Any]], side: str) -> list[Holder]:
    """From reach()'s "ties": the people of a side (OURS, THEIRS), the strongest first (equal ones: the smaller
    number). All ties fade alike, so a share changes only with a touch."""
    sums: dict[int, list[Any]] = {}
    for tie in ties:
        known = sums.setdefault(tie[side], [0.0, 0, ""])
        known[0] += tie["strength"]
        known[1] += tie["touches"]
        known[2] = max(known[2], tie["last"])
    whole = sum(known[0] for known in sums.values())
    if not whole:
        return []
    order = sorted(sums.items(), key=lambda item: (-item[1][0], item[0]))
    return [
        Holder(person, strength, strength / whole, touches, date.fromisoformat(last))
        for person, (strength, touches, last) in order
    ]


def hang(ties: Iterable[Mapping[str, Any]], side: str) -> Hang | None:
    """None where no single person holds four fifths of the side, or nobody is known."""
    found = holders(ties, side)
    if not found or found[0].share < HOLDS:
        return None
    others = found[1:]
    return Hang(found[0], others[0] if others else None, max((one.last for one in others), default=None))
