"""A list of people to write to: the addresses in a delimited file, one a row, wherever their column stands."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from .addresses import mailboxes
from .table.delimited import delimiter_of, records
from .table.text import SAMPLE, decoded, lines

MOST_ROWS = 250_000
LOOKED_AT = 200  # rows that say which column holds addresses
LONGEST = 320
LONGEST_SAID = 200
PLAIN = re.compile(
    r"[\w+-]{1,64}(?:\.[\w+-]{1,64}){0,5}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,63}", re.ASCII | re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Named:
    """One row: the `address` it names, or `what` is wrong with what it `said`."""

    line: int
    address: str = ""
    said: str = ""
    what: str = ""


def read_recipients(file: BinaryIO) -> Iterator[Named]:
    """Rows of a seekable file, one at a time; empty ones and a header are passed over. Never raises on any bytes; at
    most MOST_ROWS rows are read, and the last Named says so where there are more."""
    file.seek(0)
    sign = delimiter_of(decoded(file.read(SAMPLE)))
    rows = records(lines(file), sign)
    first = list(islice(rows, LOOKED_AT))
    column = _column(cells for _, cells, _ in first)
    begins = 1 if first and _is_header([cells for _, cells, _ in first]) else 0
    for number, row in enumerate(first[begins:], 1):
        yield from _named(row, column, number)
    for number, row in enumerate(rows, len(first) - begins + 1):
        if number > MOST_ROWS:
            yield Named(row[0], "", "", f"A list has at most {MOST_ROWS:,} rows; from here on nothing was read.")
            return
        yield from _named(row, column, number)


def _named(row: tuple[int, list[str], str], column: int, number: int) -> Iterator[Named]:
    line, cells, wrong = row
    if not any(cells) and not wrong:
        return
    said = cells[column] if column < len(cells) else ""
    found, what = address_in(said)
    yield Named(line, found, "" if found else said[:LONGEST_SAID], wrong if wrong and not found else what)


def address_in(said: str) -> tuple[str, str]:
    """(the one mail address it names, "") or ("", what is wrong)."""
    if not said.strip():
        return "", "No address stands here."
    if len(said) > 2 * LONGEST:
        return "", "This is too long for an address."
    if len(said) <= LONGEST and PLAIN.fullmatch(said):  # nearly all
        return said.lower(), ""
    several = [address for address, _ in mailboxes(said) if "@" in address]
    if not several:
        return "", "This is no mail address."
    if len(several) > 1:
        return "", "Several addresses stand in one row; write one a row."
    local, _, domain = several[0].rpartition("@")
    labels = domain.split(".")
    plain = all(label and len(label) < 64 for label in labels) and len(labels) > 1
    if not plain or len(several[0]) > LONGEST or any(sign in several[0] for sign in ' <>()[],;:"\\') or ".." in local:
        return "", "This is no mail address."
    return several[0], ""


def _column(rows: Iterable[list[str]]) -> int:
    counted: Counter[int] = Counter()
    for cells in rows:
        counted.update(at for at, cell in enumerate(cells) if "@" in cell)
    return max(counted, key=lambda at: (counted[at], -at), default=0)


def _is_header(rows: list[list[str]]) -> bool:
    """The first row names the columns, where it holds no address and the ones below do."""
    return not any("@" in cell for cell in rows[0]) and any("@" in "".join(cells) for cells in rows[1:])
