"""sapwood invite MAIL"""

from typing import Annotated

import typer

from .door import open_installation, refuse, say
from .link import At, sign_in_link


def invite(
    mail: Annotated[
        str, typer.Argument(metavar="MAIL", help="The colleague's address; mail to and from it is theirs to read.")
    ],
    name: Annotated[str, typer.Option(help="What they are called.")] = "",
    role: Annotated[str, typer.Option(help="operator, lead or colleague")] = "colleague",
    at: At = "http://localhost:8000",
) -> None:
    """A login for a colleague, and the one-time link that brings them in."""
    open_installation()
    from sapwood.workflows.installation import operator
    from sapwood.workflows.set_up import invite as give_login

    try:
        user = give_login(operator(), mail, name, role, door="command line")
    except ValueError as error:
        refuse(str(error))
    say(f"{user} has a login as {user.role}. This link is theirs, once, within a day:")
    print(sign_in_link(user, at))
