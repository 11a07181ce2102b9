"""sapwood log "TEXT" """

from typing import Annotated

import typer

from .door import Json, open_installation, put_json, refuse, say

EXAMPLE = "called Jane at Orchard, 10 min, she will send the volumes Friday"


def note(
    text: Annotated[str, typer.Argument(metavar="TEXT", help=f'In your own words: "{EXAMPLE}".')],
    account: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which account, where the words leave it open.")
    ] = None,
    colleague: Annotated[str | None, typer.Option(metavar="MAIL", help="Who says so; else the operator.")] = None,
    reason: Annotated[str, typer.Option(help="Why, where they are to be left in peace.")] = "",
    another: Annotated[
        bool, typer.Option("--another", help="It is not the touch that is on record already.")
    ] = False,
    new: Annotated[bool, typer.Option("--new", help="Make the account where there is none of that name.")] = False,
    plan: Annotated[bool, typer.Option("--plan", help="It is still to come: keep it as a next step.")] = False,
    listening: Annotated[bool, typer.Option("--listening", help="It had no agenda but to listen.")] = False,
    json: Json = False,
) -> None:
    """Notes down a touch that no mailbox saw: a call, a meeting, a visit. It counts like any other."""
    open_installation()
    from sapwood.workflows.notes.command import as_json, sentences, told, who_says

    try:
        user = who_says(colleague)
        draft = told(user, text, account, reason=reason, another=another, new=new, planned=plan)
        draft.listening = draft.listening or listening
    except ValueError as error:
        refuse(str(error))
    if not draft.ready:
        if json:
            put_json(as_json(draft, None))
        for sentence in sentences(draft):
            say(sentence)
        refuse("Nothing was logged.")
    from sapwood.workflows.notes.enter import enter_and_wait
    from sapwood.workflows.notes.save import save

    try:
        saved = save(user, draft, "command line", enter_and_wait)
    except ValueError as error:
        refuse(str(error))
    for sentence in sentences(draft, saved):
        say(sentence)
    if json:
        put_json(as_json(draft, saved))
    from sapwood.workflows.refresh import BESIDE_AN_IMPORT_MB, refresh
    from sapwood.workflows.repair import tidy

    refresh(memory_mb=BESIDE_AN_IMPORT_MB)
    tidy()
