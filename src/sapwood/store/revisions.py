"""Which states of an interaction are known in which mailbox: 24 bytes each, and none for what has no states."""

from collections.abc import Iterable

import numpy as np

from sapwood.facts.revision import DIGEST, RANK

from .ids import Ids

STRETCH = 10_000
SPREAD = np.int64(-7046029254386353131)  # 2⁶⁴ divided by the golden ratio


class Revisions:
    """The latest state of each (id, mailbox), and what each said in all its states."""

    def __init__(self, ranked: bool = True) -> None:
        """`ranked`: by their ranks (facts/revision.py); else what was told last is the latest."""
        self._ranked = ranked
        self._pairs = np.empty(0, np.int64)
        self._latest = np.empty(0, np.int64)
        self._told = Ids()

    @classmethod
    def among(cls, found: Iterable[tuple[int, int, int]]) -> "Revisions":
        """From (id, mailbox, revision), of any number, in the order in which they were told."""
        known, rest = cls(), iter(found)
        while len(some := np.fromiter((n for _, one in zip(range(STRETCH), rest) for n in one), np.int64)):  # noqa: B905
            known.add(*some.reshape(-1, 3).T)
        return known

    def __bool__(self) -> bool:
        return bool(len(self._pairs))

    def add(self, ids: np.ndarray, mailboxes: np.ndarray, revisions: np.ndarray) -> None:
        """In the order in which they were told, after all that were added before."""
        self._told.add(_said(ids, mailboxes, revisions))
        pairs = np.concatenate([self._pairs, _pair(ids, mailboxes)])
        latest = np.concatenate([self._latest, revisions])
        order = np.lexsort((latest >> RANK, pairs)) if self._ranked else np.argsort(pairs, kind="stable")
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

    def news(self, ids: np.ndarray, mailboxes: np.ndarray, revisions: np.ndarray) -> np.ndarray:
        """Which of `revisions` are later than what is known and say something else (facts.revision.is_update), or are
        earlier and say what no state has said: should the later be undone, they are what remains."""
        known = self.latest(ids, mailboxes)
        other = (revisions & DIGEST) != (known & DIGEST)
        told = self._told.among(_said(ids, mailboxes, revisions))
        return other & ((revisions >> RANK >= known >> RANK) | ~told)


def _pair(ids: np.ndarray, mailboxes: np.ndarray) -> np.ndarray:
    """Both in one number. Two pairs in one are as rare as two interactions under one id."""
    with np.errstate(over="ignore"):
        return ids ^ (mailboxes * SPREAD)


def _said(ids: np.ndarray, mailboxes: np.ndarray, revisions: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        return _pair(ids, mailboxes) * SPREAD ^ (revisions & DIGEST)
