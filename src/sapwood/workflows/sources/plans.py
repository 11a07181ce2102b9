"""What of a source will be read next, in plain words."""

from collections.abc import Callable

from sapwood.records.sources.models import Source


def plans(source: Source) -> list[tuple[str, str]]:
    """Pairs of a part of the source and what of it is read next."""
    return PLANS[source.kind](source)


def _imap(source: Source) -> list[tuple[str, str]]:
    read = {
        name: f"what comes after message {place[1]:,}" for name, place in sorted(source.state.items()) if place[1]
    }
    wished = source.where.get("folders") or ["INBOX", "the folder of sent mail"]
    fresh = [] if source.state and not source.where.get("folders") else [n for n in wished if n not in source.state]
    empty = [name for name, place in source.state.items() if not place[1]]
    return [*read.items(), *((name, "all that comes") for name in empty), *((name, "all of it") for name in fresh)]


def _caldav(source: Source) -> list[tuple[str, str]]:
    known = [(place.get("name") or url, "what is added or changed") for url, place in sorted(source.state.items())]
    return known or [("All calendars" if not source.where.get("folders") else "The calendars chosen", "all of it")]


def _folder(source: Source) -> list[tuple[str, str]]:
    taken = len(source.state.get("files", {}))
    return [
        ("Files", f"what is new or changed; {taken:,} were taken as they are now" if taken else "all that is there")
    ]


def _copies(source: Source) -> list[tuple[str, str]]:
    return [("Copies", "each mail that you copy to that address, within a minute")]


PLANS: dict[str, Callable[[Source], list[tuple[str, str]]]] = {
    Source.Kind.IMAP: _imap,
    Source.Kind.CALDAV: _caldav,
    Source.Kind.FOLDER: _folder,
    Source.Kind.COPY: _copies,
}
