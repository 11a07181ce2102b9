"""The messages of an import in chunks for the reading processes, without those that are known."""

from collections.abc import Iterable, Iterator

from sapwood.collecting.folder import Piece
from sapwood.identity.address import canonical
from sapwood.store.rows import address_key, interaction_id

from ..installation import log_secret
from .parts import messages
from .read_chunk import Part
from .sample_mail import Sample
from .tally import Tally

MESSAGES = 1000
BYTES = 8 << 20


def chunks(pieces: Iterable[Piece], sample: Sample, given: str | None, tally: Tally) -> Iterator[list[Part]]:
    """Chunks of messages that have to be read. `given` is whose mailbox it is, where somebody said so."""
    batch: list[Part] = []
    size = 0
    for part in _parts(pieces, sample, given):
        batch.append(part)
        size += part.end - part.start
        if len(batch) >= MESSAGES or size >= BYTES:
            yield tally.to_read(batch)
            batch, size = [], 0
    yield tally.to_read(batch)


def _parts(pieces: Iterable[Piece], sample: Sample, given: str | None) -> Iterator[Part]:
    secret = log_secret()
    for piece in pieces:
        owner = given or sample.owner_of(piece)
        mailbox = address_key(secret, canonical(owner)) if owner else 0
        for message in messages(piece):
            # what cannot be identified is itself by where it stands, so that it is read and listed
            number = interaction_id(secret, message.identity or f"at:{message.where}")
            yield Part(number, piece.path, message.start, message.end, message.where, message.kind, mailbox)
