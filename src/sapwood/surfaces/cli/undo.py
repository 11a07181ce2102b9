"""sapwood undo IMPORT"""

from typing import Annotated

import typer

from .door import open_installation, refuse, say


def undo(
    number: Annotated[int, typer.Argument(metavar="IMPORT", help="Its number, as the import printed it.")],
) -> None:
    """Takes an import back: what only it brought vanishes at once."""
    open_installation()
    from sapwood.records.imports.models import Import
    from sapwood.workflows.imports import undo_import
    from sapwood.workflows.installation import operator
    from sapwood.workflows.refresh import refresh
    from sapwood.workflows.repair import sweep

    found = Import.objects.visible_to(operator()).filter(pk=number).first()
    if found is None:
        refuse(f"There is no import {number}. The Imports page lists them all.")
    if found.status != Import.Status.DONE:
        refuse(f"Import {number} is {found.get_status_display()}; there is nothing to undo.")
    undo_import(operator(), found, door="command line", queue=False)
    refresh()
    sweep()
    say(
        f"Import {number} of {found.source} is undone. Its files were not touched; import them again to have it back."
    )
