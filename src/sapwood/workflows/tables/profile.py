"""What the columns of a table hold: how often each value stands there and where first; how dates and numbers are
written; and how each cell is read by it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sapwood.reading.table.cells import Unfit, Value, currency_in, reader_of
from sapwood.reading.table.days import DMY, MDY, decide_days
from sapwood.reading.table.decided import Decided
from sapwood.reading.table.delimited import Record
from sapwood.reading.table.numbers import COMMA, POINT, decide_numbers
from sapwood.reading.table.tables import Table
from sapwood.reading.table.vocabulary import DAY, NUMBER, WHOLE, Kind
from sapwood.records.trade.models import Sheet

from ..region import home_region
from .left import Left

MOST_VALUES = 1_000_000  # of one column
OTHERS = {DAY: (DMY, MDY), NUMBER: (POINT, COMMA), WHOLE: (POINT, COMMA)}
LOOKED_THROUGH = frozenset(["product", "sector", "country", "parent", "stage", "owner", "colleague"])
REMEMBERED = 5_000  # cells of a column, so that names of single things take no room
FEW = 20_000  # beyond it, values that are no dates and no numbers are names of single things


@dataclass
class Profile:
    """`values` of each column that is looked through: value → how often; `first` the line it stands on first;
    `decided` for the columns of dates and numbers."""

    rows: int = 0
    values: dict[int, dict[str, int]] = field(default_factory=dict)
    first: dict[int, dict[str, int]] = field(default_factory=dict)
    decided: dict[int, Decided] = field(default_factory=dict)


def profile(table: Table, kind: Kind, sheet: Sheet, on_rows: Callable[[int], None] = lambda _: None) -> Profile:
    """One walk over all rows. What a person corrected counts as corrected."""
    found = Profile()
    kinds = {column: kind.field(name).kind for name, column in sheet.mapping.items()}
    counted: list[tuple[int, dict[str, int], dict[str, int]]] = [
        (column, {}, {})
        for name, column in sheet.mapping.items()
        if name in LOOKED_THROUGH or kinds[column] in OTHERS
    ]
    replaced, cells_fixed = fixes_of(sheet)
    rows = table.rows()
    while batch := list(islice(rows, 5000)):
        found.rows += len(batch)
        sound = [row for row in batch if row[1] and (not row[2] or row[0] in cells_fixed)]
        for column, values, first in counted:
            if kinds[column] not in OTHERS:
                _count(sound, column, values, first)
            elif len(values) < MOST_VALUES:  # how dates and numbers are written is all that is asked of them
                values.update(dict.fromkeys([cells[column] for _, cells, _ in sound], 1))
        on_rows(found.rows)
    for column, values, first in counted:
        for was, becomes in replaced.get(column, {}).items():
            if was in values and was != becomes:
                values[becomes] = values.get(becomes, 0) + values.pop(was)
                first.setdefault(becomes, first.pop(was, 0))
        if kinds[column] not in OTHERS:
            found.values[column], found.first[column] = values, first
        elif kinds[column] == DAY:
            found.decided[column] = decide_days(values)
        else:
            found.decided[column] = decide_numbers(values, table.exact, kinds[column] == WHOLE)
    return found


def _count(rows: list[Record], column: int, values: dict[str, int], first: dict[str, int]) -> None:
    """The first FEW different values of a column, how often each stands there, and where first."""
    cells = [cells[column] for _, cells, _ in rows]
    if fresh := set(cells) - values.keys():
        for (line, _, _), cell in zip(rows, cells, strict=True):
            if cell in fresh and len(first) < FEW:
                first.setdefault(cell, line)
    for cell, times in Counter(cells).items():
        if cell in first:
            values[cell] = values.get(cell, 0) + times


def fixes_of(sheet: Sheet) -> tuple[dict[int, dict[str, str]], dict[int, dict[int, str]]]:
    """({column: {was: becomes}}, {line: {column: becomes}}); the latest of each."""
    replaced: dict[int, dict[str, str]] = {}
    by_line: dict[int, dict[int, str]] = {}
    for fix in sheet.fixes.all():
        if fix.line is None:
            replaced.setdefault(fix.column, {})[fix.was] = fix.becomes
        else:
            by_line.setdefault(fix.line, {})[fix.column] = fix.becomes
    return replaced, by_line


class _Read(dict[str, Value | Left]):
    """Cell → value, or why its row stays out; each read once."""

    def __init__(self, read: Callable[[str], Value], replaced: dict[str, str]):
        super().__init__()
        self._read, self._replaced = read, replaced
        self.others: list[Callable[[str], Value]] = []  # other ways to read it, while nobody said which
        self.asked = ""
        self.unfit = False  # whether any was

    def __missing__(self, cell: str) -> Value | Left:
        meant = self._replaced.get(cell, cell) if self._replaced else cell
        value: Value | Left
        try:
            value = self._read(meant)
            if self.others and any(other(meant) != value for other in self.others):
                value, self.unfit = Left(self.asked, "style"), True
        except Unfit as error:
            value, self.unfit = Left(str(error)), True
        if len(self) > REMEMBERED:
            self.clear()
        self[cell] = value
        return value


class Rows:
    """The rows of a table as values by field. `asked` columns, where nobody has answered yet how they are written,
    keep their rows out: nothing is guessed in silence."""

    def __init__(self, table: Table, kind: Kind, sheet: Sheet, decided: dict[int, Decided]):
        replaced, self._lines = fixes_of(sheet)
        self.table = table
        self.names = sorted(sheet.mapping)
        self.columns = [sheet.mapping[name] for name in self.names]
        self.styles = {column: one.style for column, one in decided.items()}
        self.styles |= {int(column): style for column, style in sheet.styles.items()}
        self._each: list[tuple[int, _Read]] = []
        self._currencies: dict[str, str] = {}
        self._blank = [""] * len(table.header)
        for name, column in zip(self.names, self.columns, strict=True):
            asked = column in decided and decided[column].asked and str(column) not in sheet.styles
            of, region = kind.field(name).kind, sheet.answers.get("region") or home_region()
            read = _Read(reader_of(of, self.styles.get(column, ""), region), replaced.get(column, {}))
            if asked:
                read.others = [reader_of(of, style) for style in OTHERS[of]]
                read.asked = f"How “{table.header[column]}” is written is not said yet: {decided[column].why}"
            self._each.append((column, read))

    def read(self, records: Sequence[Record]) -> Iterator[dict[str, Any] | Left]:
        """Field → value of each of them, or why it stays out. A column at a time: that takes half as long."""
        wrong: dict[int, Left] = {}
        table: list[list[str]] = []
        for at, record in enumerate(records):
            cells, what = self._corrected(record) if self._lines else record[1:]
            if what:
                wrong[at], cells = Left(what), self._blank
            table.append(cells)
        columns = list(zip(*table, strict=False))  # of a row that is too wide, and corrected, what is named
        values = [list(map(read.__getitem__, columns[column])) for column, read in self._each]
        unfit = any(read.unfit for _, read in self._each)
        for at, row in enumerate(zip(*values, strict=True)):
            if at in wrong:
                yield wrong[at]
            elif unfit and (left := next((value for value in row if type(value) is Left), None)):
                yield left
            else:
                yield dict(zip(self.names, row, strict=True))

    def _corrected(self, record: Record) -> tuple[list[str], str]:
        """The cells as a person corrected them, and what is wrong with them."""
        line, cells, what = record
        if line in self._lines:
            cells = list(cells)
            for column, becomes in self._lines[line].items():
                cells[column : column + 1] = [becomes]
            what = "" if len(cells) >= len(self.table.header) else what
        return cells, what

    def currency(self, record: Record) -> str:
        """The currency that stands beside the amount, "" where none does."""
        column = self.columns[self.names.index("amount")]
        cell = record[1][column]
        if cell not in self._currencies:
            if len(self._currencies) > REMEMBERED:
                self._currencies.clear()
            self._currencies[cell] = (
                "" if cell[:1].isdigit() and cell[-1:].isdigit() else currency_in(cell, self.styles.get(column, ""))
            )
        return self._currencies[cell]
