"""A full name taken apart, so that two spellings of it can be compared."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from sapwood.identity.people import GENERATIONS, PARTICLES, TITLES, clean_name
from sapwood.identity.wordlists import lines

LETTERS_OF_TWO = {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"}
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}


@dataclass(frozen=True, slots=True)
class PersonalName:
    """Given name, middle names, family name with its particles, and generation ("jr"), in plain small letters;
    `given` may be an initial. `other_given` and `other_family` have umlauts written as two letters."""

    given: str
    middle: tuple[str, ...]
    family: str
    generation: str = ""
    other_given: str = ""
    other_family: str = ""


@lru_cache(maxsize=65_536)
def personal_name(text: str) -> PersonalName | None:
    """ "Doyle, Jane A." -> Jane, (A,), Doyle. None for one word, a firm, or what is no name of a person."""
    words = [word for word in re.split(r"[\s.]+", clean_name(text)) if plain(word)]
    words = [word for word in words if word.lower() not in TITLES]
    generation = next((word.lower() for word in words[2:] if word.lower() in GENERATIONS), "")
    words = [word for place, word in enumerate(words) if place < 2 or word.lower() not in GENERATIONS]
    if not 2 <= len(words) <= 6 or any(sign.isdigit() or sign in ",@" for word in words for sign in word):
        return None
    first_of_family = len(words) - 1
    while first_of_family > 1 and words[first_of_family - 1].lower() in PARTICLES:
        first_of_family -= 1
    family = words[first_of_family:]
    if len(plain("".join(family))) < 2:
        return None
    middle = tuple(plain(word) for word in words[1:first_of_family])
    return PersonalName(
        plain(words[0]),
        middle,
        plain("".join(family)),
        generation,
        _two_letters(words[0]),
        _two_letters("".join(family)),
    )


def plain(text: str) -> str:
    """Small letters a to z (and digits) of `text`: accents, hyphens and apostrophes go."""
    if text.isascii():
        return text.lower() if text.isalnum() else "".join(filter(str.isalnum, text.lower()))
    text = "".join(LETTERS_OF_TWO.get(sign, sign) for sign in text.lower())
    parts = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in parts if sign.isalnum())


def _two_letters(text: str) -> str:
    if text.isascii():
        return plain(text)
    return plain("".join(UMLAUTS.get(sign, sign) for sign in text.lower()))


def short_for(one: str, other: str) -> bool:
    """Whether two given names are known to be short for one another."""
    return any(one in names and other in names for names in _nicknames())


@cache
def _nicknames() -> list[frozenset[str]]:
    return [frozenset(line.partition(":")[2].split()) for line in lines("nicknames")]
