"""sapwood import PATH…"""

import time
from pathlib import Path
from typing import Annotated

import typer

from .door import Json, open_installation, put_json, refuse, say


def import_mail(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="mbox, maildir, .eml, .csv, .xlsx, folders, .zip, .tar.gz")
    ],
    home_domain: Annotated[
        list[str] | None, typer.Option(metavar="D", help="A domain of your own; may be repeated.")
    ] = None,
    mailbox: Annotated[str | None, typer.Option(metavar="MAIL", help="Whose mailbox it is.")] = None,
    text: Annotated[
        str, typer.Option(metavar="private|none|shared", help="Who may read what was written; none keeps no words.")
    ] = "private",
    on: Annotated[
        str, typer.Option(metavar="DATE", help="When the meetings were whose transcripts name no day: 2024-05-03.")
    ] = "",
    json: Json = False,
) -> None:
    """Reads mail and what came with it. A second import of the same mail changes nothing."""
    started = time.monotonic()
    open_installation()
    from sapwood.workflows.imports import ask_import
    from sapwood.workflows.installation import operator
    from sapwood.workflows.take_in.flow import STORAGE, BrokenOff, take_in

    try:
        running = ask_import(
            operator(), paths, home_domain or (), mailbox, door="command line", queue=False, text=text, on=on
        )
        with _Bar() as bar:
            take_in(
                running,
                "command line",
                bar.show,
                lambda: say("Another import is writing. This one waits for its turn."),
            )
    except ValueError as error:
        refuse(str(error))
    except BrokenOff as error:
        refuse(f"{error} `sapwood doctor` looks after what it left.")
    except STORAGE as error:
        refuse(f"The import could not be begun: {error}. Nothing of it is in; make room and run it again.")
    try:
        from sapwood.workflows.refresh import BESIDE_AN_IMPORT_MB, refresh  # the engine it loads is not needed before
        from sapwood.workflows.repair import tidy

        refresh(memory_mb=BESIDE_AN_IMPORT_MB)
        tidy()
    except STORAGE as error:
        refuse(
            f"What came in is in, but the figures could not be brought up to date: {error}. Make room and run "
            "`sapwood doctor`, which measures them again."
        )
    troubles = [{"where": t.where, "what": t.what} for t in running.troubles.all()]
    in_part = [{"where": n.where, "what": n.what} for n in running.notes.all()]
    _say(running, troubles, in_part)
    if json:
        seconds = round(time.monotonic() - started, 3)
        figures = {"read": running.read, "added": running.added, "known": running.known}
        figures |= {"troubles": troubles, "in_part": in_part}
        committed = (
            (running.finished - running.started).total_seconds() if running.finished and running.started else None
        )
        figures |= {"seconds": seconds, "committed": committed, "import": running.pk, "said": running.said}
        put_json(figures)
    if troubles or running.status != "done":
        raise typer.Exit(1)


def _say(running, troubles: list[dict[str, str]], in_part: list[dict[str, str]]) -> None:
    if running.said:
        say(running.said)
    good = running.added + running.known
    say(f"{running.added:,} came in, {running.known:,} were known already.")
    if troubles:
        rest = f" The other {good:,} are in." if good else " Nothing else was there."
        say(f"{len(troubles):,} of {running.read:,} could not be read.{rest}")
        _list(troubles)
    if in_part:
        say(f"{len(in_part):,} came in but for a part that was too large or too deep:")
        _list(in_part)


def _list(found: list[dict[str, str]]) -> None:
    for one in found[:10]:
        say(f"  {one['where']}: {one['what']}")
    if len(found) > 10:
        say(f"  … and {len(found) - 10:,} more; all of them are on the Imports page.")


class _Bar:
    """A progress bar on standard error, by bytes."""

    def __enter__(self) -> "_Bar":
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[read]}"),
            TimeRemainingColumn(),
        )
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task("Reading", read="")
        self._progress.start()
        return self

    def show(self, running) -> None:
        self._progress.update(
            self._task, total=running.bytes_total, completed=running.bytes_done, read=f"{running.read:,} read"
        )

    def __exit__(self, *_: object) -> None:
        self._progress.stop()
