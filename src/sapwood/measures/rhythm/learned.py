"""What a population's past teaches about its rhythm at one date: learned once, applied to any of its histories."""

from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from sapwood.measures.rhythm.calendar import find_clock
from sapwood.measures.rhythm.change import Change, change_in
from sapwood.measures.rhythm.clock import Clock
from sapwood.measures.rhythm.fit import fit
from sapwood.measures.rhythm.params import Params
from sapwood.measures.rhythm.predict import expected_touches
from sapwood.measures.rhythm.stack import Stack, features, learn_stack
from sapwood.measures.rhythm.statistics import Floats, Summary, once, summarise

NOTHING = Stack()


@dataclass(frozen=True, slots=True)
class Learned:
    """As of the end of `as_of_day`, for the `horizon` days after it. `params` and `chance` (k = 1) are in working
    days of `clock`; `ahead` is how many of these the horizon holds."""

    as_of_day: int
    horizon: int
    ahead: float
    clock: Clock
    params: Params
    chance: Params
    stack: Stack = NOTHING
    change: Change | None = None

    def plain(self) -> dict[str, Any]:
        """As numbers, lists and texts; `learned_from` makes it whole again."""
        kept = asdict(self)
        for fitted in (kept["params"], kept["chance"]):
            fitted["log_likelihood"] = None  # may be no number, which JSON has no word for
        return kept


def learned_from(plain: dict[str, Any]) -> Learned:
    params, chance = (Params(**plain[name] | {"log_likelihood": float("nan")}) for name in ("params", "chance"))
    week, spells = plain["clock"]["week"], plain["clock"]["spells"]
    stack, change = plain["stack"], plain["change"]
    return Learned(
        **{name: plain[name] for name in ("as_of_day", "horizon", "ahead")},
        clock=Clock(tuple(week), tuple((first, last, share) for first, last, share in spells)),
        params=params,
        chance=chance,
        stack=replace(Stack(**stack), weights=tuple(stack["weights"])),
        change=Change(**change) if change else None,
    )


def learn(ids: ArrayLike, days: ArrayLike, as_of_day: int, horizon: int) -> tuple[Learned, Summary]:
    """What is learned from touches (`ids` whole numbers from 0, `days` whole days since 1970-01-01), and the
    summary of them on its clock. Nothing after `as_of_day` is looked at."""
    who, when = np.asarray(ids, dtype=np.int64), np.asarray(days, dtype=np.int64)
    known = when <= as_of_day
    who, when = _each_once(who[known], when[known])
    clock = find_clock(who, when, as_of_day)
    summary = summarise(who, when, as_of_day, clock)
    ahead = float(clock.at(as_of_day + horizon) - clock.at(as_of_day))
    params = fit(summary)
    chance = fit(summary, k=1.0, near=params)
    stack, hindsight = learn_stack(who, when, as_of_day, horizon, clock, params)
    return Learned(as_of_day, horizon, ahead, clock, params, chance, stack, change_in(hindsight, horizon)), summary


def _each_once(who: Any, when: Any) -> tuple[Any, Any]:
    if not len(when):
        return who, when
    start = int(when.min())
    span = int(when.max()) - start + 1
    code, day = np.divmod(once(who * span + (when - start)), span)
    return code, day + start


class Blend(NamedTuple):
    """(n,) each: P(touch) within the horizon, the expected number of days with a touch, and P(touch) by the model
    alone and by the one of pure chance."""

    touch: Floats
    number: Floats
    alone: Floats
    chance: Floats


def blended(learned: Learned, summary: Summary) -> Blend:
    """In the order of `summary`, which must be on the clock of `learned`, as of the same day.

    The number is the model's, in proportion to the blended P(touch), and never below it.
    """
    p, ahead = learned.params, learned.ahead
    told = features(p, learned.chance, summary, ahead)
    alone, chance = expit(told[:, 0]), expit(told[:, 1])
    touch: Floats = expit(told[:, 0] + learned.stack.correction(told))
    days = max(1, round(ahead))  # the expected number is counted day by day
    number = expected_touches(p, summary.x, summary.t_x, summary.T, days) * ahead / days * touch / alone
    return Blend(touch, np.clip(number, touch, learned.horizon), alone, chance)
