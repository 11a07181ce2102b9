"""What comes next, given the state since the last touch: P(touch), expected touches, P(alive)."""

import numpy as np
from numpy.typing import ArrayLike

from sapwood.measures.rhythm import expected, likelihood, pareto
from sapwood.measures.rhythm.params import Params
from sapwood.measures.rhythm.statistics import Floats


def _columns(x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> tuple[Floats, Floats, Floats]:
    a, b, c = np.broadcast_arrays(*(np.atleast_1d(np.asarray(v, dtype=np.float64)) for v in (x, t_x, T)))
    return a, b, c


def p_alive(params: Params, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
    """P(the relationship has not ended), (n,). Internal: nobody can check it; report P(touch) instead."""
    n_x, last, now = _columns(x, t_x, T)
    p = params
    if p.model == "pareto":
        return pareto.p_alive(p.r, p.alpha, p.a, p.b, n_x, last, now)
    clock = p.alpha + last
    tail = likelihood.outlasts(p.r + p.k * n_x, p.k, clock, now - last)
    return _alive(p, n_x, tail)


def _alive(p: Params, x: Floats, tail: Floats) -> Floats:
    coin = likelihood.ends(p.model, x, p.b)
    share = coin * tail / (coin * tail + p.a)
    return np.where((x == 0) & (p.model == "bg"), 1.0, share)


def p_touch(params: Params, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, horizon: float) -> Floats:
    """P(at least one touch within the next `horizon` units of time after T), (n,); exact, in closed form."""
    n_x, last, now = _columns(x, t_x, T)
    p = params
    if p.model == "pareto":
        alive = pareto.p_alive(p.r, p.alpha, p.a, p.b, n_x, last, now)
        return alive * pareto.p_touch_alive(p.r, p.alpha, p.a, p.b, n_x, now, horizon)
    clock = p.alpha + last
    n = p.r + p.k * n_x
    tail = likelihood.outlasts(n, p.k, clock, now - last)
    later = likelihood.outlasts(n, p.k, clock, now - last + horizon)
    broken = 1 - later / np.maximum(tail, likelihood.TINY)
    return np.clip(_alive(p, n_x, tail) * np.where(tail > 0, broken, 0.0), 0.0, 1.0)


def expected_touches(params: Params, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, horizon: float) -> Floats:
    """Expected number of touches within the next `horizon` units of time after T, (n,).

    With whole days it counts days with a touch. Exact given the state: see `expected`.
    """
    n_x, last, now = _columns(x, t_x, T)
    p = params
    least = p_touch(p, n_x, last, now, horizon)
    if p.model == "pareto":
        alive = pareto.p_alive(p.r, p.alpha, p.a, p.b, n_x, last, now)
        return alive * pareto.expected_alive(p.r, p.alpha, p.a, p.b, n_x, now, horizon)
    # A gap of D whole days lies on average half a day before the D-th ends; `renewal` rounds it up again.
    half = 0.5 * p.grain * n_x
    alive = p_alive(p, n_x, last - half, now - half)
    return np.maximum(alive * expected.given_alive(p, n_x, last - half, now - half, horizon), least)
