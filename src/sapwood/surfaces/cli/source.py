"""sapwood source add | list | run | watch"""

import signal
import sys
from threading import Event
from typing import Annotated

import typer

from .door import Json, open_installation, put_json, refuse, say

source_app = typer.Typer(
    help="Live sources: where mail and meetings are fetched from by themselves.", no_args_is_help=True
)


@source_app.command("add")
def add(
    kind: Annotated[str, typer.Argument(help="imap, caldav, folder or copy")],
    host: Annotated[str, typer.Option(help="The server, such as imap.home.example.")] = "",
    url: Annotated[str, typer.Option(help="Of calendars, such as https://cloud.home.example/remote.php/dav/.")] = "",
    path: Annotated[str, typer.Option(help="Of a folder of this machine that is watched.")] = "",
    user: Annotated[str, typer.Option(help="The user name there.")] = "",
    port: Annotated[int | None, typer.Option(help="Where the server does not use the usual one.")] = None,
    security: Annotated[str, typer.Option(help="tls, starttls or plain")] = "tls",
    token: Annotated[str, typer.Option(help="A command of SAPWOOD_TOKEN_COMMANDS instead of a password.")] = "",
    folder: Annotated[
        list[str] | None, typer.Option(help="Folders to read; INBOX and Sent where none is named.")
    ] = None,
    mailbox: Annotated[str, typer.Option(metavar="MAIL", help="Whose mailbox it is.")] = "",
    name: Annotated[str, typer.Option(help="What to call it.")] = "",
    owner: Annotated[
        str, typer.Option(metavar="MAIL", help="The colleague whose source it is; yours if left out.")
    ] = "",
    text: Annotated[
        str, typer.Option(metavar="private|none|shared", help="Who may read what was written.")
    ] = "private",
    try_only: Annotated[bool, typer.Option("--try", help="Say what is there, and add nothing.")] = False,
) -> None:
    """Connects a source. The password is asked for, or read from standard input where that is no terminal."""
    open_installation()
    from sapwood.records.access.models import User
    from sapwood.workflows.installation import operator
    from sapwood.workflows.permission import Refused
    from sapwood.workflows.sources.connect import Wanted, connect, unsaved
    from sapwood.workflows.sources.copied import address_of
    from sapwood.workflows.sources.try_out import try_out

    by = User.objects.filter(email=owner.strip().lower()).first() if owner else operator()
    if by is None:
        refuse(f"Nobody with the address {owner} has a login. `sapwood invite {owner}` gives one.")
    where = {"host": host, "port": port, "security": security, "user": user, "token": token, "folders": folder or []}
    where |= {"url": url, "path": path}
    if kind not in KINDS:
        refuse(f"{kind!r} is no kind of source. Choose one of {', '.join(KINDS)}.")
    secret = _secret() if kind in ("imap", "caldav") and not token else ""
    wanted = Wanted(kind, name, mailbox, text, where, secret)
    try:
        found = try_out(unsaved(operator(), wanted, by), wanted.secret)
        say(found.said)
        if try_only or not found.good:
            raise typer.Exit(0 if found.good else 1)
        source = connect(operator(), wanted, "command line", by)
    except (ValueError, Refused) as error:
        refuse(str(error))
    if kind == "copy":
        say(f"Copy mail to {address_of(source)}. Keep that address to yourself.")
    say(f"{source} is connected as source {source.pk}. `sapwood up` reads it by itself, `sapwood source run` now.")


@source_app.command("list")
def list_sources(json: Json = False) -> None:
    """Every source: what came last, and what is wrong."""
    open_installation()
    from sapwood.records.sources.models import Source
    from sapwood.workflows.installation import operator
    from sapwood.workflows.sources.state import state_of

    found = [(source, state_of(source)) for source in Source.objects.visible_to(operator()).standing()]
    if json:
        put_json(
            [
                {
                    "source": source.pk,
                    "kind": source.kind,
                    "name": source.name,
                    "owner": source.owner.email,
                    "state": state.colour,
                    "why": state.said,
                    "last_success": state.last_success,
                    "next": state.next,
                }
                for source, state in found
            ]
        )
        return
    for source, state in found:
        print(f"{source.pk}  {source.name}: {state.said}")
    if not found:
        say("No source is connected. `sapwood source add imap --host … --user …` connects one.")


@source_app.command("run")
def run(
    number: Annotated[
        int | None, typer.Argument(metavar="SOURCE", help="Its number; all of them if left out.")
    ] = None,
    anew: Annotated[bool, typer.Option("--anew", help="Everything, from the start. What is in counts once.")] = False,
    json: Json = False,
) -> None:
    """Reads a source now, and says what came."""
    open_installation()
    from sapwood.records.sources.models import Source
    from sapwood.workflows.installation import operator
    from sapwood.workflows.refresh import BESIDE_AN_IMPORT_MB, refresh
    from sapwood.workflows.repair import tidy
    from sapwood.workflows.sources.attend import ask_run
    from sapwood.workflows.sources.run import run_source
    from sapwood.workflows.sources.state import outcome

    sources = Source.objects.visible_to(operator()).standing()
    found = list(sources.filter(pk=number) if number is not None else sources)
    if number is not None and not found:
        refuse(f"There is no source {number}. `sapwood source list` names them all.")
    told = []
    for source in found:
        wish = ask_run(operator(), source, anew, "command line")
        done = run_source(source, "command line", wish)
        if done is None:
            say(f"{source} is being read by another process just now.")
            continue
        say(f"{source}: {outcome(done)}")
        told.append(done)
    if any(done.added for done in told):
        refresh(memory_mb=BESIDE_AN_IMPORT_MB)
        tidy()
    if json:
        put_json(
            [
                {"source": d.source_id, "status": d.status, "fetched": d.fetched, "added": d.added, "known": d.known}
                | {"troubles": d.unread, "said": d.said, "notes": d.notes}
                for d in told
            ]
        )
    if len(told) < len(found) or any(d.status != "done" or d.unread for d in told):
        raise typer.Exit(1)


@source_app.command("watch")
def watch_sources() -> None:
    """Reads every source when its turn comes, until it is stopped. `sapwood up` does this by itself."""
    import django

    django.setup()
    from sapwood.workflows.sources.watch import watch

    stop = Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    if not watch(stop):
        refuse("The sources are watched already, by another process.")


KINDS = ("imap", "caldav", "folder", "copy")


def _secret() -> str:
    if sys.stdin.isatty():
        return typer.prompt("Password", hide_input=True, err=True)
    return sys.stdin.readline().rstrip("\r\n")
