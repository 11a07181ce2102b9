"""How each kind of source is fetched: one function a kind, all with the same shape."""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.utils import timezone

from sapwood.collecting.catch import MOST_MESSAGES, Catch, Tell, Unreachable
from sapwood.records.sources.models import Source

from .copied import waiting_in
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


def calendar_server_of(source: Source, secret: str | None = None):
    """Where calendars are, with what opens them."""
    from sapwood.collecting.caldav import CalendarServer

    where = source.where
    if where.get("token"):
        secret = token_of(where["token"], where["user"])
    secret = secret if secret is not None else secret_of(source)
    if not secret:
        raise Unreachable("Its password is not known here. Enter it again.")
    return CalendarServer(where["url"], where["host"], where["user"], secret, bool(where.get("token")))


def _caldav(source: Source, into: Path, tell: Tell) -> Iterator[Catch]:
    from sapwood.collecting.caldav import catches

    yield from catches(
        calendar_server_of(source), source.where.get("folders", []), source.state, into, timezone.now(), tell
    )


def _folder(source: Source, into: Path, tell: Tell) -> Iterator[Catch]:
    from sapwood.collecting.watched import catches

    yield from catches(Path(source.where["path"]), source.state, timezone.now(), tell)


def _copies(source: Source, into: Path, tell: Tell) -> Iterator[Catch]:
    """What was copied lies here already; it goes once it is in."""
    waiting = sorted(waiting_in(source).glob("*.eml"))
    for start in range(0, len(waiting), MOST_MESSAGES):
        some = waiting[start : start + MOST_MESSAGES]
        yield Catch([(path, f"copied mail {n}") for n, path in enumerate(some, start + 1)], count=len(some))
        for path in some:
            path.unlink(missing_ok=True)


FETCHES: dict[str, Fetch] = {
    Source.Kind.IMAP: _imap,
    Source.Kind.CALDAV: _caldav,
    Source.Kind.FOLDER: _folder,
    Source.Kind.COPY: _copies,
}


def fetch(source: Source, into: Path, tell: Tell) -> Iterator[Catch]:
    """What is new at a source. Raises Unreachable with a sentence; what came before that is good."""
    return FETCHES[source.kind](source, into, tell)
