"""Calendars that mails carry become facts of the same import, once the mails themselves have been cut out."""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from sapwood.collecting.piece import Piece
from sapwood.facts.interaction import Interaction
from sapwood.reading.email import MOST_BYTES
from sapwood.reading.fact_lines import line_of
from sapwood.reading.invitation import read_invitations

from .chunks import Carrier, chunks, latest_states
from .read_chunk import Part
from .sample_mail import Sample
from .tally import Tally
from .write_facts import Written

OFTEN = 100  # mails between two looks at whether somebody asked to stop


def chunks_with_carried(
    pieces: Sequence[Piece],
    sample: Sample,
    given: str | None,
    tally: Tally,
    write: Callable[[Sequence[Carrier]], Written],
) -> Iterator[list[Part]]:
    """Chunks of all that has to be read: first of mail and journals, then of facts, with those that `write` makes of
    the calendars in the mail. Of several states of a meeting in one import the latest counts, so all of them must be
    known before the first is read."""
    carriers: list[Carrier] = []
    yield from chunks((one for one in pieces if one.kind != "facts"), sample, given, tally, carriers.append)
    facts = [one for one in pieces if one.kind == "facts"]
    facts += write(carriers).pieces if carriers else []
    tally.states = latest_states(facts, sample, given)
    yield from chunks(facts, sample, given, tally)


def write_carried(
    carriers: Sequence[Carrier], folder: Path, latest: datetime, sample: Sample, between: Callable[[], None]
) -> Written:
    """The meetings that these mails tell of as lines of facts in `folder`, a file for each mailbox, whose owner
    `sample` then knows. `between` is called now and then, and may raise to end it."""
    written = Written()
    for number, owner in enumerate(dict.fromkeys(carrier[4] for carrier in carriers)):
        target = folder / f"facts-carried-{number}"
        with target.open("wb") as lines:
            for done, (piece, place, start, end, whose) in enumerate(carriers):
                if whose != owner:
                    continue
                with piece.path.open("rb") as file:
                    raw = os.pread(file.fileno(), min(end - start, MOST_BYTES), start)
                for meeting, item in enumerate(read_invitations(raw, piece.place(place), latest), 1):
                    if not isinstance(item, Interaction):
                        written.troubles.append(item)
                        written.unread += 1
                    else:
                        lines.write(line_of(item, f"{piece.place(place)}, meeting {meeting}"))
                if not done % OFTEN:
                    between()
        if target.stat().st_size:
            where = f"calendars in the mail of {owner}" if owner else "calendars in mail"
            written.pieces.append(Piece(target, "facts", where))
            sample.owners |= {where: owner} if owner else {}
        else:
            target.unlink()
    return written
