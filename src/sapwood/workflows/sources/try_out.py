"""Trying a source out before it is kept: what is there, or what is wrong in one sentence."""

from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sapwood.collecting.catch import Unreachable
from sapwood.records.sources.models import Source

from .fetching import calendar_server_of, server_of


@dataclass(frozen=True)
class Part:
    """A folder or calendar: how it is chosen, its name for people, how much is in it (None where unknown), whether it
    is read as things stand, and whether it may be."""

    key: str
    name: str
    count: int | None
    read: bool
    may: bool = True


@dataclass
class Found:
    """What there is: `said` is a sentence, also where it is not good."""

    good: bool
    said: str
    parts: list[Part] = field(default_factory=list)


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
    parts = [Part(one.name, one.name, one.messages, one.name in names, one.role != OUT) for one in listed]
    return Found(bool(read), " ".join([said, *notes]), parts)


def _caldav(source: Source, secret: str | None) -> Found:
    from sapwood.collecting.caldav import answers, calendars, client_of

    server = calendar_server_of(source, secret)
    with client_of(server) as client, answers(server):
        listed = calendars(client)
    wanted = source.where.get("folders", [])
    read = [one for one in listed if not wanted or one.url in wanted]
    names = " and ".join(one.name for one in read)
    said = (
        f"It works: {names} would be read." if read else f"{server.host} has no calendar of events for {server.user}."
    )
    parts = [Part(one.url, one.name, None, one in read) for one in listed]
    return Found(bool(read), said, parts)


def _folder(source: Source, secret: str | None) -> Found:
    from sapwood.collecting.catch import MOST_MESSAGES
    from sapwood.collecting.watched import files

    there = sum(1 for _ in islice(files(Path(source.where["path"])), MOST_MESSAGES))
    many = f"more than {there:,}" if there == MOST_MESSAGES else f"{there:,}"
    return Found(True, f"It works: {many} files are there, and whatever is put there later is taken too.")


def _copies(source: Source, secret: str | None) -> Found:
    return Found(True, f"It works: mail that {source.owner.email} copies to the address on the next page is filed.")


TRIES = {
    Source.Kind.IMAP: _imap,
    Source.Kind.CALDAV: _caldav,
    Source.Kind.FOLDER: _folder,
    Source.Kind.COPY: _copies,
}
