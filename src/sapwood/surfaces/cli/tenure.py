"""sapwood tenure"""

import typer

from .door import Json, open_installation, put_json


def tenure(json: Json = False) -> None:
    """How long relationships last, what is to be expected, and whether there is a seven-year itch."""
    open_installation()
    from sapwood.workflows.tenure.look import tenure_of_all

    found = tenure_of_all()
    if json:
        put_json(found)
        return
    for one in found:
        answer = one["itch"]["answer"]
        typer.echo(f"By {one['sign']}: {one['counted']:,} count, {one['ended']:,} of them ended. An itch: {answer}.")
