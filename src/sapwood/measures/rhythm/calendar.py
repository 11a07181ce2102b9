"""Learning the clock: the population's daily counts propose days off and quiet spells, the likelihood keeps them."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sapwood.measures.rhythm.clock import MONDAY, Clock, Spell
from sapwood.measures.rhythm.fit import fit
from sapwood.measures.rhythm.params import Params
from sapwood.measures.rhythm.statistics import Floats, summarise

FEWEST_DAYS, FEWEST_TOUCHES, FEWEST = 28, 200, 30  # of history, of touch-days, of relationships: below, a plain clock
OFF = 0.5  # of a working day's touches: a weekday with fewer may be a day off
QUIET = 1 / 3  # of the usual touches: a span with fewer may be a spell
SLOWEST = 0.02
LONGEST = 42  # days: what lasts longer is no spell but another regime
AROUND = 28  # days on either side that say what would have been usual
EDGE = 7  # days on either side that were as usual
SPELLS = 6  # looked for at most
CERTAIN = 4.0  # standard deviations below the usual, before a spell is proposed
LEAST_MISSED = 20.0  # touches that would have been usual in it
SAMPLE, TOUCHES = 3_000, 100_000  # relationships that the likelihood is asked of and touches of theirs, at most
COST = 6.0  # nats that each day off or spell must gain: it was chosen among many

Ints = NDArray[np.int64]


def find_clock(ids: Ints, days: Ints, as_of_day: int) -> Clock:
    """The clock of a population by the end of `as_of_day`, from its touches; the plain one where nothing else
    is supported. (id, day) each pair once and in order, `ids` whole numbers."""
    known = days <= as_of_day
    ids, days = ids[known], days[known]
    code = np.cumsum(np.diff(ids, prepend=ids[:1]) != 0)
    if len(days) < FEWEST_TOUCHES or code[-1] + 1 < FEWEST or as_of_day - int(days.min()) < FEWEST_DAYS:
        return Clock()
    start = int(days.min())
    counts = np.bincount(days - start, minlength=as_of_day - start + 1)[:-1].astype(np.float64)  # this day goes on
    kept = code % max(-(-(int(code[-1]) + 1) // SAMPLE), -(-len(code) // TOUCHES)) == 0
    sample = code[kept], days[kept]
    clock, best, near = Clock(), 0.0, None
    for attempt in range(1 + SPELLS):
        proposed = _with_spell(counts, start, clock) if attempt else _with_days_off(counts, start)
        if proposed == clock:
            if attempt:
                break
            continue
        if near is None:
            best, near = explained(clock, *sample, as_of_day)
        value, _ = explained(proposed, *sample, as_of_day, near)
        if value > best + COST * _parts(proposed, clock):
            clock, best = proposed, value
        elif attempt:
            break
    return clock


def explained(
    clock: Clock, ids: Ints, days: Ints, as_of_day: int, near: Params | None = None
) -> tuple[float, Params]:
    """Log-likelihood of the repeat touches on their calendar days, by the model that runs on this clock, and that
    model, to be found from `near`."""
    known = days <= as_of_day
    ids, days = ids[known], days[known]
    summary = summarise(ids, days, as_of_day, clock)
    repeat = days[1:][ids[1:] == ids[:-1]]
    # a density of clock time is one of calendar time when multiplied by the speed on the day
    found = fit(summary, near=near, regular=False)
    return found.log_likelihood + float(np.log(clock.speed(repeat)).sum()), found


def _parts(proposed: Clock, before: Clock) -> int:
    days_off = sum(new != old for new, old in zip(proposed.week, before.week, strict=True))
    return days_off + len(proposed.spells) - len(before.spells)


def _with_days_off(counts: Floats, start: int) -> Clock:
    weekday = (start + np.arange(len(counts)) - MONDAY) % 7
    rate = np.bincount(weekday, counts, 7) / np.maximum(np.bincount(weekday, minlength=7), 1)
    working = float(np.sort(rate)[2:].mean())
    return Clock(tuple(1.0 if one >= OFF * working else max(float(one) / working, SLOWEST) for one in rate))


def _with_spell(counts: Floats, start: int, clock: Clock) -> Clock:
    spell = _quietest(counts, start, clock)
    if spell is None:
        return clock
    first, last, share = spell
    if last == start + len(counts) - 1:  # it goes on
        spell = first, last + 1, share
    return replace(clock, spells=tuple(sorted((*clock.spells, spell))))


def _quietest(counts: Floats, start: int, clock: Clock) -> Spell | None:
    """The span of days furthest below what the weeks around it lead one to expect, if it is far enough."""
    size = len(counts)
    speed = clock.speed(start + np.arange(size))
    taken = np.zeros(size, bool)
    for begin, end, _ in clock.spells:
        taken[begin - start : end - start + 1] = True
    number, pace = (np.append(0.0, np.cumsum(np.where(taken, 0.0, each))) for each in (counts, speed))
    used = np.append(0, np.cumsum(taken))
    best: tuple[float, Spell] | None = None
    for length in range(1, min(LONGEST, size // 4) + 1):
        first = np.arange(AROUND // 2, size - length + 1)
        last = first + length
        low, high = np.maximum(first - AROUND, 0), np.minimum(last + AROUND, size)
        inside, beside = number[last] - number[first], number[high] - number[low]
        time, around = pace[last] - pace[first], pace[high] - pace[low]
        usual = (beside - inside) / np.maximum(around - time, 1e-9) * time
        # a spell begins and ends: beside it there are days as usual, or it goes on to this day
        from_, to = np.maximum(first - EDGE, 0), np.minimum(last + EDGE, size)
        free = (used[to] == used[from_]) & (usual > 0)
        if not free.any():
            continue
        least = OFF * usual / np.maximum(time, 1e-9)
        begins = number[first] - number[from_] >= least * (pace[first] - pace[from_])
        ends = number[to] - number[last] >= least * (pace[to] - pace[last])
        noise = (inside - usual)[free] ** 2 / usual[free]
        spread = max(1.0, float(np.median(noise)) / 0.455)  # the median of a squared normal deviate
        surprise = np.where(free, (usual - inside) / np.sqrt(np.maximum(usual, 1e-9) * spread), 0.0)
        surprise[(inside > QUIET * usual) | (usual < LEAST_MISSED) | ~begins | ~ends] = 0.0
        place = int(np.argmax(surprise))
        if surprise[place] > CERTAIN and (best is None or surprise[place] > best[0]):
            share = max(float(inside[place] / usual[place]), SLOWEST)
            best = float(surprise[place]), (start + int(first[place]), start + int(last[place]) - 1, share)
    return best[1] if best else None
