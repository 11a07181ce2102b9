"""Revisions: which of two states of the same interaction is the later, in one number.

A meeting is moved, answered, cancelled; a ticket is resolved. 8 bits of the source's own count, 32 of seconds, 23 of
a digest: many programs stamp everything with the moment of the export, and what only looks later is not taken in
again. Count and seconds are the state's rank; of two with the same rank, the one that came last is the later.
"""

from datetime import datetime
from hashlib import blake2b

RANK = 23  # the bits below are the digest
DIGEST = (1 << RANK) - 1
MOST_SEQUENCE, MOST_SECONDS = (1 << 8) - 1, (1 << 32) - 1


def revision_of(sequence: int, changed: datetime | None, content: str) -> int:
    """The revision of a state that its source counts as `sequence` (RFC 5545: SEQUENCE; 0 where it does not count),
    last changed at `changed` (aware) and saying `content`. Positive, below 2⁶³; of another rank, larger is later."""
    seconds = 0 if changed is None else min(max(int(changed.timestamp()), 0), MOST_SECONDS)
    digest = int.from_bytes(blake2b(content.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "big") & DIGEST
    return (min(max(sequence, 0), MOST_SEQUENCE) << 55) | (seconds << RANK) | max(digest, 1)


def is_update(found: int, known: int) -> bool:
    """Whether `found`, which comes after `known`, is the later state and says something else."""
    return found >> RANK >= known >> RANK and (found & DIGEST) != (known & DIGEST)
