"""Reads every byte under a home, packed or not, for what names somebody."""

import gzip
from pathlib import Path

import pyarrow.parquet as pq


def found(home: Path, keys: list[int], texts: tuple[str, ...]) -> dict[str, list[str]]:
    """Which files name the erased, and how."""
    needles = {text: text.lower().encode() for text in texts} | {f"key {key}": str(key).encode() for key in keys}
    little = {f"bytes of {key}": key.to_bytes(8, "little", signed=True) for key in keys}
    big = {f"big bytes of {key}": key.to_bytes(8, "big", signed=True) for key in keys}
    named: dict[str, list[str]] = {}
    for file in (path for path in home.rglob("*") if path.is_file()):
        raw = file.read_bytes()
        held = [raw, str(file.relative_to(home)).encode()]
        if raw[:2] == b"\x1f\x8b":
            held.append(gzip.decompress(raw))
        if raw[:4] == b"PAR1":
            held.append(
                str(pq.read_table(file).to_pylist()).encode() + str(pq.read_metadata(file).to_dict()).encode()
            )
        here = [name for name, needle in needles.items() if any(needle in part.lower() for part in held)]
        here += [name for name, needle in (little | big).items() if any(needle in part for part in held)]
        if here:
            named[str(file.relative_to(home))] = here
    return named
