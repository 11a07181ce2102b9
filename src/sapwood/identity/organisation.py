"""Which organisation a domain belongs to: the registrable domain by the public suffix list (publicsuffix.org)."""

import contextlib
import re
from functools import cache, lru_cache
from ipaddress import ip_address
from pathlib import Path

from publicsuffixlist import PSLFILE, PublicSuffixList

from sapwood.identity.address import ascii_domain
from sapwood.identity.wordlists import lines

# RFC 2606 and RFC 6761 names that stand for no organisation anywhere. ".example" and ".test" do, in examples.
NOBODY = frozenset({"localhost", "localdomain", "invalid", "arpa", "onion"})
HOST = re.compile(r"[^.\[\]:/@ ]{1,63}(?:\.[^.\[\]:/@ ]{1,63})+", re.DOTALL)
SMALL_WORDS = frozenset(["and", "und", "et", "y", "e", "of", "de", "der", "du", "des", "la", "the", "for"])
VOWELS = frozenset("aeiouyäöüéèáíóú")


@lru_cache(maxsize=65536)
def organisation_domain(domain: str) -> str | None:
    """The registrable domain that `domain` belongs to, or None where it names no organisation.

    "mail.orchard.co.uk" -> "orchard.co.uk", "ana.github.io" -> "ana.github.io". None for free mail and its
    country variants, IP literals, one-label hosts such as "localhost", a suffix such as "co.uk" itself, and text
    that is no domain. An operator's own suffix ("github.io" itself) stands for the operator.
    """
    host = ascii_domain(domain)
    if not _is_host(host):
        return None
    registrable = _registrable(host)
    if registrable is None or host in _free_mail() or registrable in _free_mail():
        return None
    return registrable


def is_free_mail(domain: str) -> bool:
    """True where anyone can have an address at `domain`, so that it says nothing about who they work for."""
    host = ascii_domain(domain)
    return host in _free_mail() or (_is_host(host) and _registrable(host) in _free_mail())


def organisation_name(domain: str) -> str:
    """A readable name for people to correct: "orchard.example" -> "Orchard", "birch-it.co.uk" -> "Birch IT"."""
    registrable = organisation_domain(domain) or ascii_domain(domain)
    label = registrable.partition(".")[0]
    if label.startswith("xn--"):
        with contextlib.suppress(UnicodeError):
            label = label.encode("ascii").decode("idna")
    parts = [part for part in label.replace("_", "-").split("-") if part]
    return " ".join(_readable(part, first=index == 0) for index, part in enumerate(parts)) or registrable


def _readable(part: str, first: bool) -> str:
    if part in SMALL_WORDS and not first:
        return part
    initials = (len(part) <= 3) if first else (len(part) <= 2)
    return part.upper() if initials or not VOWELS & set(part) else part.capitalize()


def _is_host(host: str) -> bool:
    if "." not in host or len(host) > 253 or host.rpartition(".")[2] in NOBODY:
        return False
    return HOST.fullmatch(host) is not None and not (host[-1].isdigit() and _is_literal(host))


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _registrable(host: str) -> str | None:
    rest, _, top = host.rpartition(".")
    end = f"{rest.rpartition('.')[2]}.{top}"
    if top not in _deep() and end not in _deep():
        return end  # no rule but that of the last label can be meant: the list need not be walked through
    found: str | None = _suffixes().privatesuffix(host)
    if found is None and _icann_suffixes().privatesuffix(host) == host:
        return host
    return found


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def _icann_suffixes() -> PublicSuffixList:
    return PublicSuffixList(only_icann=True)


@cache
def _deep() -> frozenset[str]:
    """The last two labels of each rule that has so many; the last alone where the other may be any, or no ASCII."""
    ends = set()
    with Path(PSLFILE).open(encoding="utf-8") as file:
        rules = {line.split()[0].lower().lstrip("!") for line in file if line.strip() and not line.startswith("//")}
    for rule in rules:
        rest, _, top = rule.rpartition(".")
        second = rest.rpartition(".")[2]
        if rest:
            ends.add(f"{second}.{top}" if rule.isascii() and second != "*" else top.encode("idna").decode("ascii"))
    return frozenset(ends)


@cache
def _free_mail() -> frozenset[str]:
    ours = lines("free_mail_ours")
    taken_out = {line[1:] for line in ours if line.startswith("!")}
    return frozenset({*lines("free_mail"), *(line for line in ours if not line.startswith("!"))} - taken_out)
