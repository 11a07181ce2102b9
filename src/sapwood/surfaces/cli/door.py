"""What the commands share: opening the installation, saying things, and JSON that stands alone."""

import json
import sys
from datetime import date, datetime
from typing import Annotated, Any, NoReturn

import typer

Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output, and nothing else there.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="As things stood at the end of that day.")]


def open_installation() -> None:
    """Django and the installation, ready; a fresh home is made without a question."""
    import django

    django.setup()
    from sapwood.workflows.start import start

    start()


def say(sentence: str) -> None:
    """A sentence for a person, on standard error, so that JSON stands alone."""
    print(sentence, file=sys.stderr)


def refuse(sentence: str) -> NoReturn:
    say(sentence)
    raise typer.Exit(1)


def says_itself(error: Exception) -> bool:
    """Whether an error is about the disk or the database, so that its own words tell more than where in the code."""
    from deltalake.exceptions import DeltaError
    from django.db import DatabaseError

    return isinstance(error, OSError | DatabaseError | DeltaError)


def put_json(document: Any) -> None:
    print(json.dumps(document, ensure_ascii=False, default=_plain))


def day(given: str | None) -> date:
    """The date of --as-of, or today's; wrong use (exit 2) where it is no date."""
    if given is None:
        from sapwood.workflows.clock import today

        return today()
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise typer.BadParameter(f"{given!r} is not a date like 2026-06-15.", param_hint="--as-of") from None


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value))
