"""sapwood account NAME"""

from typing import Annotated

import typer

from .door import AsOf, Json, day, open_installation, put_json, refuse


def account(
    name: Annotated[str, typer.Argument(metavar="ACCOUNT", help="Its name or one of its domains.")],
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """One account: how things stand and the arithmetic behind it."""
    open_installation()
    from sapwood.workflows.accounts import account_as_of

    try:
        found = account_as_of(name, day(as_of))
    except ValueError as error:
        refuse(str(error))
    if json:
        put_json(found)
        return
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(f"[bold]{found['account']}[/bold]  {', '.join(found['domains'])}  {found['role']}")
    console.print(f"{found['state']}: {found['why']}", highlight=False)
    table = Table("When", "Channel", "Direction", "Colleague", "Contact")
    for touch in found["recent"][:20]:
        table.add_row(
            touch["when"][:16], touch["channel"], touch["direction"], touch["colleague"] or "", touch["contact"] or ""
        )
    console.print(table)
    for word, value in found["arithmetic"].items():
        console.print(f"  {word} = {value}", highlight=False)
