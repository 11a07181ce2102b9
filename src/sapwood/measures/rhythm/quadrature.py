"""Gauss rules for the distributions of the models, many at once (Golub & Welsch 1969)."""

from functools import cache

import numpy as np

from sapwood.measures.rhythm.statistics import Floats


@cache
def legendre(size: int) -> tuple[Floats, Floats]:
    """Nodes and weights (size,) for the uniform distribution on (0, 1)."""
    node, weight = np.polynomial.legendre.leggauss(size)
    return (node + 1) / 2, weight / 2


def _rule(diagonal: Floats, beside: Floats) -> tuple[Floats, Floats]:
    """Nodes and weights, (m, size) each, from the recurrence's Jacobi matrices; each row of weights sums to 1."""
    size = diagonal.shape[1]
    matrix = np.zeros((len(diagonal), size, size))
    index = np.arange(size)
    matrix[:, index, index] = diagonal
    matrix[:, index[1:], index[:-1]] = beside
    node, vector = np.linalg.eigh(matrix)
    return node, vector[:, 0, :] ** 2


def gamma_rule(shape: Floats, size: int) -> tuple[Floats, Floats]:
    """For Gamma(shape, rate 1), one row for each entry of `shape` (m,)."""
    j = np.arange(size, dtype=np.float64)
    n = shape[:, None]
    node, weight = _rule(2 * j + n, np.sqrt(j[1:] * (j[1:] + n - 1)))
    return np.maximum(node, 0.0), weight


def beta_rule(a: Floats, b: Floats, size: int) -> tuple[Floats, Floats]:
    """For Beta(a, b), one row for each pair of entries (m,)."""
    j = np.arange(1, size, dtype=np.float64)
    low, high = a[:, None] - 1, b[:, None] - 1
    both = low + high
    first = (low - high) / (both + 2)
    centre = (low - high) * both / ((2 * j + both) * (2 * j + both + 2))
    spread = 4 * (1 + high) * (1 + low) / ((2 + both) ** 2 * (3 + both))
    i = j[1:]
    rest = (
        4 * i * (i + high) * (i + low) * (i + both)
        / ((2 * i + both) ** 2 * (2 * i + both + 1) * (2 * i + both - 1))
    )  # fmt: skip
    node, weight = _rule(np.hstack([first, centre]), np.sqrt(np.hstack([spread, rest])))
    return np.clip((node + 1) / 2, 0.0, 1.0), weight
