"""A set of 64-bit numbers in eight bytes each, where a Python set takes seventy."""

import numpy as np


class Ids:
    """A growing set of 64-bit numbers: sorted runs, each at least twice as long as the next."""

    def __init__(self) -> None:
        self._runs: list[np.ndarray] = []

    def add(self, ids: np.ndarray) -> None:
        run = np.unique(ids)
        while self._runs and len(self._runs[-1]) < 2 * len(run):
            run = _merged(self._runs.pop(), run)
        if len(run):
            self._runs.append(run)

    def among(self, ids: np.ndarray) -> np.ndarray:
        """Which of `ids` are in it, as booleans."""
        found = np.zeros(len(ids), bool)
        for run in self._runs:
            found |= run[np.minimum(np.searchsorted(run, ids), len(run) - 1)] == ids
        return found

    def sorted(self) -> np.ndarray:
        return np.unique(np.concatenate([np.empty(0, np.int64), *self._runs]))


def _merged(*runs: np.ndarray) -> np.ndarray:
    """All of them in order, each once; np.unique would hold them twice more meanwhile, and there may be millions."""
    every = np.concatenate(runs)
    every.sort(kind="stable")  # which finds what is in order already
    fresh = every[1:] != every[:-1]
    return every if fresh.all() else every[np.concatenate([[True], fresh])]
