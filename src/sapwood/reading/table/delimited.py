"""Records of delimited text: which sign separates the cells, and where a record ends."""

import csv
from collections import Counter, deque
from collections.abc import Iterable, Iterator

from .text import MOST_LINE

DELIMITERS = "\t;|,"  # of two that fit as well, the earlier: a comma also stands in decimals
MOST_LINES = 100  # of one record; a quote that opens more was never meant to
MOST_CELLS = 2_000
BROKEN_QUOTE = "A quotation mark is opened here and not closed."
TOO_LONG = f"This line is longer than {MOST_LINE:,} characters."
TOO_MANY = f"This row has more than {MOST_CELLS:,} cells."

Record = tuple[int, list[str], str]  # line it begins on, cells, what is wrong with it ("": nothing)


class _RanAway(Exception):
    """A quotation mark swallowed more than a record can hold."""


def delimiter_of(text: str) -> str:
    """The sign that separates the cells of a table beginning with `text`; "" where there is none.

    It gives most rows the same number of cells, more than one, and the first of those rows as well. Excel's own
    line ("sep=;") decides.
    """
    first, _, _ = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4]
    whole = text.splitlines()[: 1 + 200]
    if len(whole) > 1 and not text.endswith(("\n", "\r")):
        whole.pop()  # cut short
    scored = [(_score(whole, sign), -at, sign) for at, sign in enumerate(DELIMITERS)]
    best, _, sign = max(scored)
    return sign if best > 0 else ""


def _score(lines: list[str], sign: str) -> float:
    rows = records(enumerate(lines, 1), sign)
    widths = Counter(len(cells) for _, cells, _ in rows if any(cells))
    if not widths:
        return 0.0
    width, often = max(((w, n) for w, n in widths.items() if w > 1), key=lambda one: (one[1], one[0]), default=(1, 0))
    return often / widths.total() if width > 1 else 0.0


def records(lines: Iterable[tuple[int, str]], sign: str) -> Iterator[Record]:
    """The records of numbered `lines`, cells stripped of blanks. A quotation mark that is never closed costs one
    line and not the rest of the file; a line in pieces (text.lines) counts as one that is too long."""
    ahead: deque[tuple[int, str]] = deque()
    source = iter(lines)
    sign = sign or "\x1f"
    while True:
        numbered = ahead.popleft() if ahead else next(source, None)
        if numbered is None:
            return
        number, line = numbered
        if len(line) >= MOST_LINE:
            while (more := next(source, None)) is not None and more[0] == number:
                pass
            if more is not None:
                ahead.append(more)
            yield number, [], TOO_LONG
            continue
        if '"' not in line:
            cells, what = line.split(sign, MOST_CELLS), ""
        else:
            cells, what = _quoted(number, line, source, ahead, sign)
        if len(cells) > MOST_CELLS:
            cells, what = [], TOO_MANY
        yield number, list(map(str.strip, cells)), what


def _quoted(
    number: int, line: str, source: Iterator[tuple[int, str]], ahead: deque[tuple[int, str]], sign: str
) -> tuple[list[str], str]:
    taken: list[tuple[int, str]] = []

    def further() -> Iterator[str]:
        yield line
        size = len(line)
        while True:
            more = ahead.popleft() if ahead else next(source, None)
            if more is None:
                return
            taken.append(more)
            size += len(more[1])
            if len(taken) >= MOST_LINES or size > csv.field_size_limit():
                raise _RanAway
            yield more[1]

    try:
        cells = next(csv.reader(further(), delimiter=sign, strict=False), [])
        if not taken or _closed(taken[-1][1]):
            return cells, ""
    except (_RanAway, csv.Error):
        pass
    ahead.extendleft(reversed(taken))
    return [cell.replace('"', "") for cell in line.split(sign)], BROKEN_QUOTE


def _closed(last: str) -> bool:
    """Whether the last line of a record closes what was open: a file may end within quotation marks."""
    return '"' in last
