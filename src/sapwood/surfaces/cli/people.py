"""sapwood people ACCOUNT"""

from typing import Annotated

import typer

from .door import Json, open_installation, put_json, refuse


def people(
    name: Annotated[str, typer.Argument(metavar="ACCOUNT", help="Its name or one of its domains; `home` for home.")],
    json: Json = False,
) -> None:
    """Who is there, from which addresses, and who may be one person."""
    open_installation()
    from sapwood.workflows.people import as_rows, organisation_called

    organisation = organisation_called(name)
    if organisation is None:
        refuse(f"There is no account {name}. `sapwood accounts` lists them all.")
    found = as_rows(organisation)
    if json:
        put_json(found)
        return
    from rich.console import Console

    console = Console(highlight=False)
    for person in found["people"]:
        console.print(f"{person['name']}: {', '.join(person['addresses'])}", markup=False)
    for offer in found["may_be_one"]:
        one, other = (", ".join(side) for side in offer["addresses"])
        console.print(
            f"One person? {one} and {other}. {' '.join(offer['evidence'] + offer['against'])}", markup=False
        )
