"""What a population's rhythm says of each history in it: the usual gap, the present silence, the days ahead."""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv

from sapwood.measures.rhythm.gaps import silence_rank, usual_gap
from sapwood.measures.rhythm.learned import Blend, Learned, blended
from sapwood.measures.rhythm.params import Params
from sapwood.measures.rhythm.predict import p_alive
from sapwood.measures.rhythm.statistics import Floats, Summary

RANGE = (0.1, 0.9)


@dataclass(frozen=True, slots=True)
class Forecast:
    """One entry a history, in the order of its summary. `gaps` are the 10, 50 and 90 % points of the gap that began
    with the last touch, in calendar days; `rank` the share of predicted gaps that are shorter than the present
    silence, `rank_of_third` than a third of it; `blend` what the horizon brings, whose P(touch) lies between
    `low` and `high` (80 %, see `touch_range`)."""

    gaps: tuple[Floats, Floats, Floats]
    rank: Floats
    rank_of_third: Floats
    blend: Blend
    low: Floats
    high: Floats


def forecast(learned: Learned, summary: Summary) -> Forecast:
    """`summary` must come from `summarise` on the clock of `learned`, as of the same day."""
    p = learned.params
    x, t_x, T = summary.x, summary.t_x, summary.T
    s = np.zeros_like(x) if summary.s is None else summary.s
    last = np.zeros(len(x), np.int64) if summary.last is None else summary.last
    low, middle, high = (learned.clock.days_until(last, gap) for gap in usual_gap(p, x, t_x, s))
    blend = blended(learned, summary)
    ranks = silence_rank(p, x, t_x, T - t_x, s), silence_rank(p, x, t_x, (T - t_x) / 3, s)
    return Forecast((low, middle, high), *ranks, blend, *touch_range(p, summary, blend.touch))


def touch_range(p: Params, summary: Summary, touch: Floats) -> tuple[Floats, Floats]:
    """Between which chances `touch` is the best single guess, (n,) twice: 80 % of relationships with such a history.

    The pace λ is known only as Gamma(r + kx, ·): its 10 and 90 % points, as multiples of its mean, are put for the
    pace at which a relationship that goes on has the chance `touch`. Wide after few touches, narrow after many.
    """
    known = p.r + p.k * summary.x
    alive = p_alive(p, summary.x, summary.t_x, summary.T)
    whole = np.maximum(alive, np.sqrt(touch))  # the blend may believe in it more than the model does
    pace = -np.log1p(-np.minimum(touch / np.maximum(whole, 1e-12), 1 - 1e-12))
    kinds, which = np.unique(known, return_inverse=True)
    low, high = (whole * -np.expm1(-pace * (gammaincinv(kinds, q) / kinds)[which]) for q in RANGE)
    return np.minimum(low, touch), np.maximum(high, touch)
