"""sapwood digest --colleague MAIL"""

from typing import Annotated

import typer

from .door import Json, open_installation, put_json, refuse


def digest(
    colleague: Annotated[str, typer.Option(metavar="MAIL", help="Whose digest; the address of their login.")],
    json: Json = False,
) -> None:
    """The mail that a colleague would get now. Nothing is sent, and the links in it lead nowhere."""
    open_installation()
    from sapwood.workflows.reminders.look import look_at

    try:
        written = look_at(colleague)
    except ValueError as error:
        refuse(str(error))
    if json:
        put_json(written)
    elif written["items"]:
        print(f"To: {written['to']}\nSubject: {written['subject']}\n\n{written['text']}")
    else:
        print("Nothing is due, so nothing would be sent.")
