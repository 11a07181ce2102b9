"""Which row names the columns, and unique names for them."""

import re
from collections import Counter
from collections.abc import Sequence

LOOKED_AT = 40  # rows
LONGEST = 80  # characters of a name
NUMBER = re.compile(r"[\d.,:/\s%€$£()+-]+")


def header_at(rows: Sequence[Sequence[str]]) -> int | None:
    """Which of the first rows is the header: the first that is as wide as most rows are, holds words, and names no
    column twice in a row of values. None where no row does."""
    looked = rows[:LOOKED_AT]
    widths = Counter(_width(row) for row in looked if _width(row))
    if not widths:
        return None
    common = max(widths, key=lambda width: (widths[width], width))
    wide = max(2, common - max(1, common // 4)) if common > 1 else 1
    for at, row in enumerate(looked):
        named = [cell for cell in row if cell]
        if len(named) < wide or _width(row) < wide:
            continue
        if all(len(cell) <= LONGEST and not _value(cell) for cell in named):
            return at
        return None  # the first full row holds values: there is no header
    return None


def names(row: Sequence[str], width: int) -> tuple[str, ...]:
    """A name for each of `width` columns: "Phone", "Phone (2)" where it comes again, "Column 7" where it has none."""
    taken: Counter[str] = Counter()
    found = []
    for at in range(width):
        name = " ".join((row[at] if at < len(row) else "").split())[:LONGEST] or f"Column {at + 1}"
        taken[name.lower()] += 1
        found.append(name if taken[name.lower()] == 1 else f"{name} ({taken[name.lower()]})")
    return tuple(found)


def _width(row: Sequence[str]) -> int:
    return max((at for at, cell in enumerate(row, 1) if cell), default=0)


def _value(cell: str) -> bool:
    return bool(NUMBER.fullmatch(cell)) or "@" in cell
