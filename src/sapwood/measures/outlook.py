"""What the rhythm of a whole population says about each relationship in it, as arrays. docs/measures/standing.md."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sapwood.measures.rhythm import Params, expected_touches, fit, p_touch, silence_rank, summarise, usual_gap

USUAL_FROM = 3  # days with a touch, before anything is called usual
HORIZON_DAYS = 30
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outlook:
    """One entry a relationship, sorted by id: arrays of length n. Gaps and silences in days."""

    ids: NDArray[np.int64]
    x: Floats
    t_x: Floats
    T: Floats
    s: Floats
    gaps: tuple[Floats, Floats, Floats]
    rank: Floats
    rank_of_third: Floats
    p_touch: Floats
    expected: Floats
    params: Params
    population: dict[str, Any]

    def usual_gap(self, i: int) -> tuple[float, float, float] | None:
        low, middle, high = (float(points[i]) for points in self.gaps)
        return (low, middle, high) if self.x[i] + 1 >= USUAL_FROM else None

    def arithmetic(self, i: int) -> dict[str, Any]:
        """Every number needed to compute the others again: see measures/rhythm."""
        own = {name: float(getattr(self, name)[i]) for name in ("x", "t_x", "T", "s", "rank_of_third")}
        return own | self.population


def outlook(ids: ArrayLike, days: ArrayLike, as_of_day: int, params: Params | None = None) -> Outlook:
    """From days with a touch: `ids` (n,) and `days` (n,) since 1970-01-01. `params` are the population's, where it
    was fitted before; else it is learned from these."""
    summary = summarise(ids, days, as_of_day)
    params = params or fit(summary)
    x, t_x, whole = summary.x, summary.t_x, summary.T
    s = summary.s if summary.s is not None else np.zeros_like(x)
    names = summary.ids if summary.ids is not None else np.zeros(0, np.int64)
    silence = whole - t_x
    population = population_of(params)
    return Outlook(
        ids=names.astype(np.int64),
        x=x,
        t_x=t_x,
        T=whole,
        s=s,
        gaps=usual_gap(params, x, t_x, s),
        rank=silence_rank(params, x, t_x, silence, s),
        rank_of_third=silence_rank(params, x, t_x, silence / 3, s),
        p_touch=p_touch(params, x, t_x, whole, HORIZON_DAYS),
        expected=expected_touches(params, x, t_x, whole, HORIZON_DAYS),
        params=params,
        population=population,
    )


def population_of(params: Params) -> dict[str, Any]:
    """A population's numbers by name, as they are shown and saved; Params(**…) makes them whole again."""
    return {field.name: getattr(params, field.name) for field in fields(params) if field.name != "log_likelihood"}
