"""Whether somebody changed firms: silent at the one, appeared at the other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

OVERLAP = timedelta(days=30)  # a notice period, and mail that still arrives at the old address


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last day somebody was in touch, in how many interactions, by which imports."""

    first: date
    last: date
    interactions: int
    imports: frozenset[int] = frozenset()


def joined_span(spans: Iterable[Span]) -> Span | None:
    """Of several addresses together; None where nothing is known of any."""
    known = list(spans)
    if not known:
        return None
    return Span(
        min(one.first for one in known),
        max(one.last for one in known),
        sum(one.interactions for one in known),
        frozenset().union(*(one.imports for one in known)),
    )


def moved(there: Span | None, here: Span | None) -> bool:
    """Whether they were in touch from `there` until about when they first were from `here`, and not any more."""
    if not (there and here):
        return False
    return there.first < here.first and there.last <= here.first + OVERLAP and there.last < here.last


def side_by_side(one: Span | None, other: Span | None) -> bool:
    """Whether both were in touch over the same months."""
    return bool(one and other and min(one.last, other.last) - max(one.first, other.first) > OVERLAP)


def may_yet_move(one: Span | None, other: Span | None) -> bool:
    """Whether later mail may show that they moved; not once both were in touch over the same months."""
    return any(
        there and (here is None or (there.first < here.first and there.last <= here.first + OVERLAP))
        for there, here in ((one, other), (other, one))
    )
