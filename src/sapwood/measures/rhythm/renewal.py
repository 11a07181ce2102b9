"""What a fresh start brings: touches within a time after a touch, a coin coming before each."""

from collections.abc import Callable

import numpy as np
from scipy.special import gammainc

from sapwood.measures.rhythm.params import Params
from sapwood.measures.rhythm.statistics import Floats

# (which of the kinds (n,), rate (n, nodes)) -> a function of the time left -> expected further touches (n, nodes)
Further = Callable[[np.ndarray, Floats], Callable[[float], Floats]]
STEP = 0.08  # of the tables, in ln(rate)
MOST = 3000  # touches counted in a horizon at most


def _survive(a: Floats, b: Floats, most: int) -> Floats:
    """P(the next m coins all spare the relationship), m = 1 … most, (kinds, most), p ~ Beta(a, b)."""
    j = np.arange(most)
    return np.asarray(np.cumprod((b[:, None] + j) / (a[:, None] + b[:, None] + j), axis=1), dtype=np.float64)


def continuous(p: Params, a: Floats, b: Floats, rate: Floats, horizon: float) -> Further:
    """What a fresh start brings, by kind, rate and time.

    `a`, `b` (kinds,) are the coin's posteriors. The m-th touch comes within z = rate · time with probability
    P(mk, z): one table in ln z.
    """
    top = min(float(rate.max()) * horizon, MOST * p.k * 0.9)
    grid = np.exp(np.arange(np.log(1e-6), np.log(max(top, 1e-3)) + STEP, STEP))
    most = int(min(MOST, (top + 8 * np.sqrt(top) + 12) / p.k + 2))
    arrives = gammainc(p.k * np.arange(1, most + 1)[:, None], grid)
    values = _survive(a, b, most) @ arrives

    def further(which: np.ndarray, rates: Floats) -> Callable[[float], Floats]:
        base = (np.log(np.maximum(rates, 1e-300)) - np.log(1e-6)) / STEP
        kind = which[:, None]

        def within(time: float) -> Floats:
            place = np.maximum(base + np.log(max(time, 1e-300)) / STEP, 0.0)
            low = np.minimum(place.astype(np.int64), len(grid) - 2)
            part = np.minimum(place - low, 1.0)
            between: Floats = values[kind, low] * (1 - part) + values[kind, low + 1] * part
            return between

        return within

    return further


def whole_days(p: Params, a: Floats, b: Floats, rate: Floats, horizon: float) -> Further:
    """The same with gaps rounded up to whole days: m-fold convolutions by FFT on a grid of rates, then the coins."""
    days = int(horizon / p.grain)
    low_rate = max(float(rate.min()), 1e-5 / max(horizon, 1.0))
    high_rate = min(max(float(rate.max()), 2 * low_rate), 60.0 * max(p.k, 1.0) / p.grain)
    grid = np.exp(np.arange(np.log(low_rate), np.log(high_rate) + STEP, STEP))
    upto = gammainc(p.k, grid[:, None] * p.grain * np.arange(days + 1))
    chance = np.diff(upto, axis=1, prepend=0.0)  # (grid, days + 1): P(gap = d)
    wave = np.fft.rfft(chance, 2 * days + 2, axis=1)
    power = np.ones_like(wave)
    odds = _survive(a, b, max(days, 1))
    reached = []
    for _ in range(days):
        power = power * wave
        by_day = np.cumsum(np.fft.irfft(power, 2 * days + 2, axis=1)[:, : days + 1], axis=1)
        power = np.fft.rfft(np.diff(by_day, axis=1, prepend=0.0), 2 * days + 2, axis=1)
        reached.append(by_day.T)
        if by_day[:, -1].max() < 1e-9:
            break
    touches = np.stack(reached) if reached else np.zeros((0, days + 1, len(grid)))
    values = np.tensordot(odds[:, : len(touches)], touches, 1)  # (kinds, days + 1, grid)
    # by day, then by kind and rate in one: what is looked up together lies together
    flat = np.ascontiguousarray(values.transpose(1, 0, 2)).reshape(days + 1, -1)

    def further(which: np.ndarray, rates: Floats) -> Callable[[float], Floats]:
        place = np.log(np.maximum(rates, low_rate) / low_rate) / STEP
        low = np.clip(place.astype(np.int64), 0, len(grid) - 2)
        part = np.clip(place - low, 0.0, 1.0)
        here = low + which[:, None] * len(grid)

        def within(time: float) -> Floats:
            row = flat[round(time / p.grain)]
            between: Floats = row.take(here) * (1 - part) + row.take(here + 1) * part
            return between

        return within

    return further
