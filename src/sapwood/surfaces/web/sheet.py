"""Tables to take along, as comma-separated values that a spreadsheet opens and does not run."""

import csv
from collections.abc import Iterable, Iterator

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run
BOM = "\ufeff"  # tells Excel that it is UTF-8


def plain(value: object) -> object:
    """A text that would be run becomes a text that is shown; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


class _Line:
    """What csv writes to: hands the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def lines(rows: Iterable[Iterable[object]], bom: bool = False) -> Iterator[str]:
    """The table line by line, so that however long it is, no more than a line is held."""
    sheet = csv.writer(_Line())
    if bom:
        yield BOM
    for row in rows:
        yield sheet.writerow([plain(cell) for cell in row])
