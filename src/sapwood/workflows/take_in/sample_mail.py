"""A look at some of the mail before an import begins: whose mailboxes are these, and which domain is home?"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from sapwood.collecting.folder import Piece
from sapwood.facts.interaction import Interaction
from sapwood.identity.address import canonical, domain_of
from sapwood.identity.home import NEAR_TIE, HomeGuess, infer_home, infer_mailbox
from sapwood.identity.mailboxes import group_by_folder, mailbox_of
from sapwood.identity.organisation import organisation_domain
from sapwood.reading.email import MOST_BYTES, read_message
from sapwood.reading.fact_lines import read_fact

from .parts import folder_of, messages

SAMPLE = 300  # messages looked at in each mailbox
MOST_MAILBOXES = 40


@dataclass
class Sample:
    """`owners` maps each mailbox folder, and each document that says so, to its owner's address; `guesses` are
    proposals for home."""

    folders: list[str] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)
    guesses: list[HomeGuess] = field(default_factory=list)

    def owner_of(self, piece: Piece) -> str | None:
        if piece.kind == "facts":
            return self.owners.get(piece.where)
        folder = mailbox_of(folder_of(piece), self.folders)
        return self.owners.get(folder) if folder is not None else None


def look_at(pieces: Sequence[Piece], homes: Sequence[str], latest: datetime) -> Sample:
    """What a sample of the mail shows; nothing is kept of it. `homes` are the home domains that are known."""
    mail = [piece for piece in pieces if piece.kind in ("mbox", "message")]
    sample = Sample(group_by_folder(folder_of(piece) for piece in mail))
    by_folder: dict[str, list[Piece]] = {folder: [] for folder in sample.folders[:MOST_MAILBOXES]}
    for piece in mail:
        if (folder := mailbox_of(folder_of(piece), sample.folders)) in by_folder:
            by_folder[folder].append(piece)
    looked = {folder: list(_some(inside, latest)) for folder, inside in by_folder.items()}
    if not homes:
        sample.guesses = infer_home(item for items in looked.values() for item in items)
        if not mail:
            sample.guesses = _by_documents([piece for piece in pieces if piece.kind == "facts"], latest)
        homes = [guess.domain for guess in sample.guesses[:1]]
    for folder, items in looked.items():
        if found := infer_mailbox(items, homes):
            sample.owners[folder] = canonical(found[0])
    sample.owners |= {piece.where: piece.owner for piece in pieces if piece.owner}
    return sample


def _by_documents(facts: list[Piece], latest: datetime) -> list[HomeGuess]:
    """Where there is no mail: the domain of whoever the documents belong to; where they do not say, one that stands
    clearly before all others."""
    guesses = infer_home(_some(facts, latest), "meetings and the like")
    owners = {organisation_domain(domain_of(piece.owner)) for piece in facts if piece.owner}
    if owners:
        return [guess for guess in guesses if guess.domain in owners]
    tied = len(guesses) > 1 and guesses[1].share > NEAR_TIE * guesses[0].share
    return [] if tied else guesses


def _some(pieces: list[Piece], latest: datetime) -> Iterator[Interaction]:
    """Up to SAMPLE interactions, spread evenly over the files."""
    step = max(1, len(pieces) // SAMPLE)
    each = max(1, SAMPLE // max(1, len(pieces)))
    for piece in pieces[::step]:
        with piece.path.open("rb") as file:
            for number, start, end, *_ in islice(messages(piece), each):
                raw = os.pread(file.fileno(), min(end - start, MOST_BYTES), start)
                read = read_fact if piece.kind == "facts" else read_message
                item = read(raw, piece.place(number), latest)
                if isinstance(item, Interaction):
                    yield item
