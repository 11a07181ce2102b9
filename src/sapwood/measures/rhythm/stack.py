"""The model's P(touch) blended with recency and frequency, learned on the population's own past.

At moved-back dates (as-of − H, − 2H, …) the answer is known: a ridge logistic regression learns from them what
the model misses, and is mixed with the model in logits. Where the past is too short or too small to learn from,
the model's own answer stands.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import expit, logit

from sapwood.measures.rhythm.gaps import silence_rank
from sapwood.measures.rhythm.params import Params
from sapwood.measures.rhythm.predict import expected_touches, p_touch
from sapwood.measures.rhythm.statistics import Floats, Summary, once, summarise

CUTS = 2  # moved-back dates at most
FEWEST = 40  # answers of each kind below which nothing is learned
RIDGE = 5.0
SHARE = 0.7  # of the learned part, in logits
SAMPLE = 40_000  # known answers to learn from, at most


@dataclass(frozen=True, slots=True)
class Events:
    """Touches as sorted arrays: (id number, day), each pair once."""

    ids: NDArray[np.int64]
    days: NDArray[np.int64]

    def within(self, who: NDArray[np.int64], start: int, stop: int) -> Floats:
        """Touch-days of each of `who` in (start, stop], (n,)."""
        inside = (self.days > start) & (self.days <= stop)
        counted = np.bincount(self.ids[inside], minlength=int(self.ids.max()) + 1)
        return counted[who].astype(np.float64)


def _features(p: Params, summary: Summary, events: Events, as_of: int, horizon: int) -> Floats:
    assert summary.ids is not None
    x, t_x, T = summary.x, summary.t_x, summary.T
    silence = T - t_x
    model = logit(np.clip(p_touch(p, x, t_x, T, horizon), 1e-5, 1 - 1e-5))
    rank = silence_rank(p, x, t_x, silence, summary.s)
    lately = [np.log1p(events.within(summary.ids, as_of - w * horizon, as_of)) for w in (1, 3)]
    return np.stack(
        [model, np.log1p(silence), np.log1p(x), np.log1p(T), np.log1p(x) - np.log1p(T), rank, *lately], axis=1
    )


def _ridge(features: Floats, answer: Floats) -> Floats:
    """Intercept and slopes of a ridge logistic regression on standardised features."""

    def loss(beta: Floats) -> tuple[float, Floats]:
        score = beta[0] + features @ beta[1:]
        value = float(np.sum(np.logaddexp(0, score) - answer * score)) + 0.5 * RIDGE * float(beta[1:] @ beta[1:])
        off = expit(score) - answer
        return value, np.append(off.sum(), features.T @ off + RIDGE * beta[1:])

    return np.asarray(minimize(loss, np.zeros(features.shape[1] + 1), jac=True, method="L-BFGS-B").x)


def _learned(params: Params, summary: Summary, events: Events, as_of_day: int, horizon: int) -> Floats | None:
    """The stack's P(touch), (n,), or None where the past is too short or too small."""
    seen, answers = [], []
    for cut in range(1, CUTS + 1):
        date = as_of_day - cut * horizon
        if date - int(events.days.min()) < horizon:
            break
        past = summarise(events.ids, events.days, date)
        if past.ids is None or len(past) < FEWEST:
            break
        seen.append(_features(params, past, events, date, horizon))
        answers.append(events.within(past.ids, date, date + horizon) > 0)
    answer = np.concatenate([*answers, np.zeros(0)])
    if min(answer.sum(), len(answer) - answer.sum()) < FEWEST:
        return None
    known, now = np.concatenate(seen), _features(params, summary, events, as_of_day, horizon)
    every = max(1, len(answer) // SAMPLE)
    middle, width = known.mean(axis=0), known.std(axis=0) + 1e-9
    beta = _ridge(((known - middle) / width)[::every], answer[::every])
    learned = beta[0] + (now - middle) / width @ beta[1:]
    return np.asarray(expit(SHARE * learned + (1 - SHARE) * now[:, 0]))


def blended(
    params: Params, summary: Summary, ids: ArrayLike, days: ArrayLike, as_of_day: int, horizon: int
) -> tuple[Floats, Floats]:
    """P(touch) within `horizon` days after `as_of_day`, and the expected number of days with a touch, (n,) each.

    `ids` are whole numbers from 0, `days` whole days, as given to `summarise`; answers come in the summary's
    order. The number is the model's, in proportion to the blended P(touch), and never below it.
    """
    alone = p_touch(params, summary.x, summary.t_x, summary.T, horizon)
    number = expected_touches(params, summary.x, summary.t_x, summary.T, horizon)
    if len(summary) < FEWEST:
        return alone, number
    who, when = np.asarray(ids, dtype=np.int64), np.asarray(days, dtype=np.int64)
    known = when <= as_of_day
    start = int(when[known].min())
    span = as_of_day - start + 1
    code, day = np.divmod(once(who[known] * span + (when[known] - start)), span)
    touch = _learned(params, summary, Events(code, day + start), as_of_day, horizon)
    if touch is None:
        return alone, number
    return touch, np.clip(number * touch / np.maximum(alone, 1e-9), touch, horizon)
