"""Reads the word lists beside this file, so that a list can be corrected without touching code."""

from functools import cache
from importlib.resources import files


def lines(name: str) -> list[str]:
    """The lines of `words/<name>.txt`, without comments and empty lines."""
    text = (files("sapwood.identity") / "words" / f"{name}.txt").read_text("utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def words(name: str, label: str) -> frozenset[str]:
    """What stands after "label:" or "label language:" in the list; entries part at ";", else at blanks."""
    found: set[str] = set()
    for line in lines(name):
        head, _, rest = line.partition(":")
        if head.split()[:1] == [label]:
            found.update(entry.strip() for entry in (rest.split(";") if ";" in rest else rest.split()))
    return frozenset(found - {""})
