"""What is counted while an import runs, and which messages need no reading because they are known."""

from collections import defaultdict

import numpy as np

from sapwood.store.log import Known

from .read_chunk import Chunk, Part


class Tally:
    """read = added + repeated + unread, in messages; `bytes` have been looked at. A message that is known, but not
    from its mailbox, is read and stays known; what counts as seen in a mailbox, `known` says."""

    def __init__(self, known: Known):
        self.known = known
        self.fresh: defaultdict[int, set[int]] = defaultdict(set)  # this import's own ids, by mailbox
        self.spare: dict[int, Part] = {}  # a second copy of a message, should the first turn out unreadable
        self.unreadable: set[int] = set()
        self.added = self.repeated = self.unread = self.bytes = 0

    @property
    def read(self) -> int:
        return self.added + self.repeated + self.unread

    def to_read(self, parts: list[Part]) -> list[Part]:
        """The parts that are new, or known but new to their mailbox; the rest is counted as known."""
        ids = np.array([part.id for part in parts], np.int64)
        mailboxes = np.array([part.mailbox for part in parts], np.int64)
        known = self.known.among(ids)
        sighted = np.zeros(len(parts), bool)
        for mailbox in np.unique(mailboxes):
            here = mailboxes == mailbox
            sighted[here] = self.known.among(ids[here], int(mailbox))
        wanted = []
        for part, is_known, is_sighted in zip(parts, known.tolist(), sighted.tolist(), strict=True):
            self.bytes += part.end - part.start
            if is_sighted:
                self.repeated += 1
            elif part.id in self.fresh[part.mailbox]:
                self.repeated += 1
                self.spare.setdefault(part.id, part)
            else:
                is_known = is_known or any(part.id in brought for brought in self.fresh.values())
                self.fresh[part.mailbox].add(part.id)
                wanted.append(part._replace(known=is_known))
        return wanted

    def count(self, parts: list[Part], chunk: Chunk) -> None:
        """What came of parts that were read."""
        for part, unread in zip(parts, chunk.unread, strict=True):
            self.unread += unread
            self.repeated += part.known and not unread
            self.added += not part.known and not unread
            if unread:
                self.unreadable.add(part.id)

    def second_copies(self) -> list[Part]:
        """Copies to read after all, because the first could not be. They were counted as known; not any more."""
        copies = [self.spare[number] for number in self.unreadable & self.spare.keys()]
        self.repeated -= len(copies)
        return copies
