"""Since when a relationship has been, from when on it is on record, and whether it is over: what tenure is measured
from. docs/measures/tenure.md says why in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from .urgency import LASTING_RANK, YEAR

SILENCE, CONTRACT = "silence", "contract"  # what tells whether it is over
SAID, TABLE, BOUGHT, FIRST = "said", "table", "bought", "first touch"  # what tells when it began
LEAST_TOUCHES = 5
RENEWAL_DAYS = 90  # how long after its end a contract may still be renewed
A_YEAR = timedelta(days=YEAR)


@dataclass(frozen=True, slots=True)
class Bought:
    """What tables say an account had from home: contracts (since, until; None: not said) and days of orders."""

    contracts: tuple[tuple[date | None, date | None], ...] = ()
    orders: tuple[date, ...] = ()

    @property
    def first(self) -> date | None:
        return min((*self.orders, *(since for since, _ in self.contracts if since)), default=None)


@dataclass(frozen=True, slots=True)
class Known:
    """Of one relationship: the days of its first and last touch, `quarters` of touches (measures/quarters.py), days
    of silence and the share of its predicted gaps that are shorter than a third of them; since when it is, as a
    person or a table says; what it bought."""

    touches: int = 0
    first_touch: date | None = None
    last_touch: date | None = None
    quarters: Sequence[Mapping[str, Any]] = ()
    silent_days: int | None = None
    lasting: float | None = None
    since_said: date | None = None
    since_table: date | None = None
    bought: Bought = field(default_factory=Bought)


@dataclass(frozen=True, slots=True)
class Span:
    """`by` SILENCE or CONTRACT; it began on `began` (None: nobody knows), which `began_by` tells; is on record from
    `entered` on; ended on `until`, or (not `over`) was going on then, the last day of which that is certain."""

    by: str
    began: date | None
    began_by: str
    entered: date
    until: date
    over: bool


def spans(one: Known, as_of: date, records_from: date | None, endings_from: date | None) -> list[Span]:
    """What silence and contracts each tell of a relationship; none where there is too little of it. `records_from` is
    the day of the first touch of all, `endings_from` the first day on which any contract of any account ended: before
    it, tables may have dropped what ended."""
    began, began_by = beginning(one, records_from)
    found = []
    if silence := _by_silence(one, as_of):
        found.append(Span(SILENCE, began, began_by, *silence))
    if contract := _by_contract(one.bought, as_of, endings_from):
        found.append(Span(CONTRACT, began, began_by, *contract))
    return found


def beginning(one: Known, records_from: date | None) -> tuple[date | None, str]:
    """As a person says, else as a table does, else the first thing bought or the first touch, whichever was earlier.
    A first touch tells only where the records reach back more than a year before it: a silence of a year ends
    nothing, so a shorter one before the first touch begins nothing."""
    if one.since_said:
        return one.since_said, SAID
    if one.since_table:
        return one.since_table, TABLE
    first, bought = one.first_touch, one.bought.first
    if bought and (first is None or bought <= first):
        return bought, BOUGHT
    if first and records_from and first - records_from > A_YEAR:
        return first, FIRST
    return None, ""


def _by_silence(one: Known, as_of: date) -> tuple[date, date, bool] | None:
    """It takes a year to know a silence for an end, so what is certain is what was so a year ago: who was in touch
    within the year was there then. Who was not, and is silent for three times what is long for them, ended with the
    last touch; of the others no more is known than that they were there at their last."""
    if one.touches < LEAST_TOUCHES or one.last_touch is None or (entered := _met(one.quarters)) is None:
        return None
    if one.last_touch > as_of - A_YEAR:
        return entered, as_of - A_YEAR, False
    over = (one.silent_days or 0) > YEAR and (one.lasting or 0.0) > LASTING_RANK
    return entered, one.last_touch, over


def _met(quarters: Iterable[Mapping[str, Any]]) -> date | None:
    """The end of the quarter in which the fifth touch was: before it, nobody counts it as a relationship."""
    touches = 0
    for quarter in quarters:
        touches += quarter["touches"]
        if touches >= LEAST_TOUCHES:
            year, number = int(quarter["label"][:4]), int(quarter["label"][-1])
            return date(year + number // 4, number % 4 * 3 + 1, 1)
    return None


def _by_contract(bought: Bought, as_of: date, endings_from: date | None) -> tuple[date, date, bool] | None:
    """Over with the end of the last contract, once it can no longer be renewed and nothing was ordered since."""
    if not bought.contracts or endings_from is None:
        return None
    entered = max(endings_from, bought.first or endings_from)
    ends = [until for _, until in bought.contracts]
    last = max((until for until in ends if until), default=as_of)
    if None in ends or last >= as_of or any(order > last for order in bought.orders):
        return entered, as_of, False
    return entered, last, last < as_of - timedelta(days=RENEWAL_DAYS)
