"""What an engine says of everybody's past by a date, as arrays and figures: all that standings are made of."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from .balance import Figures, balances, mails, starts, volumes
from .engine import Engine
from .meetings import Meeting, Meetings, meetings
from .newest import SINCE, newest, newest_since, packed
from .once import once
from .one_meeting import meetings_once
from .outlook import Outlook, outlook
from .quarters import Quarters, quarter_of, quarters
from .reach import EPOCH, reaches, ties, together
from .rhythm import Learned
from .threads import threads
from .touches import DAY_S, attendance

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Days:
    """A row per organisation and day with a touch, in order: `organisation`, `day` (since 1970-01-01, UTC), how many
    `touches` there were, and the `first` and the `last` of them (seconds since 1970)."""

    organisation: Ints
    day: Ints
    touches: Ints
    first: Ints
    last: Ints

    def account(self) -> Ints:
        """0 for the rows of the first organisation, 1 for those of the second, and so on."""
        fresh = np.diff(self.organisation, prepend=self.organisation[:1]) != 0
        return np.cumsum(fresh)


@dataclass(frozen=True, slots=True)
class Before:
    """What was counted of some organisations until now, for `look_back` to add to: the rows of touches() and ties()
    as of the same day, and their meetings to come."""

    touches: pa.Table
    ties: pa.Table
    planned: Mapping[int, Meeting] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class History:
    """`outlook` lists the organisations; `quarters` stand in its order, `balance` and `reach` by organisation.
    `recent` are the rows of packed(), with `recent_of` beside them. `touches` and `ties` hold the rows of touches()
    and ties(), the former in the engine."""

    as_of: date
    outlook: Outlook
    days: Days
    quarters: list[Quarters]
    balance: dict[int, Figures]
    reach: dict[int, dict[str, Any]]
    recent: NDArray[np.void]
    recent_of: Ints
    meetings: dict[int, Meetings]
    touches: ibis.Table
    ties: pa.Table


def look_back(engine: Engine, as_of: date, learned: Learned | None = None, before: Before | None = None) -> History:
    """The past by the end of `as_of` (UTC) of all who are in the engine. `learned` is the population's rhythm,
    where the engine holds a part of it; else it is learned from what is there. `before` holds what was
    counted already; then the engine needs to know only what came since."""
    touched, tied = _counted(engine, as_of, before)
    times = engine.run(_times(touched))
    organisation, second = (times[name].to_numpy() for name in ("organisation", "second"))
    days, since = days_of(organisation, second), engine.put(newest_since(organisation, second), SINCE, "newest_since")
    with ThreadPoolExecutor(2) as beside:  # what was fetched becomes figures while the engine goes on
        look = beside.submit(outlook, days.organisation, days.day, (as_of - EPOCH).days, learned)
        rings = beside.submit(quarters, days.account(), quarter_of(days.day), days.touches, as_of)
        ties = engine.run(_in_order(tied))
        reach = beside.submit(reaches, ties)
        threaded = threads(engine, touched)
        counts = engine.run(volumes(touched)), engine.run(starts(threaded)), engine.run(mails(threaded))
        balance = beside.submit(balances, *counts, as_of)
        of, recent = packed(engine.run(newest(touched, threaded, since)))
        met = meetings(engine, touched, as_of, before.planned if before else {})
        measured = look.result(), days, rings.result(), balance.result(), reach.result()
    return History(as_of, *measured, recent, of, met, touched, ties)


def _counted(engine: Engine, as_of: date, before: Before | None) -> tuple[ibis.Table, ibis.Table]:
    """touches() and ties(), both held by the engine."""
    attending = engine.keep(attendance(as_of), "attending")
    touched = meetings_once(engine, as_of, attending)
    tied = engine.keep(ties(touched, attending, as_of), "tied")
    if before is None:
        return touched, tied
    engine.add(before.touches, "touched")
    engine.add(before.ties, "tied")
    return touched, together(tied)


@once
def _times(touched: ibis.Table) -> ibis.Table:
    return touched.select("organisation", "second").order_by("organisation", "second")


@once
def _in_order(tied: ibis.Table) -> ibis.Table:
    return tied.order_by("organisation")


def days_of(organisation: Ints, second: Ints) -> Days:
    """From both columns in order."""
    day = second // DAY_S
    fresh = np.ones(len(day), bool)
    fresh[1:] = (day[1:] != day[:-1]) | (organisation[1:] != organisation[:-1])
    start = np.flatnonzero(fresh)
    size = np.diff(np.append(start, len(day)))
    return Days(organisation[start], day[start], size, second[start], second[start + size - 1])
