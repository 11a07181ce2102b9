"""How each kind of source is fetched: one function a kind, all with the same shape."""

from collections.abc import Callable, Iterator
from pathlib import Path

from sapwood.collecting.catch import Catch, Tell, Unreachable
from sapwood.records.sources.models import Source

from .secrets import secret_of
from .token import token_of

Fetch = Callable[[Source, Path, Tell], Iterator[Catch]]


def server_of(source: Source, secret: str | None = None):
    """Where a mailbox is, with what opens it."""
    from sapwood.collecting.imap import Server

    where = source.where
    if where.get("token"):
        secret = token_of(where["token"], where["user"])
    secret = secret if secret is not None else secret_of(source)
    if not secret:
        raise Unreachable("Its password is not known here. Enter it again.")
    return Server(where["host"], where["port"], where["security"], where["user"], secret, bool(where.get("token")))


def _imap(source: Source, into: Path, tell: Tell) -> Iterator[Catch]:
    from sapwood.collecting.imap import connected
    from sapwood.collecting.imap_fetch import catches

    with connected(server_of(source)) as mailbox:
        yield from catches(mailbox, source.where.get("folders", []), source.state, into, tell)


FETCHES: dict[str, Fetch] = {Source.Kind.IMAP: _imap}


def fetch(source: Source, into: Path, tell: Tell) -> Iterator[Catch]:
    """What is new at a source. Raises Unreachable with a sentence; what came before that is good."""
    return FETCHES[source.kind](source, into, tell)
