"""The usual breaking year: the year of their age in which relationships here end more often than beside it."""

from dataclasses import dataclass

from .itch import LEVEL, Itch, itch
from .life_table import LifeTable

SEVENTH = 7
FIRST, LAST = 2, 12


@dataclass(frozen=True, slots=True)
class Breaking:
    """`year` is None where the data tell none; `looked` years were looked at, with `ended` ends in all."""

    year: int | None
    looked: int
    ended: int


def breaking(table: LifeTable) -> Breaking:
    """The seventh year is asked about because it is named beforehand, at 5 %; the others because they are there, so
    each has to be as sure as 5 % shared among all of them (Bonferroni). Of several the surest."""
    asked = [itch(table, year) for year in range(FIRST, LAST + 1)]
    answered = [one for one in asked if one.p is not None]
    ended = round(float(table.ended.sum()))
    found = [one for one in answered if _p(one) <= (LEVEL if one.year == SEVENTH else LEVEL / len(answered))]
    best = min(found, key=lambda one: (_p(one), one.year), default=None)
    return Breaking(best.year if best else None, len(answered), ended)


def _p(one: Itch) -> float:
    return 1.0 if one.p is None else one.p
