"""Standing: every measure of a relationship as of a date, one row an organisation. docs/measures/standing.md."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import ibis
import numpy as np

from .balance import balances
from .engine import Engine
from .one_meeting import meetings_once
from .outlook import Outlook, outlook
from .quarters import quarter_of, quarters
from .reach import EPOCH, reach, ties
from .recent import ROW, Recent, newest, packed
from .rhythm import Params
from .state import AMBER_RANK, RED_RANK, UNKNOWN_BELOW, state_of
from .threads import threads
from .touches import attendance, touches

Cadence = tuple[int | None, int | None]
TIE = ("colleague", "contact", "touches", "last", "strength")


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand with one organisation at the end of `as_of` (UTC). What is not known is None, never 0.

    `touches` counts interactions, copies once; `touch_days` the days with one. `usual_gap` holds the 10th, 50th and
    90th percentile of the next gap in days, `silence_rank` the share of predicted gaps shorter than the present
    silence, where its own history is short learned from the others. The gap is None under three days with a touch,
    the rank under three touches. `p_touch_30d` and `expected_30d` are about the next 30 days if
    nobody does anything. `arithmetic` holds every number needed to compute these again. `quarters` are
    {"label": "2024-Q3", "touches": n} from the first touch on; `recent` are the newest 50 touches, newest first.
    """

    organisation: int
    as_of: date
    touches: int
    touch_days: int
    first_touch: datetime | None
    last_touch: datetime | None
    silent_days: int | None
    usual_gap: tuple[float, float, float] | None
    silence_rank: float | None
    p_touch_30d: float | None
    expected_30d: float | None
    state: str
    why: str
    arithmetic: dict[str, Any]
    balance: dict[str, Any] = field(default_factory=dict)
    reach: dict[str, Any] = field(default_factory=dict)
    quarters: list[dict[str, int | str]] = field(default_factory=list)
    recent: Recent = field(default_factory=lambda: Recent(np.zeros(0, ROW)))


def standings(
    engine: Engine, as_of: date, cadences: Mapping[int, Cadence], params: Params | None = None
) -> list[Standing]:
    """A standing for each organisation home has been in touch with by `as_of`, or agreed a cadence with, by number.

    `cadences` holds (floor, ceiling) in days by organisation, either of them None where not agreed. `params` are the
    population's, where it was fitted before and the engine holds a part of it; else it is learned from what is there.
    """
    attending = engine.keep(attendance(as_of), "attending")
    touched = meetings_once(engine, engine.keep(touches(as_of, attending), "touched"), attending)
    daily = touched.group_by("organisation", "day").agg(
        touches=touched.id.count(), first=touched.second.min(), last=touched.second.max()
    )
    days = _arrays(engine, daily.order_by("organisation", "day"))
    with ThreadPoolExecutor(1) as beside:  # the rhythm is learned while the engine goes on
        learning = beside.submit(outlook, days["organisation"], days["day"], (as_of - EPOCH).days, params)
        threaded = engine.keep(threads(touched), "threaded")
        balance = balances(engine, touched, threaded, as_of)
        known = _arrays(engine, ties(touched, attending, as_of).order_by("organisation"))
        latest = engine.run(newest(threaded))
        look = learning.result()
    of_ties, of_days = (_edges(ids, look.ids) for ids in (known["organisation"], days["organisation"]))
    of_latest, recent = _edges(latest["organisation"].to_numpy(), look.ids), packed(latest)
    at, counts = quarter_of(days["day"]), days["touches"]
    first, last = days["first"].tolist(), days["last"].tolist()
    tie = list(zip(*(known[name].tolist() for name in TIE), strict=True))
    answer = [
        _standing(
            look,
            i,
            as_of,
            cadences.get(organisation, (None, None)),
            touches=int(counts[on.start : on.stop].sum()),
            first_touch=datetime.fromtimestamp(first[on.start], UTC),
            last_touch=datetime.fromtimestamp(last[on.stop - 1], UTC),
            balance=balance[organisation],
            reach=reach(tie[slice(*of_ties[i])]),
            quarters=quarters(at[on.start : on.stop], counts[on.start : on.stop], as_of),
            recent=Recent(recent[slice(*of_latest[i])]),
        )
        for i, (organisation, on) in enumerate(zip(look.ids.tolist(), (range(*o) for o in of_days), strict=True))
    ]
    missing = cadences.keys() - set(look.ids.tolist())
    answer += [_untouched(organisation, as_of, cadences[organisation], look) for organisation in missing]
    return sorted(answer, key=lambda standing: standing.organisation)


def judged(standing: Standing, floor: int | None, ceiling: int | None) -> Standing:
    """The same history under another agreement."""
    state, why = state_of(
        touches=standing.touches,
        silent_days=standing.silent_days,
        floor=floor,
        ceiling=ceiling,
        usual_gap=standing.usual_gap,
        silence_rank=standing.silence_rank,
    )
    return replace(standing, state=state, why=why, arithmetic=standing.arithmetic | _thresholds((floor, ceiling)))


def _standing(look: Outlook, i: int, as_of: date, cadence: Cadence, **measured: Any) -> Standing:
    silent, days = int(look.T[i] - look.t_x[i]), int(look.x[i]) + 1
    gap = look.usual_gap(i)
    rank = float(look.rank[i]) if measured["touches"] >= UNKNOWN_BELOW else None
    floor, ceiling = cadence
    state, why = state_of(
        touches=measured["touches"],
        silent_days=silent,
        floor=floor,
        ceiling=ceiling,
        usual_gap=gap,
        silence_rank=rank,
    )
    return Standing(
        organisation=int(look.ids[i]),
        as_of=as_of,
        touch_days=days,
        silent_days=silent,
        usual_gap=gap,
        silence_rank=rank,
        p_touch_30d=float(look.p_touch[i]),
        expected_30d=float(look.expected[i]),
        state=state,
        why=why,
        arithmetic=look.arithmetic(i) | _thresholds(cadence),
        **measured,
    )


def _untouched(organisation: int, as_of: date, cadence: Cadence, look: Outlook) -> Standing:
    state, why = state_of(touches=0, silent_days=None, floor=cadence[0], ceiling=cadence[1])
    nothing = (0, 0, None, None, None, None, None, None, None)
    return Standing(organisation, as_of, *nothing, state, why, look.population | _thresholds(cadence), {}, reach([]))


def _thresholds(cadence: Cadence) -> dict[str, Any]:
    return {"floor": cadence[0], "ceiling": cadence[1], "red_above": RED_RANK, "amber_above": AMBER_RANK}


def _arrays(engine: Engine, expression: ibis.Table) -> dict[str, Any]:
    table = engine.run(expression)
    return {name: table[name].to_numpy() for name in table.column_names}


def _edges(sorted_ids: Any, ids: Any) -> list[list[int]]:
    """Where each of `ids` begins and ends within `sorted_ids`."""
    pairs = np.stack([np.searchsorted(sorted_ids, ids, side) for side in ("left", "right")], axis=1)
    edges: list[list[int]] = pairs.tolist()
    return edges
