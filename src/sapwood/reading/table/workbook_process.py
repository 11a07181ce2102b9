"""The process that opens a workbook. The workbook is its standard input; what its sheets hold goes to its standard
output, a line of JSON each: "sheet " and its name, [line, cells, what is wrong], and at the end "done" or "huge".

calamine lays a sheet out whole, from its first cell to its last: two cells far apart, in a file of two kilobytes,
would take half a terabyte, and want of memory ends a process that runs Rust. So this one has a limit of its own.
"""

import json
import os
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from python_calamine import CalamineWorkbook

MOST_MEMORY = 4 << 30  # bytes
LONGEST_S = 120  # of its own time
MOST_SHEETS = 100
MOST_CELLS, TOO_MANY = 2_000, "This row has more than 2,000 cells."
MOST_LINE, TOO_LONG = 1_000_000, "This row holds more than 1,000,000 characters."
MOST_SAID = 600 << 20  # bytes
DONE, HUGE = "done", "huge"


def main() -> None:
    """Its argument is how many rows of each sheet are wanted, 0 for all of them."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, LONGEST_S),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is none of what was found
    try:
        with os.fdopen(0, "rb", closefd=False) as file:
            _say(file, int(sys.argv[1]), out)
    except BrokenPipeError:
        os._exit(1)  # nobody waits for it any more


def _say(file: IO[bytes], wanted: int, out: IO[bytes]) -> None:
    said, last = 0, DONE
    for item in _found(file, wanted):
        line = json.dumps(item, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        said += len(line)
        if said > MOST_SAID:
            last = HUGE
            break
        out.write(line)
    out.write(json.dumps(last).encode() + b"\n")
    out.close()


def _found(file: IO[bytes], wanted: int) -> Iterator[str | list[object]]:
    file.seek(0)
    book: Any = CalamineWorkbook.from_filelike(file)
    visible = [one.name for one in book.sheets_metadata if str(one.visible).endswith("Visible")]
    for name in (visible or list(book.sheet_names))[:MOST_SHEETS]:
        begun = False
        for row in _rows(book.get_sheet_by_name(name), wanted):
            if not begun:
                yield "sheet " + name
                begun = True
            yield row


def _rows(sheet: Any, wanted: int) -> Iterator[list[object]]:
    if sheet.width > MOST_CELLS:
        yield [1, [], TOO_MANY]
        return
    found = 0
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), 1):
        if cells.count("") == len(cells):
            continue
        text = [cell.replace("\x00", "").strip() if type(cell) is str else _text(cell) for cell in cells]
        while text and not text[-1]:
            text.pop()
        if text:
            yield [number, text, ""] if sum(map(len, text)) <= MOST_LINE else [number, [], TOO_LONG]
            found += 1
            if found == wanted:
                return


def _text(cell: Any) -> str:
    match cell:
        case bool():
            return "yes" if cell else "no"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            near = (cell + timedelta(milliseconds=500)).replace(microsecond=0)  # days as fractions are seldom exact
            return near.date().isoformat() if near.time() == time(0) else near.isoformat(" ")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell.total_seconds())
    return str(cell)


if __name__ == "__main__":
    main()
