"""A small workbook as Excel wrote them until 2003 (BIFF8, MS-XLS), by hand: no library writes one any more."""

import struct
from datetime import datetime

from made_msg import compound

BEGIN, END, SHEET, XF, NUMBER, LABEL, BOOL, FORMULA = 0x809, 0x0A, 0x85, 0xE0, 0x203, 0x204, 0x205, 0x06
LOCKED = 0x2F
DAY = 1  # the format of days (14: m/d/yyyy), or 22 with the hour


def made_xls(locked: bool = False, **sheets: list[list[object]]) -> bytes:
    """Sheets by name. A cell is a text, a number, a bool, a datetime, None, or (formula, its value)."""
    return compound({"Workbook": _globals(sheets, locked).ljust(4096, b"\0")})


def _globals(sheets: dict[str, list[list[object]]], locked: bool) -> bytes:
    head = _record(BEGIN, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6))
    if locked:
        head += _record(LOCKED, struct.pack("<HHHH", 1, 1, 1, 1) + bytes(48))
    head += b"".join(_record(XF, struct.pack("<HH16x", 0, form)) for form in (0, 22))
    bodies = [_sheet(rows) for rows in sheets.values()]
    named = [struct.pack("<BB", len(name), 0) + name.encode("latin-1") for name in sheets]
    start = len(head) + sum(4 + 6 + len(name) for name in named) + 4
    listed = b""
    for name, body in zip(named, bodies, strict=True):
        listed += _record(SHEET, struct.pack("<IBB", start, 0, 0) + name)
        start += len(body)
    return head + listed + _record(END) + b"".join(bodies)


def _sheet(rows: list[list[object]]) -> bytes:
    cells = [_cell(row, column, value) for row, line in enumerate(rows) for column, value in enumerate(line)]
    return _record(BEGIN, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6)) + b"".join(cells) + _record(END)


def _cell(row: int, column: int, value: object) -> bytes:
    at = struct.pack("<HHH", row, column, DAY if isinstance(value, datetime) else 0)
    match value:
        case None:
            return b""
        case bool():
            return _record(BOOL, at + struct.pack("<BB", value, 0))
        case datetime():
            return _record(NUMBER, at + struct.pack("<d", (value - datetime(1899, 12, 30)).total_seconds() / 86400))
        case (str(), result):
            return _record(FORMULA, at + struct.pack("<dHIH", result, 0, 0, 0))
        case int() | float():
            return _record(NUMBER, at + struct.pack("<d", value))
    text = str(value)
    return _record(LABEL, at + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


def cell_at(row: int, column: int, value: object) -> bytes:
    """The bytes of a cell, for sheets that no person makes."""
    return _cell(row, column, value)


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data
