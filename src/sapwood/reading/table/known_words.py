"""Words that columns are known to hold: countries (ISO 3166, as the time zone database lists them, and what they are
called in some languages) and sectors; and which of them a misspelt one was meant to be."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

from .vocabulary import squeezed

WORDS = Path(__file__).parent / "words"
ALIKE = 87.0  # per cent of the signs in order (indel similarity): "technolgy", "Philipines"
SHORTEST = 5  # letters; of shorter ones too many are alike


@cache
def countries() -> dict[str, tuple[str, str]]:
    """Squeezed name: (name, two letters of ISO 3166)."""
    rows = (line.split("\t") for line in (WORDS / "countries.tsv").read_text("utf-8").splitlines())
    found = {squeezed(name): (name, code) for code, name in rows}
    codes = {code: (name, code) for name, code in reversed(found.values())}
    return codes | found


@cache
def sectors() -> dict[str, str]:
    lines = (WORDS / "sectors.txt").read_text("utf-8").splitlines()
    return {squeezed(line): line for line in lines}


def country_code(name: str) -> str:
    """ "DE" of "Germany", "Deutschland" or "de"; "" of what is no country."""
    found = countries().get(squeezed(name))
    return found[1].upper() if found else ""


def meant(word: str, among: Iterable[str]) -> str | None:
    """The one of `among` (squeezed) that `word` is nearly, but not quite; None where none or several are."""
    plain = squeezed(word)
    if len(plain) < SHORTEST:
        return None
    near = process.extract(plain, list(among), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=2)
    if not near or near[0][0] == plain or (len(near) > 1 and near[1][1] >= near[0][1]):
        return None
    return str(near[0][0])
