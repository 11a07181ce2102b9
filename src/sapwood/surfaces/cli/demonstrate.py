"""sapwood demonstrate FOLDER"""

from pathlib import Path
from typing import Annotated

import typer

from .door import open_installation, say


def demonstrate(
    folder: Annotated[Path, typer.Argument(help="One home, as samples/demonstration/write.py writes it.")],
) -> None:
    """Loads one home of the demonstration into a fresh installation."""
    open_installation()
    from sapwood.workflows.demonstrate import load

    for sentence in load(folder):
        say(sentence)
