"""sapwood forget ADDRESS"""

from dataclasses import asdict
from typing import Annotated

import typer

from .door import Json, open_installation, put_json, refuse, say


def forget(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="The mail address to erase.")],
    person: Annotated[bool, typer.Option("--person", help="All addresses of the person who has it.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking.")] = False,
    lift: Annotated[bool, typer.Option("--lift", help="Let imports bring an erased address again.")] = False,
    json: Json = False,
) -> None:
    """Erases somebody from the log, the records and the kept texts, for good, and keeps them out."""
    open_installation()
    from sapwood.workflows.forget import flow
    from sapwood.workflows.installation import operator
    from sapwood.workflows.refresh import refresh

    if lift:
        _lift(address)
        return
    wanted = flow.all_of(address) if person else [address]
    try:
        found = flow.preview(operator(), wanted)
    except ValueError as error:
        refuse(str(error))
    say(
        f"{', '.join(found.addresses)}: {found.interactions:,} interactions, "
        f"{found.written:,} of them gone altogether; "
        f"{found.texts:,} kept texts; {found.uploads:,} uploads that are not read yet."
    )
    if not yes and not typer.confirm("Erase it for good?", err=True):
        refuse("Nothing was erased.")
    begun = flow.ask_forgetting(operator(), wanted, door="command line", queue=False)
    flow.run(begun)
    refresh()
    begun.refresh_from_db()
    if begun.finished is None:
        refuse("It is erased, but another process holds the database. Stop Sapwood and run `sapwood doctor`.")
    say("It is erased, and no import brings it back.")
    if json:
        put_json({name: value for name, value in asdict(found).items() if isinstance(value, int)})


def _lift(address: str) -> None:
    from sapwood.workflows.forget.flow import forgetting_of, lift
    from sapwood.workflows.installation import operator

    done = forgetting_of(address)
    if done is None:
        refuse("That address is not kept out.")
    lift(operator(), done, door="command line")
    say("Imports may bring what was erased with it again.")
