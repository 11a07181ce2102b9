"""What a firm is called, without what many firms are called, so that two of its names can be compared."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from sapwood.identity.folding import folded
from sapwood.identity.organisation import organisation_domain
from sapwood.identity.wordlists import words

WORD = re.compile(r"[^\W_]+")
PARENT = re.compile(
    r"^(?P<part>.+?)(?:,|\s[-–(]|\s\()\s*(?:(?:a|an|part|member|division|subsidiary|eine?)\b\s*)+"
    r"(?:of\s+)?(?:the\s+)?(?P<whole>.+?)\s*(?:company|companies|group|brand|business|unternehmen)?\)?$",
    re.IGNORECASE,
)
INITIALS = re.compile(r"(?<=\b\w)\.(?=\w\b|$|\s)")  # "S.A." is one word
JOINING = frozenset(["the", "und", "and", "et", "y"])
SHORTEST = 3  # letters of what is left; "HP" and "HP Inc." are the same only where their domains say so


@dataclass(frozen=True, slots=True)
class Firm:
    """`core` is the name without legal form, country and "group"; `places` the countries in it; `labels` its domains'
    own words ("acme" of acme.de and acme.com); `whole` what it says it is part of ("Rowan, an Acme company")."""

    number: int
    name: str
    core: str
    places: frozenset[str]
    labels: frozenset[str]
    whole: str = ""


def firm(number: int, name: str, domains: Iterable[str]) -> Firm:
    said = PARENT.match(name)
    own = said["part"] if said else name
    core, places = _core(own)
    labels = frozenset(label for domain in domains if len(label := label_of(domain)) >= SHORTEST)
    return Firm(number, name, core, places, labels, _core(said["whole"])[0] if said else "")


def label_of(domain: str) -> str:
    """ "mail.acme.co.uk" -> "acme"; "" for free mail and what is no organisation's."""
    registrable = organisation_domain(domain)
    return registrable.partition(".")[0].replace("-", "") if registrable else ""


@lru_cache(maxsize=65_536)
def _core(name: str) -> tuple[str, frozenset[str]]:
    text = INITIALS.sub("", name)
    said = WORD.findall(folded(text).replace("&", " "))
    places = frozenset(said) & words("legal_forms", "country")
    empty = words("legal_forms", "form") | words("legal_forms", "country") | words("legal_forms", "group")
    kept = [word for word in said if word not in empty]
    return " ".join(kept) if len("".join(kept)) >= SHORTEST else "", places


@lru_cache(maxsize=65_536)
def firm_key(name: str) -> str:
    """How tables compare names, to the letter: "Acme Corporation", "ACME Corp." and "acme co" are all "acme", "Acme
    Germany" is not. A name of nothing but such words keeps them."""
    said = WORD.findall(folded(INITIALS.sub("", name) if "." in name else name))
    empty = _empty()
    return "".join([word for word in said if word not in empty] or said)


@cache
def _empty() -> frozenset[str]:
    return words("legal_forms", "form") | words("legal_forms", "group") | JOINING
