"""Whether what a notice says of versions ("4.x", "before 4.3", "4.0 - 4.2") meets the one somebody has."""

import re

SEVERAL = re.compile(r"[,;/]|\band\b(?! (?:older|earlier|below|newer|later|above))|\bund\b|\bor\b", re.IGNORECASE)
RANGE = re.compile(r"v?(\d+(?:\.\d+)*)\s*(?:-|–|to|bis|through)\s*v?(\d+(?:\.\d+)*)", re.IGNORECASE)
BELOW = re.compile(r"^(?:<(?!=)|before|prior to|below|older than|vor)", re.IGNORECASE)
UP_TO = re.compile(r"^(?:<=|≤|up to|bis)|(?:and|or)? ?(?:older|earlier|below)$", re.IGNORECASE)
FROM = re.compile(r"^(?:>=|≥|from|since|ab)|(?:and|or)? ?(?:newer|later|above)$", re.IGNORECASE)
ABOVE = re.compile(r"^(?:>(?!=)|after|newer than|above)", re.IGNORECASE)
LONGEST = 200
Numbers = tuple[int, ...]


def meets(said: str, has: str) -> bool | None:
    """Whether a notice about versions `said` concerns version `has`; None where a notice names some and it is not
    known which they have. A notice that names none concerns all; "4.2" concerns 4.2.1 too."""
    said, has = said.strip()[:LONGEST], has.strip()[:LONGEST]
    if not said or said.casefold() in ("all", "any", "*", "alle"):
        return True
    if not has:
        return None
    return any(_meets(part.strip(), has) for part in SEVERAL.split(said) if part.strip())


def _meets(said: str, has: str) -> bool:
    mine = _numbers(has)
    if not mine or not _numbers(said):
        return said.casefold() == has.casefold()
    if found := RANGE.search(said):
        low, high = _numbers(found.group(1)), _numbers(found.group(2))
        return mine >= low and (mine <= high or _within(mine, high))
    named = _numbers(said)
    if UP_TO.search(said):
        return mine <= named or _within(mine, named)
    if BELOW.search(said):
        return mine < named and not _within(mine, named)
    if FROM.search(said):
        return mine >= named
    if ABOVE.search(said):
        return mine > named and not _within(mine, named)
    return _within(mine, named)


def _within(mine: Numbers, named: Numbers) -> bool:
    return mine[: len(named)] == named


def _numbers(text: str) -> Numbers:
    return tuple(int(part[:9]) for part in re.findall(r"\d+", text))[:8]
