"""Writes a .msg (MS-CFB, MS-OXMSG) by hand, as small as it may be: every stream in the ministream or in sectors."""

import struct
from datetime import UTC, datetime

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR, MINI, CUTOFF = 512, 64, 4096
BEGINNING = datetime(1601, 1, 1, tzinfo=UTC)


def filetime(when: datetime) -> int:
    return int((when - BEGINNING).total_seconds()) * 10_000_000


def made_msg(values: dict[int, object], receivers=(), named: dict[int, object] | None = None) -> bytes:
    """`values` by property tag (str, int, bool, bytes or datetime), `receivers` likewise; `named` by the number of a
    named property of appointments, or of meetings where it is below 0x8000."""
    tree: dict[str, object] = {}
    named = named or {}
    own = {0x8000 + place: value for place, value in enumerate(named.values())}
    sets = bytes.fromhex("02200600 0000 0000 c000 000000000046".replace(" ", ""))
    sets += bytes.fromhex("90dad86e0b451b1098da00aa003f1305")
    entries = b"".join(
        struct.pack("<IHH", number, (3 if number >= 0x8000 else 4) << 1, place) for place, number in enumerate(named)
    )
    tree["__nameid_version1.0"] = {"__substg1.0_00020102": sets, "__substg1.0_00030102": entries}
    tree |= _streams({**values, **own}, 32)
    for place, receiver in enumerate(receivers):
        tree[f"__recip_version1.0_#{place:08X}"] = _streams(receiver, 8)
    return compound(tree)


def _streams(values: dict[int, object], head: int) -> dict[str, object]:
    fixed, streams = b"\0" * head, {}
    for tag, value in values.items():
        if isinstance(value, bool):
            kind, raw = 0x0B, struct.pack("<Q", value)
        elif isinstance(value, int):
            kind, raw = 0x03, struct.pack("<iI", value, 0)
        elif isinstance(value, datetime):
            kind, raw = 0x40, struct.pack("<Q", filetime(value))
        else:
            kind, data = (0x1F, value.encode("utf-16-le")) if isinstance(value, str) else (0x102, value)
            streams[f"__substg1.0_{tag:04X}{kind:04X}"] = data
            raw = struct.pack("<II", len(data), 0)
        fixed += struct.pack("<HHI", kind, tag, 6) + raw
    return {"__properties_version1.0": fixed, **streams}


def compound(tree: dict[str, object]) -> bytes:
    """The compound file with these streams (bytes) and storages (dicts)."""
    entries: list[list[object]] = [["Root Entry", 5, FREE, FREE, b""]]  # name, kind, sibling, child, data

    def add(inside: dict[str, object]) -> int:
        first = last = FREE
        for name, content in inside.items():
            place = len(entries)
            storage = isinstance(content, dict)
            entries.append([name, 1 if storage else 2, FREE, FREE, b"" if storage else content])
            if last == FREE:
                first = place
            else:
                entries[last][2] = place
            last = place
            if storage:
                entries[place][3] = add(content)
        return first

    entries[0][3] = add(tree)
    mini, minifat, body, fat = b"", [], [], []

    def chain(data: bytes, unit: int, table: list[int], start: int) -> None:
        count = -(-len(data) // unit)
        table.extend([*range(start + 1, start + count), END])

    starts = {}
    for place, (_, kind, _, _, data) in enumerate(entries):
        if kind != 2:
            continue
        if len(data) < CUTOFF:
            starts[place] = len(mini) // MINI if data else END
            if data:
                chain(data, MINI, minifat, len(mini) // MINI)
                mini += data.ljust(-(-len(data) // MINI) * MINI, b"\0")
        else:
            starts[place] = len(body)
            chain(data, SECTOR, fat, len(body))
            body += _sectors(data)
    starts[0] = len(body)
    chain(mini, SECTOR, fat, len(body))
    body += _sectors(mini)
    packed_minifat = struct.pack(f"<{len(minifat)}I", *minifat)
    packed_minifat = packed_minifat.ljust(-(-len(packed_minifat) // SECTOR) * SECTOR, b"\xff")
    minifat_at = len(body)
    chain(packed_minifat, SECTOR, fat, len(body))
    body += _sectors(packed_minifat)
    directory = b""
    for place, (name, kind, sibling, child, data) in enumerate(entries):
        size = len(mini) if place == 0 else len(data)
        wide = name.encode("utf-16-le") + b"\0\0"
        directory += wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide), kind, 1)
        directory += struct.pack("<III16sI16sIQ", FREE, sibling, child, b"", 0, b"", starts.get(place, 0), size)
    directory = directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\0")
    directory_at = len(body)
    chain(directory, SECTOR, fat, len(body))
    body += _sectors(directory)
    count = 1
    while count * 128 < len(fat) + count:
        count += 1
    fat_at = len(body)
    fat += [FAT] * count
    fat += [FREE] * (count * 128 - len(fat))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, count, directory_at, 0, CUTOFF,
                          minifat_at, len(packed_minifat) // SECTOR, END, 0)  # fmt: skip
    places = [fat_at + number for number in range(count)]
    header += struct.pack("<109I", *places, *[FREE] * (109 - count))
    return header + b"".join(body) + struct.pack(f"<{len(fat)}I", *fat)


def _sectors(data: bytes) -> list[bytes]:
    return [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR)]
