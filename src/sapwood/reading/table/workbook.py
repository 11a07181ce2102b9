"""Sheets of a workbook (.xlsx, .xls, .ods): values of formulas, dates as ISO dates, numbers as they are."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import SEEK_END
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineWorkbook

from .delimited import MOST_CELLS, TOO_MANY, Record

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_UNPACKED = 600 << 20  # bytes
MOST_OLD = 100 << 20
MOST_SHEETS = 100
HUGE = "This workbook unpacks to more than 600 MB. Save its sheets as CSV and import those."
UNREADABLE = "This workbook cannot be opened: it is damaged, or it needs a password. Save it again, or as CSV."
SHEETS_LEFT = f"Of this workbook only the first {MOST_SHEETS} sheets were read."


class Unreadable(ValueError):
    """The workbook cannot be read; the sentence says why."""


def sheets(file: BinaryIO) -> list[tuple[str, list[Record]]]:
    """(name, rows) of each visible sheet that holds anything; line numbers are the sheet's own.

    Raises Unreadable. The sheets are held in memory, so their unpacked size is limited first.
    """
    _admit(file)
    file.seek(0)
    try:
        book: Any = CalamineWorkbook.from_filelike(file)
        visible = [m.name for m in book.sheets_metadata if str(m.visible).endswith("Visible")]
        found = []
        for name in (visible or list(book.sheet_names))[:MOST_SHEETS]:
            rows = list(_rows(book.get_sheet_by_name(name)))
            if rows:
                found.append((name, rows))
    except Exception as error:  # calamine raises its own, zip's, and what lies between them
        raise Unreadable(UNREADABLE) from error
    return found


def _admit(file: BinaryIO) -> None:
    file.seek(0)
    if file.read(4) == ZIP:
        try:
            with ZipFile(file) as members:
                unpacked = sum(member.file_size for member in members.infolist())
        except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Unreadable(UNREADABLE) from error
        if unpacked > MOST_UNPACKED:
            raise Unreadable(HUGE)
    elif file.seek(0, SEEK_END) > MOST_OLD:
        raise Unreadable(HUGE)


def _rows(sheet: Any) -> Iterator[Record]:
    width = sheet.width
    if width > MOST_CELLS:
        yield 1, [], TOO_MANY
        return
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), 1):
        text = [_text(cell) for cell in cells]
        if any(text):
            yield number, text, ""


def _text(cell: Any) -> str:
    match cell:
        case str():
            return cell.replace("\x00", "").strip()
        case bool():
            return "yes" if cell else "no"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(" ", "seconds")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell.total_seconds())
    return str(cell)
