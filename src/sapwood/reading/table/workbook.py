"""Sheets of a workbook (.xlsx, .xlsb, .xls, .ods): values of formulas, dates as ISO dates, numbers as they are."""

import json
import subprocess
import sys
from io import SEEK_END, UnsupportedOperation
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO, cast
from zipfile import BadZipFile, ZipFile

from .delimited import Record
from .old_workbook import is_locked

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
COMMAND = [sys.executable, "-m", "sapwood.reading.table.workbook_process"]
MOST_UNPACKED = 600 << 20  # bytes
MOST_OLD = 100 << 20
HUGE = "This workbook unpacks to more than 600 MB. Save its sheets as CSV and import those."
LOCKED = "This workbook needs a password. Open it, save it without a password, and import it again."
UNREADABLE = "This workbook cannot be opened: it is damaged, or larger than memory allows. Save it again, or as CSV."


class Unreadable(ValueError):
    """The workbook cannot be read; the sentence says why."""


def sheets(file: BinaryIO, most_rows: int = 0) -> list[tuple[str, list[Record]]]:
    """(name, rows) of each visible sheet that holds anything; line numbers are the sheet's own, blank cells at the
    end of a row are left out. Of each sheet the first `most_rows`, all where that is 0.

    Raises Unreadable. The sheets are held in memory, so their unpacked size is limited first.
    """
    _admit(file)
    with TemporaryFile() as copied:
        try:
            file.fileno()
            whole = file
        except (AttributeError, UnsupportedOperation):
            file.seek(0)
            copyfileobj(file, copied)
            copied.flush()
            whole = cast("BinaryIO", copied)
        return _asked(whole, most_rows)


def _asked(file: BinaryIO, most_rows: int) -> list[tuple[str, list[Record]]]:
    """What the process says that opens it. Whatever ends that process ends no other."""
    found: list[tuple[str, list[Record]]] = []
    with subprocess.Popen(
        [*COMMAND, str(most_rows)], stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            for line in cast("BinaryIO", process.stdout):
                said = json.loads(line)
                if isinstance(said, list):
                    found[-1][1].append((said[0], said[1], said[2]))
                elif said.startswith("sheet "):
                    found.append((said.removeprefix("sheet "), []))
                elif said == "done":
                    return found
                else:
                    raise Unreadable(HUGE)
        except json.JSONDecodeError:
            pass  # it died in the middle of a line
        finally:
            process.kill()
    raise Unreadable(UNREADABLE)


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
    elif is_locked(file):
        raise Unreadable(LOCKED)
