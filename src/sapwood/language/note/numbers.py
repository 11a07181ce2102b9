"""Numbers and lengths of time in words: "ten", "half an hour", "1 h 30", "anderthalb Stunden"."""

import re
from dataclasses import dataclass

ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
GERMAN = (
    "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
    "achtzehn neunzehn zwanzig"
)
TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}
TENS |= {"dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "fünfundvierzig": 45}
VALUES = {word: n for words in (ENGLISH.split(), GERMAN.split()) for n, word in enumerate(words)} | TENS
VALUES |= {"a": 1, "an": 1, "eine": 1, "einer": 1, "einem": 1, "einen": 1}
NUMBER = r"\d{1,4}|" + "|".join(sorted(VALUES, key=len, reverse=True))
AMOUNT = rf"(?P<n>\d{{1,5}}(?:[.,]\d{{1,2}})?|{'|'.join(sorted(VALUES, key=len, reverse=True))})"
HOURS, MINUTES = r"(?:hours?|hrs?|h|stunden?|std)", r"(?:minutes?|mins?|minuten?|min|m|['’′])"
LEAD = r"(?<![\w.])(?:(?:for|about|around|took|lasted|ca\.?|circa|etwa|rund|~)\s*){0,2}"
IN_WORDS = (
    (r"an hour and a half|anderthalb stunden|eineinhalb stunden", 90.0),
    (r"(?:a\s+)?half (?:an )?hour|(?:eine )?halbe stunde", 30.0),
    (r"(?:a )?quarter of an hour|(?:eine )?viertelstunde", 15.0),
    (r"three quarters of an hour|(?:eine )?dreiviertelstunde", 45.0),
)
FIXED = tuple((re.compile(rf"{LEAD}(?:{words})(?!\w)", re.IGNORECASE), minutes) for words, minutes in IN_WORDS)
CLOCK = re.compile(rf"{LEAD}(?P<h>\d{{1,2}})\s*h\s*(?P<m>\d\d)(?:\s*{MINUTES})?(?!\w)", re.IGNORECASE)
BOTH = re.compile(
    rf"{LEAD}(?P<h>\d{{1,2}})\s*{HOURS}\s*(?:and\s+|und\s+)?(?P<m>\d\d?)\s*{MINUTES}(?!\w)", re.IGNORECASE
)
PLAIN = re.compile(rf"{LEAD}{AMOUNT}[\s-]*(?P<unit>{HOURS}|{MINUTES})\.?(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Length:
    start: int
    end: int
    minutes: float


def number_in(word: str) -> int:
    """Of NUMBER's words, what it stands for."""
    return int(word) if word.isdecimal() else VALUES[word.lower()]


def length_in(text: str) -> Length | None:
    """The first length of time that `text` names; None where there is none."""
    found: list[Length] = []
    for rule, minutes in FIXED:
        found += [Length(*hit.span(), minutes) for hit in rule.finditer(text)]
    for rule in (CLOCK, BOTH):
        found += [Length(*hit.span(), int(hit["h"]) * 60.0 + int(hit["m"])) for hit in rule.finditer(text)]
    for hit in PLAIN.finditer(text):
        said, unit = hit["n"], hit["unit"].lower()
        if unit == "m" and not said[0].isdigit():
            continue  # "a m…" is no length
        amount = float(said.replace(",", ".")) if said[0].isdigit() else float(VALUES[said.lower()])
        found.append(Length(*hit.span(), amount * (60 if re.fullmatch(HOURS, unit) else 1)))
    return min(found, key=lambda one: (one.start, -one.end), default=None)
