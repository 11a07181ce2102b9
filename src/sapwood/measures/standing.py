"""Standing: every measure of a relationship as of a date, one row an organisation. docs/measures/standing.md."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from .cadence import NOTHING, Cadence, without
from .history import History
from .meetings import Meetings
from .outlook import Outlook
from .reach import reach
from .recent import ROW, Recent
from .state import UNKNOWN_BELOW
from .verdict import verdict


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand with one organisation at the end of `as_of` (UTC). What is not known is None, never 0.

    `touches` counts interactions, copies once; `touch_days` the days with one. `usual_gap` holds the 10th, 50th and
    90th percentile of the next gap in days, `silence_rank` the share of predicted gaps shorter than the present
    silence, where its own history is short learned from the others. The gap is None under three days with a touch,
    the rank under three touches. `p_touch_30d` and `expected_30d` are about the next 30 days if
    nobody does anything. `arithmetic` holds every number needed to compute these again. `quarters` are
    {"label": "2024-Q3", "touches": n} from the first touch on; `meetings` are the last and the next
    (measures/meetings.py); `recent` are the newest 50 touches, newest first.
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
    meetings: Meetings = field(default_factory=dict)
    recent: Recent = field(default_factory=lambda: Recent(np.zeros(0, ROW)))


def standings(history: History, cadences: Mapping[int, Cadence]) -> list[Standing]:
    """A standing for each organisation that home has been in touch with, or has a cadence with, by number.
    `cadences` holds the one that applies, by organisation."""
    look, days, recent = history.outlook, history.days, history.recent
    organisations = look.ids.tolist()
    start, end = (np.searchsorted(days.organisation, look.ids, side) for side in ("left", "right"))
    touches = np.add.reduceat(days.touches, start).tolist() if organisations else []
    first, last = days.first[start].tolist(), days.last[end - 1].tolist()
    latest = [np.searchsorted(history.recent_of, look.ids, side).tolist() for side in ("left", "right")]
    answer = [
        _standing(
            look,
            i,
            history.as_of,
            cadences.get(organisation, NOTHING),
            touches=touches[i],
            first_touch=datetime.fromtimestamp(first[i], UTC),
            last_touch=datetime.fromtimestamp(last[i], UTC),
            balance=history.balance[organisation],
            reach=history.reach.get(organisation) or reach([]),
            quarters=history.quarters[i],
            meetings=history.meetings.get(organisation, {}),
            recent=Recent(recent[latest[0][i] : latest[1][i]]),
        )
        for i, organisation in enumerate(organisations)
    ]
    for organisation in sorted(cadences.keys() - set(organisations)):
        planned = history.meetings.get(organisation, {})
        answer.append(_untouched(organisation, history.as_of, cadences[organisation], look, planned))
    return sorted(answer, key=lambda standing: standing.organisation)


def judged(standing: Standing, cadence: Cadence) -> Standing:
    """The same history under another cadence."""
    counted = standing.arithmetic.get("rank_counted")
    found = verdict(
        cadence,
        standing.as_of,
        touches=standing.touches,
        silent_days=standing.silent_days,
        usual_gap=standing.usual_gap,
        silence_rank=standing.silence_rank,
        rank_without=lambda off: counted,
    )
    return replace(standing, state=found.state, why=found.why, arithmetic=without(standing.arithmetic) | found.kept)


def _standing(look: Outlook, i: int, as_of: date, cadence: Cadence, **measured: Any) -> Standing:
    silent, days = int(look.silent[i]), int(look.summary.x[i]) + 1
    gap = look.usual_gap(i)
    rank = float(look.ahead.rank[i]) if measured["touches"] >= UNKNOWN_BELOW else None
    found = verdict(
        cadence,
        as_of,
        touches=measured["touches"],
        silent_days=silent,
        usual_gap=gap,
        silence_rank=rank,
        rank_without=lambda off: look.rank_without(i, off),
    )
    return Standing(
        organisation=int(look.ids[i]),
        as_of=as_of,
        touch_days=days,
        silent_days=silent,
        usual_gap=gap,
        silence_rank=rank,
        p_touch_30d=float(look.ahead.blend.touch[i]),
        expected_30d=float(look.ahead.blend.number[i]),
        state=found.state,
        why=found.why,
        arithmetic=look.arithmetic(i) | found.kept,
        **measured,
    )


def _untouched(organisation: int, as_of: date, cadence: Cadence, look: Outlook, planned: Meetings) -> Standing:
    found = verdict(
        cadence, as_of, touches=0, silent_days=None, usual_gap=None, silence_rank=None, rank_without=lambda off: None
    )
    nothing = (0, 0, None, None, None, None, None, None, None)
    numbers = look.population | found.kept
    return Standing(organisation, as_of, *nothing, found.state, found.why, numbers, {}, reach([]), meetings=planned)
