"""Whether tables wait for a person's look before they come in, and whose tables come in at all."""

from collections.abc import Iterable

from sapwood.collecting.piece import Piece
from sapwood.facts.interaction import Trouble
from sapwood.reading.documents import TABLE
from sapwood.records.imports.models import Import

from ..permission import may


class ToLookAt(Exception):
    """Nothing of the import is in yet: a person looks at its tables first."""


def tables_among(running: Import, pieces: Iterable[Piece]) -> tuple[list[Piece], list[Piece], list[Trouble]]:
    """(tables, everything else, tables that this user may not bring)."""
    tables: list[Piece] = []
    others: list[Piece] = []
    for piece in pieces:
        (tables if piece.kind == TABLE.kind else others).append(piece)
    answer = may(running.by, "import tables")
    if answer:
        return tables, others, []
    return [], others, [Trouble(piece.where, answer.why) for piece in tables]


def to_look_at(running: Import) -> bool:
    """What came through the page is looked at first; the command line brings what is certain and lists the rest."""
    return bool(running.options.get("preview")) and not running.options.get("confirmed")
