"""A single item saved from Outlook (.msg, MS-OXMSG): a compound file whose streams are properties."""

import struct
from pathlib import Path
from typing import IO

import olefile

from .item import HTML, RTF, WANTED, Item, Values, codepage_of, value_of
from .named import named_properties

MOST_RECEIVERS = 1002
MOST_BYTES = 4 * 1024 * 1024
MOST_STREAMS = 200_000
MOST_STREAM = 64 * 1024 * 1024  # bytes; the library holds a stream whole
FIXED = frozenset((0x02, 0x03, 0x0B, 0x14, 0x40))
OF_MESSAGE, OF_RECEIVER = 32, 8  # bytes before the properties


def item_of(source: Path | IO[bytes]) -> Item | str:
    """The item in a .msg, or a sentence on what is wrong with it. Never raises; attachments are not opened."""
    try:
        with olefile.OleFileIO(source, raise_defects=olefile.DEFECT_FATAL) as file:
            if not file.exists("__properties_version1.0"):
                return (
                    "It is a document of Microsoft Office, and neither a message nor a workbook, so it was left out."
                )
            names = named_properties(_stream(file, "__nameid_version1.0/__substg1.0_00020102"),
                                     _stream(file, "__nameid_version1.0/__substg1.0_00030102"))  # fmt: skip
            item = Item()
            _take(file, "", OF_MESSAGE, item, names)
            listed = sorted({path[0] for path in file.listdir()[:MOST_STREAMS] if path[0].startswith("__recip_")})
            for place in listed[:MOST_RECEIVERS]:
                receiver = Item()
                _take(file, place + "/", OF_RECEIVER, receiver, {})
                item.receivers.append(receiver.values)
    except Exception as error:  # the library raises many things on what nobody should write
        return f"The message is damaged or cut short and could not be read ({type(error).__name__})."
    return item if item.values else "The message is damaged: it names none of its properties."


def _take(file: olefile.OleFileIO, folder: str, head: int, item: Item, names: dict[int, int]) -> None:
    entries = _stream(file, f"{folder}__properties_version1.0")[head:]
    wide: list[tuple[int, int]] = []
    for kind, tag, _, raw in struct.iter_unpack("<HHI8s", entries[: len(entries) // 16 * 16]):
        if tag not in WANTED and tag not in names:
            continue
        if kind not in FIXED:
            wide.append((tag, kind))
            continue
        value = value_of(kind, raw)
        if value is not None:
            _put(item, names, tag, value)
    codepage = codepage_of(item.values)
    for tag, kind in wide:
        raw = _stream(file, f"{folder}__substg1.0_{tag:04X}{kind:04X}")
        value = value_of(0x102 if tag in (HTML, RTF) and kind == 0x102 else kind, raw, codepage)
        if value is not None and raw:
            _put(item, names, tag, value)


def _put(item: Item, names: dict[int, int], tag: int, value: object) -> None:
    values: Values = item.named if tag in names else item.values
    values[names.get(tag, tag)] = value  # type: ignore[assignment]


def _stream(file: olefile.OleFileIO, path: str) -> bytes:
    """The beginning of a stream; b"" where it is missing or broken."""
    try:
        if not file.exists(path) or file.get_type(path) != olefile.STGTY_STREAM:
            return b""
        if file.get_size(path) > MOST_STREAM:
            return b""
        with file.openstream(path) as stream:
            return bytes(stream.read(MOST_BYTES))
    except Exception:
        return b""
