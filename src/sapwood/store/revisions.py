"""Which state of an interaction is known in which mailbox: sixteen bytes each, and none for what has no states."""

from collections.abc import Iterable

import numpy as np

from sapwood.facts.revision import DIGEST

STRETCH = 10_000
SPREAD = np.int64(-7046029254386353131)  # 2⁶⁴ divided by the golden ratio


class Revisions:
    """The latest revision of each (id, mailbox)."""

    def __init__(self) -> None:
        self._pairs = np.empty(0, np.int64)
        self._latest = np.empty(0, np.int64)

    @classmethod
    def of(cls, ids: np.ndarray, mailboxes: np.ndarray, revisions: np.ndarray) -> "Revisions":
        known = cls()
        known.add(ids, mailboxes, revisions)
        return known

    @classmethod
    def among(cls, found: Iterable[tuple[int, int, int]]) -> "Revisions":
        """From (id, mailbox, revision), of any number."""
        known, rest = cls(), iter(found)
        while len(some := np.fromiter((n for _, one in zip(range(STRETCH), rest) for n in one), np.int64)):  # noqa: B905
            known.add(*some.reshape(-1, 3).T)
        return known

    def add(self, ids: np.ndarray, mailboxes: np.ndarray, revisions: np.ndarray) -> None:
        pairs = np.concatenate([self._pairs, _pair(ids, mailboxes)])
        latest = np.concatenate([self._latest, revisions])
        order = np.lexsort((latest, pairs))
        pairs, latest = pairs[order], latest[order]
        last = np.append(pairs[1:] != pairs[:-1], True)[: len(pairs)]
        self._pairs, self._latest = pairs[last], latest[last]

    def latest(self, ids: np.ndarray, mailboxes: np.ndarray) -> np.ndarray:
        """The latest revision known of each, 0 where none is."""
        if not len(self._pairs):
            return np.zeros(len(ids), np.int64)
        pairs = _pair(ids, mailboxes)
        place = np.minimum(np.searchsorted(self._pairs, pairs), len(self._pairs) - 1)
        return np.where(self._pairs[place] == pairs, self._latest[place], 0)

    def updated_by(self, ids: np.ndarray, mailboxes: np.ndarray, revisions: np.ndarray) -> np.ndarray:
        """Which of `revisions` are later than what is known and say something else, as facts.revision.is_update."""
        known = self.latest(ids, mailboxes)
        return (revisions > known) & ((revisions & DIGEST) != (known & DIGEST))


def _pair(ids: np.ndarray, mailboxes: np.ndarray) -> np.ndarray:
    """Both in one number. Two pairs in one are as rare as two interactions under one id."""
    with np.errstate(over="ignore"):
        return ids ^ (mailboxes * SPREAD)
