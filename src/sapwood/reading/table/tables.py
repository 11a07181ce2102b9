"""A file of tables, opened: delimited text is one table, a workbook has one a sheet."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import islice
from typing import BinaryIO

from sapwood.facts.interaction import Interaction, Trouble

from .delimited import Record, delimiter_of, records
from .header import LOOKED_AT, header_at, names
from .mapping import kind_of
from .text import SAMPLE, decoded, lines
from .workbook import OLE, ZIP, Unreadable, sheets

NOTHING = "There is no table in it."
CONTROL = re.compile(r"[\x01-\x08\x0b\x0e-\x1f\x7f]")  # no text of people
TOO_WIDE = "This row has {} cells, the header {}."


@dataclass(frozen=True)
class Table:
    """One table. `where` is what a person would call it ("crm.xlsx, sheet Accounts"); `header` holds a unique name
    for each column; `exact`: numbers come from a workbook, with a point as decimal sign; `delimiter` is "" there.

    `rows()` gives (line, cells as wide as the header, what is wrong with the row or "") from the first row below the
    header, and may be asked for again; blank rows are left out. Of a row that is too wide all cells are there.
    """

    where: str
    header: tuple[str, ...]
    header_line: int
    exact: bool
    delimiter: str
    rows: Callable[[], Iterator[Record]]


def tables_in(file: BinaryIO, where: str, most_rows: int = 0) -> Iterator[Table | Trouble]:
    """The tables of a seekable binary file, called `where`. Never raises on any bytes. Text is read a line at a time
    while `rows()` is walked, so the file must stay open for as long; of a workbook's sheets the first `most_rows` are
    there, all where that is 0."""
    file.seek(0)
    head = file.read(SAMPLE)
    if head.startswith((ZIP, OLE)):
        try:
            found = sheets(file, most_rows)
        except Unreadable as error:
            yield Trouble(where, str(error))
            return
        for name, rows in found:
            yield _table(where if len(found) == 1 else f"{where}, sheet {name}", rows[:LOOKED_AT], _again(rows), None)
        if not found:
            yield Trouble(where, NOTHING)
        return
    sign = delimiter_of(decoded(head))

    def read() -> Iterator[Record]:
        for line, cells, what in records(lines(file), sign):
            if any(cells) or what:
                yield line, cells, what

    beginning = list(islice(read(), LOOKED_AT))
    if beginning and beginning[0][1] and beginning[0][1][0].lower().startswith("sep="):
        beginning, read = beginning[1:], _without_first(read)
    if not beginning:
        yield Trouble(where, NOTHING)
        return
    yield _table(where, beginning, read, sign)


def no_interactions(file: BinaryIO, where: str, latest: datetime) -> Iterator[Interaction | Trouble]:
    """What stands in a table of accounts, people or deals is no interaction."""
    yield from ()


def looks_like_table(head: bytes) -> bool:
    """Whether a file that begins with `head` is delimited text: a header of two names or more, and rows below it
    most of which are as wide. Whatever else text may be (mail, a calendar, JSON) is better asked first."""
    text = decoded(head[:SAMPLE])
    if CONTROL.search(text):
        return False
    if text.lstrip()[:1] in ("{", "[", "<") or not (sign := delimiter_of(text)):
        return False
    whole = text.splitlines()
    if len(whole) > 2 and not text.endswith(("\n", "\r")):
        whole.pop()  # perhaps cut short
    rows = [cells for _, cells, what in records(enumerate(whole, 1), sign) if any(cells) and not what][:LOOKED_AT]
    at = header_at(rows)
    if at is None or at > 10 or len(rows) < at + 2 or not all(_trimmed(rows[at])):
        return False
    width = len(rows[at])
    wanted = 0.3 if kind_of(rows[at])[0] else 0.8  # a header that says what it is needs fewer rows that fit
    return width > 1 and sum(len(cells) == width for cells in rows[at + 1 :]) >= wanted * len(rows[at + 1 :])


def begins_table_of(head: bytes, has_columns: Callable[[Table], bool]) -> bool:
    """Whether a file that begins with `head` is a table with such columns."""
    return looks_like_table(head) and any(
        isinstance(t, Table) and has_columns(t) for t in tables_in(BytesIO(head), "")
    )


def _table(where: str, beginning: Sequence[Record], read: Callable[[], Iterable[Record]], sign: str | None) -> Table:
    sound = [record for record in beginning if not record[2]] or list(beginning)
    at = header_at([cells for _, cells, _ in sound])
    widths = Counter(len(_trimmed(cells)) for _, cells, _ in sound[0 if at is None else at :])
    common = max(widths, key=lambda width: (widths[width], width))
    width = common if at is None else max(common, len(_trimmed(sound[at][1])))
    header = names(sound[at][1] if at is not None else (), width)
    header_line = sound[at][0] if at is not None else 0
    return Table(where, header, header_line, sign is None, sign or "", lambda: _below(read(), header_line, width))


def _below(rows: Iterable[Record], header_line: int, width: int) -> Iterator[Record]:
    blank = [""] * width
    for line, cells, what in rows:
        if line <= header_line:
            continue
        if len(cells) > width:
            cells = [*cells[:width], *_trimmed(cells[width:])]
            if len(cells) > width and not what:
                what = TOO_WIDE.format(len(cells), width)
        elif len(cells) < width and cells:
            cells = cells + blank[len(cells) :]
        yield line, cells, what


def _trimmed(cells: list[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _again(rows: list[Record]) -> Callable[[], Iterator[Record]]:
    return lambda: iter(rows)


def _without_first(read: Callable[[], Iterator[Record]]) -> Callable[[], Iterator[Record]]:
    return lambda: islice(read(), 1, None)
