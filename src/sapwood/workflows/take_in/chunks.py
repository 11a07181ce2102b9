"""The messages of an import in chunks for the reading processes, without those that are known."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from sapwood.collecting.folder import Piece
from sapwood.facts.interaction import WORDS_OF_OTHERS
from sapwood.identity.address import canonical
from sapwood.reading.email import MOST_BYTES
from sapwood.store.revisions import Revisions
from sapwood.store.rows import address_key, interaction_id

from ..installation import log_secret
from .parts import messages
from .read_chunk import Part
from .sample_mail import Sample
from .tally import Found, Tally

MESSAGES = 1000
BESIDE = tuple(f"{flag}:" for flag in WORDS_OF_OTHERS)  # how their identities begin
BYTES = 8 << 20


Carrier = tuple[Piece, int, int, int, str]
"""A mail that may carry a calendar: piece, number, start, end, whose mailbox it is in ("" where nobody knows)."""


def chunks(
    pieces: Iterable[Piece],
    sample: Sample,
    given: str | None,
    tally: Tally,
    carrier: Callable[[Carrier], None] = lambda _: None,
) -> Iterator[list[Part]]:
    """Chunks of messages that have to be read. `given` is whose mailbox it is, where somebody said so. `carrier` is
    told of each mail that may carry a calendar, known or not."""
    found = _found(pieces, sample, given, carrier, tally.beside)
    while batch := list(islice(found, MESSAGES)):
        chunk: list[Part] = []
        size = 0
        for part in tally.to_read(batch):
            size += min(part.end - part.start, MOST_BYTES)
            chunk.append(part)
            if size >= BYTES:
                yield chunk
                chunk, size = [], 0
        if chunk:
            yield chunk


def latest_states(pieces: Iterable[Piece], sample: Sample, given: str | None) -> Revisions:
    """Of what an import holds in several states, the latest in each mailbox."""
    facts = (piece for piece in pieces if piece.kind == "facts")
    found = _found(facts, sample, given, lambda _: None, set())
    return Revisions.among((id, mailbox, abs(revision)) for id, *_, mailbox, revision in found if revision)


def _found(
    pieces: Iterable[Piece],
    sample: Sample,
    given: str | None,
    carrier: Callable[[Carrier], None],
    beside: set[int],
) -> Iterator[Found]:
    secret = log_secret()
    for piece in pieces:
        owner = given or sample.owner_of(piece)
        mailbox = address_key(secret, canonical(owner)) if owner else 0
        for number, start, end, identity, revision, carries in messages(piece):
            if carries:
                carrier((piece, number, start, end, owner or ""))
            # what cannot be identified is itself by where it stands, so that it is read and listed
            id = interaction_id(secret, identity or f"at:{piece.place(number)}")
            if identity.startswith(BESIDE):
                beside.add(id)
            yield id, piece, number, start, end, mailbox, revision
