"""A change of regime: the whole population came much less, or much more, than its rhythm of a horizon ago foresaw."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sapwood.measures.rhythm.stack import Hindsight

MUCH = float(np.log(1.5))
CERTAIN = 4.0  # standard deviations of chance alone
APART = 2.0  # times the size of what the earlier dates were wrong by


@dataclass(frozen=True, slots=True)
class Change:
    """Relationships with a touch in the last `days` days, as a share of those foreseen at the beginning of them."""

    days: int
    share: float


def change_in(hindsight: Sequence[Hindsight], horizon: int) -> Change | None:
    """The change in the latest of the hindsights, the latest first, or None: where it was foreseen, or where the
    rhythm was as wrong on dates before, or where no earlier date tells."""
    if not hindsight:
        return None
    now = hindsight[0]
    earlier = [_miss(one) for one in hindsight[1:] if one.day + horizon <= now.day]
    miss = _miss(now)
    used = float(np.median(np.abs(earlier))) if earlier else np.inf
    if abs(now.came - now.foreseen) <= CERTAIN * now.noise or abs(miss) <= max(MUCH, APART * used):
        return None
    return Change(horizon, now.came / now.foreseen)


def _miss(one: Hindsight) -> float:
    return float(np.log((one.came + 1) / (one.foreseen + 1)))
