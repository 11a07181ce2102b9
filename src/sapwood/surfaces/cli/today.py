"""sapwood today"""

from typing import Annotated

import typer

from .door import AsOf, Json, day, open_installation, put_json, refuse


def today(
    as_of: AsOf = None,
    colleague: Annotated[str | None, typer.Option(metavar="MAIL", help="Only what is this colleague's.")] = None,
    json: Json = False,
) -> None:
    """Whom to get in touch with, and why, best first."""
    open_installation()
    from sapwood.workflows.today import today_as_of

    try:
        items = today_as_of(day(as_of), colleague)
    except ValueError as error:
        refuse(str(error))
    if json:
        put_json(items)
        return
    from rich.console import Console

    console = Console()
    for number, item in enumerate(items, 1):
        console.print(
            f"[bold]{number}. {item['account']}[/bold]  {item['channel']}, {item['colleague'] or 'nobody yet'}"
        )
        console.print(f"   {item['why']}", highlight=False)
    if not items:
        console.print("Nobody is waiting, and nobody is neglected.")
