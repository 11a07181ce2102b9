"""sapwood link"""

from typing import Annotated

import typer

from .door import open_installation, refuse

At = Annotated[str, typer.Option(help="The address the pages answer at.")]


def link(
    mail: Annotated[str | None, typer.Argument(metavar="MAIL", help="Whose; the operator's without one.")] = None,
    at: At = "http://localhost:8000",
) -> None:
    """A one-time sign-in link, good for a day."""
    open_installation()
    from sapwood.records.access.models import User

    user = User.objects.filter(email=mail.strip().lower()).first() if mail else None
    if mail and user is None:
        refuse(f"Nobody here has a login as {mail}. `sapwood invite` gives them one.")
    print(sign_in_link(user, at))


def sign_in_link(user, at: str) -> str:
    from sapwood.workflows.set_up import make_sign_in_link

    return at.rstrip("/") + make_sign_in_link(user)
