"""What is counted while an import runs, and which messages need no reading because they are known."""

from collections.abc import Sequence

import numpy as np

from sapwood.collecting.piece import Piece
from sapwood.facts.revision import DIGEST
from sapwood.store.known import Known
from sapwood.store.revisions import Revisions

from .read_chunk import Chunk, Part

Found = tuple[int, Piece, int, int, int, int, int]
"""A message that was cut out: id, piece, number, start, end, mailbox, revision (below 0: it counts only if known)."""


class Tally:
    """read = added + repeated + unread, in messages; `bytes` have been looked at. A message that is known, but not
    from its mailbox, is read and stays known; what counts as seen in a mailbox, `known` says."""

    def __init__(self, known: Known):
        self.known = known
        self.states = Revisions()  # of what this import holds in several states, the latest
        self.fresh = Known()  # what this import itself has found
        self.beside: set[int] = set()  # what only says something of others, and counts as nothing
        self.unsure: set[int] = set()  # being read, or read and found unreadable
        self.spare: dict[int, Part] = {}  # a second copy of one of these, should it turn out unreadable
        self.added = self.repeated = self.unread = self.bytes = 0

    @property
    def read(self) -> int:
        return self.added + self.repeated + self.unread

    def to_read(self, found: Sequence[Found]) -> list[Part]:
        """Those that are new, or known but new to their mailbox or changed since; the rest is counted as known."""
        self.bytes += sum(one[4] - one[3] for one in found)
        if any(one[6] < 0 for one in found):
            found = self._without_unknown(found)
        ids = np.fromiter((one[0] for one in found), np.int64, len(found))
        mailboxes = np.fromiter((one[5] for one in found), np.int64, len(found))
        sighted = self.known.seen(ids, mailboxes)
        placed = revisions = np.fromiter((abs(one[6]) for one in found), np.int64, len(found))
        if revisions.any():
            # what a whole calendar has again as it once was, takes the place of what it had in between
            last, latest = self.known.of_this_calendar.latest(ids, mailboxes), self.states.latest(ids, mailboxes)
            back = (last != 0) & (last & DIGEST != revisions & DIGEST)
            sighted &= ~(self.known.revisions.news(ids, mailboxes, revisions) | back)
            sighted |= (latest > 0) & (revisions != latest)  # of several states in one import the latest counts
            placed = np.where(back & (revisions < last), last & ~DIGEST | revisions & DIGEST, 0)
        self.repeated += int(sighted.sum())
        if self.beside:
            self.repeated -= sum(found[place][0] in self.beside for place in np.flatnonzero(sighted).tolist())
        if sighted.all():
            return []
        known, met = self.known.among(ids), self.fresh.among(ids)
        again = self.fresh.seen(ids, mailboxes)
        wanted: dict[tuple[int, int], Part] = {}
        for place in np.flatnonzero(~sighted).tolist():
            number, mailbox = found[place][0], found[place][5]
            if again[place] or (number, mailbox) in wanted:
                self.repeated += number not in self.beside
                if number in self.unsure:
                    self.spare.setdefault(number, Part(*found[place][:6], bool(known[place]), int(placed[place])))
            else:
                is_known = bool(known[place] or met[place]) or number in self.unsure
                wanted[number, mailbox] = Part(*found[place][:6], is_known, int(placed[place]))
                self.unsure.add(number)
        fresh = np.array(list(wanted), np.int64).reshape(-1, 2)
        self.fresh.see(fresh[:, 0], fresh[:, 1])
        return list(wanted.values())

    def _without_unknown(self, found: Sequence[Found]) -> list[Found]:
        known = self.known.among(np.fromiter((one[0] for one in found), np.int64, len(found)))
        return [one for one, is_known in zip(found, known, strict=True) if one[6] >= 0 or is_known]

    def count(self, parts: list[Part], chunk: Chunk) -> None:
        """What came of parts that were read."""
        for part, unread in zip(parts, chunk.unread, strict=True):
            if unread:
                self.unread += 1
                self.unsure.add(part.id)
                continue
            if part.id not in self.beside:
                self.repeated += part.known
                self.added += not part.known
            self.unsure.discard(part.id)
            self.spare.pop(part.id, None)

    def second_copies(self) -> list[Part]:
        """Copies to read after all, because the first could not be. They were counted as known; not any more."""
        copies = [self.spare[number] for number in self.unsure & self.spare.keys()]
        self.repeated -= len(copies)
        return copies
