"""The tables of an import, opened: each with what it was taken for, by the program or by a person."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from sapwood.collecting.piece import Piece
from sapwood.facts.interaction import Trouble
from sapwood.reading.table.mapping import kind_of
from sapwood.reading.table.tables import Table, tables_in
from sapwood.reading.table.vocabulary import BY_NAME
from sapwood.records.imports.models import Import
from sapwood.records.trade.models import Sheet

# What others point to comes first.
ORDER = {
    name: at for at, name in enumerate(("products", "accounts", "contacts", "teams", "deals", "holdings", "notices"))
}


@dataclass(frozen=True)
class Opened:
    sheet: Sheet
    table: Table


@contextmanager
def opened(running: Import, pieces: Iterable[Piece]) -> Iterator[tuple[list[Opened], list[Trouble]]]:
    """All tables in these files, in the order in which they are to be read, and what could not be opened."""
    files: list[IO[bytes]] = []
    found: list[Opened] = []
    troubles: list[Trouble] = []
    known = {sheet.number: sheet for sheet in running.sheets.all()}
    number = 1
    try:
        for piece in pieces:
            file = piece.path.open("rb") if piece.end is None and not piece.start else BytesIO(_stretch(piece))
            files.append(file)
            for table in tables_in(file, piece.where):
                if isinstance(table, Trouble):
                    troubles.append(table)
                    continue
                sheet = known.get(number) or _sheet(running, number, table)
                found.append(Opened(sheet, table))
                number += 1
        found.sort(key=lambda one: (ORDER.get(one.sheet.kind, 99), one.sheet.number))
        yield found, troubles
    finally:
        for file in files:
            file.close()


def _sheet(running: Import, number: int, table: Table) -> Sheet:
    kind, mapping = kind_of(table.header)
    return Sheet.objects.create(
        of=running,
        number=number,
        where=table.where[:1000],
        kind=kind.name if kind else "",
        header=list(table.header),
        mapping=mapping,
    )


def _stretch(piece: Piece) -> bytes:
    with piece.path.open("rb") as file:
        file.seek(piece.start)
        return file.read(-1 if piece.end is None else piece.end - piece.start)


def kind_named(name: str):
    return BY_NAME[name]
