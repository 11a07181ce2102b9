"""Expected touches in a horizon, exact given that the relationship is alive at T."""

import numpy as np

from sapwood.measures.rhythm import likelihood
from sapwood.measures.rhythm.params import Params
from sapwood.measures.rhythm.quadrature import beta_rule
from sapwood.measures.rhythm.statistics import Floats

NODES = 24


def given_alive(p: Params, x: Floats, t_x: Floats, T: Floats, horizon: float) -> Floats:
    """Expected touches within `horizon` after T, given alive at T, (n,)."""
    return _poisson(p, x, t_x, T, horizon)


def coins(p: Params, x: Floats) -> tuple[Floats, Floats]:
    """The drop-out probability's Beta posterior, (n,) twice, given x touches survived and the last one too."""
    survived = x + 1 if p.model == "mbg" else x
    return np.full_like(x, p.a), p.b + survived


def _poisson(p: Params, x: Floats, t_x: Floats, T: Floats, horizon: float) -> Floats:
    """k = 1: no memory, so λ | alive ~ Gamma(r + x, alpha + T) and E = E[(1 − e^(−λ p H)) / p], over p by Gauss."""
    kinds, which = np.unique(x, return_inverse=True)
    node, weight = beta_rule(*coins(p, kinds), NODES)
    node = np.maximum(node, 1e-12)[which]
    clock = (p.alpha + likelihood.elapsed(t_x, x, p.grain) + (T - t_x))[:, None]
    ended = -np.expm1(-(p.r + x)[:, None] * np.log1p(node * horizon / clock))
    mean: Floats = (weight[which] * ended / node).sum(axis=1)
    return mean
