"""Which items a colleague's minutes hold: what is owed, then what gains most together. docs/measures/today.md."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

import numpy as np

OWED, WEIGHED, HELD = 0.0, 1.0, 3.0
SCALE = 100.0
FOCUS = 6


class Offered(Protocol):
    """`turn` says when it comes (turn_of)."""

    @property
    def turn(self) -> float: ...

    @property
    def minutes(self) -> int: ...

    @property
    def held(self) -> str: ...


Some = TypeVar("Some", bound=Offered)


def turn_of(owed: bool, held: bool, urgency: float, density: float) -> float:
    """Smaller comes first: what is owed by its urgency (from 0 on, smaller more urgent), what is weighed by its gain
    a minute (`density`, from 0 on), what is held back."""
    if owed:
        return OWED + urgency / (1 + urgency)
    return HELD if held else WEIGHED + 1 / (1 + SCALE * density)


def first_of(ranked: Sequence[Some], minutes: int | None) -> tuple[list[Some], list[Some]]:
    """(first, later): what the minutes hold, given in turn; where they are unknown the first six as they are ranked,
    without what is held back."""
    if minutes is not None:
        return fit(ranked, minutes)
    first = [one for one in ranked if not one.held][:FOCUS]
    return first, [one for one in ranked if all(one is not chosen for chosen in first)]


def fit(offered: Iterable[Some], minutes: int) -> tuple[list[Some], list[Some]]:
    """(first, later), each in the order given. `offered` stand in their turn. What is owed is in whatever it takes.
    Of the rest, those whose gains are the most together in the minutes that are left: a knapsack, solved exactly
    (Bellman 1957); then, in their turn, whatever still fits and gains nothing. What is held back never is."""
    every = list(offered)
    owed = [one for one in every if one.turn < WEIGHED]
    left = max(0, minutes - sum(one.minutes for one in owed))
    weighed = [(place, one) for place, one in enumerate(every) if WEIGHED <= one.turn < HELD]
    chosen = {weighed[i][0] for i in _best([_gain(o) for _, o in weighed], [o.minutes for _, o in weighed], left)}
    left -= sum(every[place].minutes for place in chosen)
    for place, one in weighed:
        if place not in chosen and one.minutes <= left:
            chosen.add(place)
            left -= one.minutes
    first = [one for place, one in enumerate(every) if one.turn < WEIGHED or place in chosen]
    return first, [one for place, one in enumerate(every) if one.turn >= WEIGHED and place not in chosen]


def owed_minutes(offered: Iterable[Offered]) -> tuple[int, int]:
    """(how many are owed, the minutes they take)"""
    owed = [one.minutes for one in offered if one.turn < WEIGHED]
    return len(owed), sum(owed)


def _gain(one: Offered) -> float:
    """What turn_of was told: the gain a minute, times the minutes."""
    return (1 / (one.turn - WEIGHED) - 1) / SCALE * max(1, one.minutes)


def _best(gains: Sequence[float], minutes: Sequence[int], most: int) -> list[int]:
    """Places of those that gain the most together and take at most so many minutes; of equals the earlier."""
    if sum(minutes) <= most:
        return list(range(len(gains)))
    best = np.zeros(most + 1)
    taken = np.zeros((len(gains), most + 1), bool)
    backwards = list(range(len(gains)))[::-1]
    for i in backwards:
        if minutes[i] <= most:
            with_it = np.full(most + 1, -1.0)
            with_it[minutes[i] :] = best[: most + 1 - minutes[i]] + gains[i]
            taken[i] = (with_it >= best) & (gains[i] > 0)
            best = np.maximum(best, with_it)
    found, left = [], most
    for i in range(len(gains)):
        if taken[i, left]:
            found.append(i)
            left -= minutes[i]
    return found
