"""What the rhythm of a whole population says about each relationship in it, as arrays. docs/measures/standing.md."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sapwood.measures.rhythm import Forecast, Learned, Params, Summary, forecast, learn, silence_rank, summarise

USUAL_FROM = 3  # days with a touch, before anything is called usual, or a chance its own
HORIZON_DAYS = 30
EPOCH = date(1970, 1, 1)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outlook:
    """One entry a relationship, sorted by id: arrays of length n. `silent` in calendar days, x, t_x, T and s on the
    clock that was learned."""

    ids: NDArray[np.int64]
    silent: NDArray[np.int64]
    summary: Summary
    ahead: Forecast
    learned: Learned
    population: dict[str, Any]

    def usual_gap(self, i: int) -> tuple[float, float, float] | None:
        low, middle, high = (float(points[i]) for points in self.ahead.gaps)
        return (low, middle, high) if self.summary.x[i] + 1 >= USUAL_FROM else None

    def rank_without(self, i: int, off: Sequence[date]) -> float:
        """The silence rank, were these days no part of the silence."""
        x, t_x, whole = (getattr(self.summary, name)[i : i + 1] for name in ("x", "t_x", "T"))
        s = np.zeros_like(x) if self.summary.s is None else self.summary.s[i : i + 1]
        gone = self.learned.clock.speed([(day - EPOCH).days for day in off]).sum()
        return float(silence_rank(self.learned.params, x, t_x, np.maximum(whole - t_x - gone, 0.0), s)[0])

    def arithmetic(self, i: int) -> dict[str, Any]:
        """Every number needed to compute the others again: see measures/rhythm."""
        one, ahead = self.summary, self.ahead
        own = {name: float(getattr(one, name)[i]) for name in ("x", "t_x", "T", "s")}
        told = {"rank_of_third": ahead.rank_of_third, "low": ahead.low, "high": ahead.high}
        if any(self.learned.stack.weights):
            told |= {"alone": ahead.blend.alone, "chance": ahead.blend.chance}
        return own | {name: float(values[i]) for name, values in told.items()} | self.population


def outlook(ids: ArrayLike, days: ArrayLike, as_of_day: int, learned: Learned | None = None) -> Outlook:
    """From days with a touch: `ids` (n,) and `days` (n,) since 1970-01-01. `learned` is the population's, where that
    was done before for the same day; else it is learned from these."""
    if learned is None:
        learned, summary = learn(ids, days, as_of_day, HORIZON_DAYS)
    else:
        summary = summarise(ids, days, as_of_day, learned.clock)
    names = summary.ids if summary.ids is not None else np.zeros(0, np.int64)
    last = summary.last if summary.last is not None else np.zeros(0, np.int64)
    ahead = forecast(learned, summary)
    return Outlook(names.astype(np.int64), as_of_day - last, summary, ahead, learned, population_of(learned))


def population_of(learned: Learned) -> dict[str, Any]:
    """A population's numbers by name, as they are shown beside each relationship's own."""
    params = learned.params
    told = {field.name: getattr(params, field.name) for field in fields(Params) if field.name != "log_likelihood"}
    if any(learned.stack.weights):
        told["learned"] = [round(weight, 5) for weight in learned.stack.weights]
        told["dates"] = learned.stack.dates
    if not learned.clock.plain:
        told["ahead"], told["week"] = learned.ahead, list(learned.clock.week)
        told["spells"] = [list(spell) for spell in learned.clock.spells]
    if learned.change:
        told["change"] = learned.change.share
    return told
