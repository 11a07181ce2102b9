"""How to call a person: the best spelling among the names that mail gave them."""

import re
from collections import Counter

from sapwood.identity.kind import kind_of

# What mail programs add to a name: "Jane Doyle (E-mail)", "Jane Doyle [mailto:…]", "Jane Doyle via kernel-list".
ADDED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>")
VIA = re.compile(r"\s+via\s+\S.*$", re.IGNORECASE)
FIRMS = frozenset(
    ["inc", "llc", "ltd", "gmbh", "ag", "corp", "co", "sa", "plc", "bv", "ab", "oy", "limited", "company"]
)
TITLES = frozenset(["phd", "ph.d", "md", "m.d", "esq", "cpa", "pmp", "mba", "dr", "mr", "mrs", "ms", "prof"])
GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
PARTICLES = frozenset(
    ["van", "von", "de", "der", "den", "di", "da", "la", "le", "du", "zu", "af", "av", "ten", "ter", "bin", "ibn"]
)
LONGEST = 100


def display_name(names: Counter[str], address: str) -> str:
    """The best spelling of who has `address`, from the names it was seen with and how often.

    "Doyle, Jane" counts as "Jane Doyle"; quotes, remarks in brackets and titles go; an address, an Exchange name
    (/O=…) or nothing but signs is no name. A first and last name win over one word, then the more frequent, then
    the longer. Without a usable name the address speaks: "jane.doyle@…" -> "Jane Doyle"; "info@…" stays as it is.
    """
    tidy: Counter[str] = Counter()
    for name, times in names.items():
        if clean := clean_name(name):
            tidy[clean] += times
    if len(tidy) == 1:
        return next(iter(tidy))
    if tidy:
        return max(tidy, key=lambda name: (" " in name, tidy[name], name != name.upper(), len(name), name))
    return name_from_address(address)


def clean_name(name: str) -> str:
    """`name` in reading order without quotes, remarks and titles; "" where it is no name of anybody."""
    if len(name) > LONGEST:
        return ""
    if name.replace(" ", "").isalpha() and name == " ".join(name.split()) and " via " not in name.lower():
        return _in_capitals(name)
    text = VIA.sub("", ADDED.sub(" ", name)).replace('"', " ").replace("\\", " ").strip(" '`,;:*-\t")
    text = " ".join(text.split())
    if " " in (before := text.partition("/")[0].strip()):
        text = before  # Lotus Notes: "Jane Doyle/HOU/Orchard@Orchard"
    if "@" in text or "/" in text or "=" in text or not any(sign.isalpha() for sign in text):
        return ""
    text = _reading_order([part.strip() for part in text.split(",") if part.strip()])
    return _in_capitals(text)


def name_from_address(address: str) -> str:
    """ "jane.doyle@…" -> "Jane Doyle", "j_doyle2@…" -> "J. Doyle"; one word ("jdoyle@…") and whatever is
    not a person's stays the address, which at least is no guess."""
    local = address.partition("@")[0].partition("+")[0]
    words = [word.strip("0123456789") for word in re.split(r"[._-]+", local)]
    words = [word for word in words if word]
    if not 2 <= len(words) <= 4 or "@" not in address or kind_of(address) != "person":
        return address
    if not all(word.isalpha() for word in words):
        return address
    return " ".join(word.upper() + "." if len(word) == 1 else _capital(word) for word in words)


def _reading_order(parts: list[str]) -> str:
    last, rest = parts[0], parts[1:]
    rest = [part for part in rest if part.lower().strip(".") not in TITLES]
    after = [part for part in rest if part.lower().strip(".") in GENERATIONS]
    first = [part for part in rest if part not in after]
    if first and first[0].lower().strip(".") in FIRMS:
        return f"{last}, {first[0]}"
    return " ".join([*first[:1], last, *after])


def _in_capitals(text: str) -> str:
    return _capitals(text) if " " in text and text in (text.upper(), text.lower()) else text


def _capitals(text: str) -> str:
    return " ".join(word.lower() if word.lower() in PARTICLES else _capital(word) for word in text.split())


def _capital(word: str) -> str:
    """ "o'brien" -> "O'Brien", "MEIER-SCHULZ" -> "Meier-Schulz", "MCKAY" -> "McKay"."""
    word = re.sub(r"[^\W\d_]+", lambda found: found.group().capitalize(), word)
    return f"Mc{word[2:].capitalize()}" if re.fullmatch(r"Mc[a-z]{3,}", word) else word
