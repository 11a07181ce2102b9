"""Events from a CSV as it comes: who was touched on which day; what could not be read is told by its line."""

import csv
from array import array
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

EPOCH = date(1970, 1, 1).toordinal()


def read_events(path: Path, tell: Callable[[str], None]) -> tuple[list[str], "array[int]", "array[int]"]:
    """Names, and for each good row the name's number and the day (days since 1970-01-01).

    A time with a zone counts on its day in UTC, one without on the day it names. `tell` gets a sentence for each
    row left out. Raises ValueError with a sentence where the header lacks a column.
    """
    numbers: dict[str, int] = {}
    codes, days = array("q"), array("q")
    seen: dict[str, int] = {}
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        recent: list[str] = []  # the lines of the present row: more than one where a quote spans them

        def lines() -> Iterator[str]:
            for line in file:
                clean = line.replace("\0", "")
                recent.append(clean)
                yield clean

        header, rows = _header(lines())
        who, when = header.index("id"), header.index("time")

        def take(row: list[str]) -> None:
            if len(row) <= max(who, when) or not row[who] or not row[when]:
                if any(map(str.strip, row)):
                    raise ValueError("it has no id, or no time")
                return
            name, text = row[who].strip(), row[when].strip()
            if not name:
                raise ValueError("the id is empty")
            day = seen.get(text)
            if day is None:
                day = _day(text)
                if len(text) <= 10:
                    seen[text] = day
            codes.append(numbers.setdefault(name, len(numbers)))
            days.append(day)

        while True:
            recent.clear()
            try:
                take(next(rows))
            except StopIteration:
                break
            except (ValueError, csv.Error):
                # Once more without quotes, line by line: one that is never closed swallows the lines below it.
                start = rows.line_num - len(recent) + 1
                for number, line in enumerate(recent, start):
                    try:
                        take(line.replace('"', "").rstrip("\r\n").split(rows.dialect.delimiter))
                    except ValueError as reason:
                        tell(f"Line {number} of {path.name} was left out: {reason}.")
    return list(numbers), codes, days


def _header(lines: Iterator[str]) -> tuple[list[str], Any]:
    """The header's names in lower case, and a reader of the rows below it."""
    above = 0
    for first in lines:
        if first.strip(" \t\r\n,;"):
            break
        above += 1
    else:
        raise ValueError("The file is empty: it needs a header with the columns id and time, then a row per event.")
    mark = max(",;\t", key=first.count)

    def all_lines() -> Iterator[str]:  # the blank ones too, so that line numbers are the file's
        yield from ["\n"] * above
        yield first
        yield from lines

    rows = csv.reader(all_lines(), delimiter=mark, strict=True)
    header = [name.strip().casefold() for name in next(row for row in rows if row)]
    missing = [name for name in ("id", "time") if name not in header]
    if missing:
        raise ValueError(
            f"The header has no column {' and no column '.join(missing)}. Nothing was read; "
            "name the columns id and time in the first line."
        )
    return header, rows


def _day(text: str) -> int:
    try:
        moment = datetime.fromisoformat(text)
        ahead = moment.utcoffset()
    except ValueError:
        raise ValueError(f"“{text[:40]}” is not an ISO date or date-time" if text else "the time is empty") from None
    day = moment.toordinal() - EPOCH
    if ahead:
        day += (moment.hour * 60 + moment.minute - round(ahead.total_seconds() / 60)) // 1440
    return day
