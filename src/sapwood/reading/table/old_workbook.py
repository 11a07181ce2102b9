"""Compound files (as Word's and Outlook's are too) that hold a workbook: what Excel wrote until 2003, and what it
writes today behind a password."""

import struct
from typing import BinaryIO

import olefile

STREAMS = ("Workbook", "Book")  # since 1997 and before
ENCRYPTED = "EncryptedPackage"
FILEPASS, LOOKED_AT = 0x2F, 4096  # the record behind which all is encrypted; bytes


def is_old_workbook(file: BinaryIO) -> bool:
    """Whether it is a compound file with a workbook in it, locked or not."""
    return _looked_at(file)[0]


def is_locked(file: BinaryIO) -> bool:
    """Whether the workbook needs a password."""
    return _looked_at(file)[1]


def _looked_at(file: BinaryIO) -> tuple[bool, bool]:
    """(whether it is a workbook, whether it is locked)."""
    file.seek(0)
    try:
        with olefile.OleFileIO(file, raise_defects=olefile.DEFECT_FATAL) as parts:
            if parts.exists(ENCRYPTED):
                return True, True
            for name in STREAMS:
                if parts.exists(name):
                    with parts.openstream(name) as stream:
                        return True, _has_password(stream.read(LOOKED_AT))
            return False, False
    except Exception:  # the library raises many things on what nobody should write
        return False, False


def _has_password(head: bytes) -> bool:
    place = 0
    while place + 4 <= len(head):
        kind, size = struct.unpack_from("<HH", head, place)
        if kind == FILEPASS:
            return True
        place += 4 + size
    return False
