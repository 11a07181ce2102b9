"""Who is compared with whom: two who share one block, and nobody else. Blocks made for mail: the local part, the name
in either order and as it sounds, what one is called for short, a number."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache

from sapwood.identity.described import Described
from sapwood.identity.personal_name import plain
from sapwood.identity.wordlists import lines

CROWD = 50  # a block with more than so many says too little to compare its people for
SOUNDS = {
    **dict.fromkeys("bfpv", "1"),
    **dict.fromkeys("cgjkqsxz", "2"),
    **dict.fromkeys("dt", "3"),
    "l": "4",
    **dict.fromkeys("mn", "5"),
    "r": "6",
}


def blocks(who: Described, loose: bool = True) -> frozenset[str]:
    """The blocks of directories of any size: each holds few, unless the name is common. Without `loose`, only those
    that say something by themselves: not how a name sounds, nor its initial."""
    found = {f"number {number}" for number in who.numbers}
    found |= {f"local {local}" for local in who.locals}
    if who.given and who.family:
        found.add("name " + _either_order(who.given, who.family))
        found |= {f"called {short} {who.family}" for short in called_for_short(who.given)}
        if loose:
            found.add("sound " + _either_order(soundex(who.given), soundex(who.family)))
            found.add(f"initial {who.given[0]} {who.family}")
    return frozenset(found)


def wide_blocks(who: Described) -> frozenset[str]:
    """More of them, for a few thousand records that are full of slips: halves of a name with a place or a part of the
    birth date, the beginning of a local part, a domain that few have."""
    found = set(blocks(who))
    names = [name for name in (who.given, who.family) if name]
    for address in who.addresses:
        local, _, domain = address.partition("@")
        found |= {f"begins {plain(local)[:5]}", f"local {plain(local)}", f"domain {domain}"}
    for number in who.numbers:
        found.add(f"number begins {number[:4]}")
    if len(names) == 2:
        found |= {f"half {_either_order(a, b[0])}" for a, b in (names, reversed(names))}
    if who.birth:
        found.add(f"born {who.birth}")
        year, _, day = who.birth.partition("-")
        for name in names:
            found |= {f"year {soundex(name)} {year}", f"day {name[0]} {day}"}
    if who.place:
        found |= {f"place {name} {who.place}" for name in names}
    return frozenset(found)


def pairs(blocked: Iterable[tuple[int, Iterable[str]]], crowd: int = CROWD) -> set[tuple[int, int]]:
    """Numbers that share a block of at most `crowd`, the smaller first."""
    together: defaultdict[str, list[int]] = defaultdict(list)
    for number, names in blocked:
        for name in names:
            together[name].append(number)
    found: set[tuple[int, int]] = set()
    for block in together.values():
        if len(block) <= crowd:
            block.sort()
            found.update((one, other) for at, one in enumerate(block) for other in block[at + 1 :] if one != other)
    return found


@lru_cache(maxsize=65_536)
def soundex(name: str) -> str:
    """A letter and three digits, the same for names that sound alike in English (Russell, US 1261167, 1918)."""
    letters = [sign for sign in name if "a" <= sign <= "z"]
    if not letters:
        return name[:4]
    found, last = letters[0], SOUNDS.get(letters[0])
    for letter in letters[1:]:
        sound = SOUNDS.get(letter)
        if sound and sound != last:
            found += sound
        if letter not in "hw":
            last = sound
    return f"{found}000"[:4]


def called_for_short(given: str) -> frozenset[str]:
    """The first name of each line of words/nicknames.txt that holds `given`: "bob" -> {"robert"}; itself for none."""
    return _short().get(given) or frozenset({given})


@cache
def _short() -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines("nicknames"):
        names = line.partition(":")[2].split()
        for name in names:
            found[name].add(names[0])
    return {name: frozenset(heads) for name, heads in found.items()}


def _either_order(one: str, other: str) -> str:
    return " ".join(sorted((one, other)))
