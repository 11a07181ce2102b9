"""What the population's own past teaches beyond the model: a correction to its P(touch), in log-odds.

At moved-back dates the answer is known. There the model is fitted as it would have been, and a ridge logistic
regression learns what it missed, from recency, frequency, rank and the plain model of chance. The ridge draws the
correction towards none, so a short past or a small population leaves the model as it is.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from sapwood.measures.rhythm.clock import Clock
from sapwood.measures.rhythm.fit import fit
from sapwood.measures.rhythm.gaps import silence_rank
from sapwood.measures.rhythm.params import Params
from sapwood.measures.rhythm.predict import p_touch
from sapwood.measures.rhythm.statistics import Floats, Summary, summarise

# Chosen on dates that no reported figure uses: docs/measures/rhythm.md.
CUTS = 6  # moved-back dates at most, half a horizon apart
SHORTEST = 20  # days of history before a moved-back date
FEWEST = 20  # answers of each kind, below which nothing is learned
RIDGE = 5.0
SHARE = 0.8  # of what is learned about differences between relationships
WINDOWS = 2.0  # horizons that must have been seen before half of what is learned about the level is believed
SAMPLE, TOUCHES = 10_000, 150_000  # relationships to learn from and touches of theirs, at most
FITTED = 2_000  # of them, from which the parameters of a past date are learned
ROUNDS, ENOUGH = 30, 1e-6
FEATURES = ("model", "chance", "silence", "rank", "new", "history", "touches")

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stack:
    """The correction: a constant, then a weight for each of FEATURES; all 0 where nothing was learned. `dates` were
    looked back from, `answers` relationships and dates in all."""

    weights: tuple[float, ...] = (0.0,) * (len(FEATURES) + 1)
    dates: int = 0
    answers: int = 0

    def correction(self, features: Floats) -> Floats:
        """In log-odds, (n,)."""
        told: Floats = self.weights[0] + features @ np.array(self.weights[1:])
        return np.clip(told, -3.0, 3.0)


@dataclass(frozen=True, slots=True)
class Hindsight:
    """One moved-back date: its day, how many relationships the model said would have a touch, and how many had."""

    day: int
    foreseen: float
    noise: float
    came: float


def features(params: Params, chance: Params, summary: Summary, horizon: float) -> Floats:
    """(n, 7), in the order of FEATURES; `chance` is the population's fit with k = 1."""
    x, t_x, T = summary.x, summary.t_x, summary.T
    model, plain = (log_odds(p_touch(p, x, t_x, T, horizon)) for p in (params, chance))
    rank = silence_rank(params, x, t_x, T - t_x, summary.s)
    return np.stack([model, plain, np.log1p(T - t_x), rank, x == 0, np.log1p(T), np.log1p(x)], axis=1)


def log_odds(chance: Floats) -> Floats:
    found: Floats = logit(np.clip(chance, 1e-5, 1 - 1e-5))
    return found


def learn_stack(
    ids: Ints, days: Ints, as_of_day: int, horizon: int, clock: Clock, near: Params
) -> tuple[Stack, list[Hindsight]]:
    """From touches up to `as_of_day`, (id, day) each pair once and in order; the latest hindsight first. `near` are
    the population's parameters now, from which the search for those of the past begins."""
    code = np.cumsum(np.diff(ids, prepend=ids[:1]) != 0)
    size = int(code[-1]) + 1 if len(code) else 0
    if size < FEWEST:
        return Stack(), []
    kept = code % max(-(-size // SAMPLE), -(-len(code) // TOUCHES)) == 0
    code, days = code[kept], days[kept]
    seen, answers, hindsight = [], [], []
    for cut in range(CUTS):
        date = as_of_day - horizon - cut * -(-horizon // 2)
        if date - int(days.min()) < max(SHORTEST, horizon // 2):
            break
        past = summarise(code, days, date, clock)
        ahead = float(clock.at(date + horizon) - clock.at(date))
        if past.ids is None or ahead < 0.5:  # nothing can be learned for a weekend
            continue
        later = code[(days > date) & (days <= date + horizon)]
        happened = np.bincount(later, minlength=size)[past.ids] > 0
        part = past.every(-(-len(past) // FITTED))
        near = replace(fit(part, near=near, regular=False), spread=near.spread, own=near.own)
        found = features(near, fit(part, k=1.0, near=near), past, ahead)
        expected = expit(found[:, 0])
        noise = float(np.sqrt((expected * (1 - expected)).sum()))
        hindsight.append(Hindsight(date, float(expected.sum()), noise, float(happened.sum())))
        seen.append(found)
        answers.append(happened)
    answer = np.concatenate([*answers, np.zeros(0, bool)])
    if min(answer.sum(), len(answer) - answer.sum()) < FEWEST:
        return Stack(), hindsight
    known = np.concatenate(seen)
    middle, width = known.mean(axis=0), known.std(axis=0) + 1e-9
    beta = _ridge((known - middle) / width, known[:, 0], answer.astype(np.float64))
    seen_whole = 1 + (len(answers) - 1) / 2  # the dates are half a horizon apart
    level, slopes = beta[0] * seen_whole / (seen_whole + WINDOWS), SHARE * beta[1:] / width
    weights = (float(level - slopes @ middle), *slopes.tolist())
    return Stack(weights, len(answers), len(answer)), hindsight


def _ridge(features: Floats, model: Floats, answer: Floats) -> Floats:
    """Constant and slopes of what is added to the model's log-odds, all drawn towards 0: Newton's method, which a
    penalised logistic loss lets arrive in a few steps, halved where one would lose."""
    columns = np.column_stack([np.ones(len(features)), features])

    def loss(beta: Floats) -> float:
        score = model + columns @ beta
        return float(np.sum(np.logaddexp(0, score) - answer * score)) + 0.5 * RIDGE * float(beta @ beta)

    beta = np.zeros(columns.shape[1])
    value = loss(beta)
    for _ in range(ROUNDS):
        chance = expit(model + columns @ beta)
        slope = columns.T @ (chance - answer) + RIDGE * beta
        bend = (columns * (chance * (1 - chance))[:, None]).T @ columns + RIDGE * np.eye(len(beta))
        step = np.linalg.solve(bend, slope)
        while (found := loss(beta - step)) > value and np.abs(step).max() > ENOUGH:
            step /= 2
        beta, gain, value = beta - step, value - found, found
        if gain < ENOUGH:
            break
    return beta
