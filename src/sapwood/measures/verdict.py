"""A state, its sentence and its numbers, from a history's figures and the cadence that applies. Costs nothing that
was measured before, so that another cadence can be tried on saved figures."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from .cadence import NOTHING, Cadence, clock, numbers
from .state import AMBER_RANK, RED_RANK, state_of

THRESHOLDS = {"red_above": RED_RANK, "amber_above": AMBER_RANK}


class Verdict(NamedTuple):
    """`kept` is what a standing's arithmetic says of the cadence."""

    state: str
    why: str
    kept: dict[str, Any]


def verdict(
    cadence: Cadence,
    as_of: date,
    *,
    touches: int,
    silent_days: int | None,
    usual_gap: tuple[float, float, float] | None,
    silence_rank: float | None,
    rank_without: Callable[[Sequence[date]], float | None],
) -> Verdict:
    """Figures as a standing has them; `rank_without` tells the silence rank without these days, where some are off
    the clock (None: not known)."""
    time, counted = None, None
    if silent_days is not None and cadence is not NOTHING:
        time = clock(cadence, as_of - timedelta(days=silent_days), as_of)
        counted = rank_without([day for day, _ in time.off]) if time.off and silence_rank is not None else None
    peace = time is not None and time.peace_until is not None and as_of < time.peace_until
    state, why = state_of(
        touches=touches,
        silent_days=silent_days,
        floor=cadence.floor.days if cadence.floor else None,
        ceiling=cadence.ceiling.days if cadence.ceiling else None,
        usual_gap=usual_gap,
        silence_rank=silence_rank if counted is None else counted,
        said=cadence.ceiling.said if cadence.ceiling else "",
        left_days=time.left if time else None,
        counted_days=time.counted if time else None,
        off_note=time.note if time else "",
        in_peace=cadence.floor.said if cadence.floor and peace else "",
    )
    return Verdict(state, why, THRESHOLDS | numbers(cadence, time, counted))
