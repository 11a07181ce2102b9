"""Finding the top of a log-likelihood in logarithms of parameters, held in a box."""

from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize

from sapwood.measures.rhythm.statistics import Floats

LOW, HIGH = float(np.log(1e-4)), float(np.log(1e5))
STRIDE = 1.0  # longest Newton step, in logarithms
ROUNDS = 60
ENOUGH = 1e-7  # gain still promised, in nats, by the last step
Slope = Callable[[Floats], tuple[float, Floats]]
Bend = Callable[[Floats], tuple[float, Floats, Floats]]


def newton(gain: Bend, at: Floats) -> tuple[Floats, float, bool]:
    """Damped Newton: the Hessian's eigenvalues are turned downhill, steps are bounded, and none may lose.

    `gain` gives value, gradient, Hessian. Returns the place, its value, and whether the top was reached.
    """
    value, slope, bend = gain(at)
    for _ in range(ROUNDS):
        open_ = ~(((at <= LOW) & (slope < 0)) | ((at >= HIGH) & (slope > 0)))
        if not (np.isfinite(value) and np.isfinite(slope).all() and np.isfinite(bend).all()):
            return at, value, False
        if not open_.any():
            return at, value, True
        curve, axis = np.linalg.eigh(bend[np.ix_(open_, open_)])
        curve = np.maximum(np.abs(curve), 1e-10 * np.abs(curve).max() + 1e-300)
        step = np.zeros_like(at)
        step[open_] = axis @ ((axis.T @ slope[open_]) / curve)
        step *= min(1.0, STRIDE / max(float(np.sqrt(step @ step)), 1e-300))
        promised = float(slope @ step)
        if promised <= ENOUGH + 1e-14 * abs(value):
            return np.clip(at + step, LOW, HIGH), value + promised / 2, True
        for _ in range(30):
            there = np.clip(at + step, LOW, HIGH)
            found = gain(there)
            if found[0] >= value + 1e-4 * float(slope @ (there - at)):
                break
            step /= 2
        else:  # no gain in any part of the step: the value's own noise is larger than what is left
            return at, value, promised < 1e-6 * (1 + abs(value))
        at, (value, slope, bend) = there, found
    return at, value, False


def quasi_newton(gain: Slope, at: Floats, tolerance: float) -> tuple[Floats, float]:
    """L-BFGS-B from `at`, `gain` giving value and gradient: the best place and its value."""
    found = minimize(
        lambda theta: _down(*gain(theta)), at, jac=True, method="L-BFGS-B", bounds=[(LOW, HIGH)] * len(at),
        options={"maxiter": 300, "ftol": tolerance, "gtol": 1e-7, "maxcor": 20},
    )  # fmt: skip
    if np.all(np.isfinite(found.x)) and np.isfinite(found.fun):
        return found.x, -float(found.fun)
    return at, gain(at)[0]


def polish(gain: Slope, at: Floats, rough: Slope) -> tuple[Floats, float]:
    """From the top of a sample, `rough`, to the population's, `gain`, in the sample's metric: place and value."""
    curvature = _curvature(rough, at)
    if not np.all(np.isfinite(curvature)):
        return at, gain(at)[0]
    root = np.linalg.inv(np.linalg.cholesky(curvature)).T

    def whitened(u: Floats) -> tuple[float, Floats]:
        value, slope = _down(*gain(np.clip(at + root @ u, LOW, HIGH)))
        return value, root.T @ slope

    options = {"ftol": 1e-10, "gtol": 1e-6}
    found = minimize(whitened, np.zeros(len(at)), jac=True, method="L-BFGS-B", options=options)
    best = np.clip(at + root @ found.x, LOW, HIGH)
    if np.all(np.isfinite(best)) and np.isfinite(found.fun):
        return best, -float(found.fun)
    return at, gain(at)[0]


def _down(value: float, slope: Floats) -> tuple[float, Floats]:
    return -value, -slope


def _curvature(gain: Slope, at: Floats) -> Floats:
    """The Hessian (m, m) of −`gain` by differences of the gradient, made positive: a metric, not a result."""
    here = gain(at)[1]
    rows = np.stack([(here - gain(at + step)[1]) / 1e-4 for step in 1e-4 * np.eye(len(at))])
    value, vector = np.linalg.eigh((rows + rows.T) / 2)
    return np.asarray((vector * np.maximum(np.abs(value), 1e-6)) @ vector.T)
