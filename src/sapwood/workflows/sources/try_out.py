"""Trying a source out before it is kept: what is there, or what is wrong in one sentence."""

from dataclasses import dataclass, field

from sapwood.collecting.catch import Unreachable
from sapwood.records.sources.models import Source

from .fetching import server_of


@dataclass
class Found:
    """`said` is a sentence; `parts` pairs each folder or calendar with how much is in it (None where unknown) and
    whether it is read; `choice` holds those that one may choose from."""

    good: bool
    said: str
    parts: list[tuple[str, int | None, bool]] = field(default_factory=list)
    choice: list[str] = field(default_factory=list)


def try_out(source: Source, secret: str | None = None) -> Found:
    """Goes there and looks; keeps nothing, changes nothing."""
    try:
        return TRIES[source.kind](source, secret)
    except Unreachable as error:
        return Found(False, str(error))


def _imap(source: Source, secret: str | None) -> Found:
    from sapwood.collecting.imap import answers, connected
    from sapwood.collecting.imap_folders import OUT, chosen, folders

    server = server_of(source, secret)
    with connected(server) as mailbox, answers(server):
        listed = folders(mailbox, counted=True)
    read, notes = chosen(listed, source.where.get("folders", []))
    names = {one.name for one in read}
    total = sum(one.messages or 0 for one in read)
    said = f"It works: {total:,} messages in {' and '.join(f.name for f in read) or 'no folder'} would be read."
    parts = [(one.name, one.messages, one.name in names) for one in listed]
    return Found(bool(read), " ".join([said, *notes]), parts, [one.name for one in listed if one.role != OUT])


TRIES = {Source.Kind.IMAP: _imap}
