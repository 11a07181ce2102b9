"""Keeping the erased out: who was forgotten here does not come back with the next import."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import unquote

from sapwood.facts.interaction import Interaction, Trouble
from sapwood.facts.keys import key
from sapwood.identity.address import canonical

LEFT_OUT = "Its sender was erased from here; the message was left out."
SOMEBODY = "[erased]"
ADDRESS = re.compile(r"[^\s<>\"'(),;:/\\|]+(?:@|%40)[^\s<>\"'(),;:/\\|%]+", re.IGNORECASE)


@lru_cache(maxsize=65_536)
def digest(secret: bytes, address: str) -> int:
    """What is kept of an erased address: a keyed hash, under a secret that keys nothing else."""
    return key(secret, "suppressed", address)


@dataclass(frozen=True)
class Erased:
    """The erased, by their digests; travels to the reading processes."""

    secret: bytes
    digests: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.digests)

    def holds(self, address: str) -> bool:
        return bool(self.digests) and digest(self.secret, address) in self.digests

    def out_of(self, item: Interaction, where: str) -> Interaction | Trouble:
        """`item` without the erased, and without its words where one of them took part; a Trouble that names
        nobody where one of them sent it."""
        gone = [who for who in item.participants if self.holds(who.address)]
        if not gone:
            return item
        if any(who.role == "from" for who in gone):
            return Trouble(self.unnamed(where), LEFT_OUT)
        left = tuple(who for who in item.participants if who not in gone)
        return replace(item, participants=left, subject="", own="")

    def unnamed(self, text: str) -> str:
        """`text` without the addresses of the erased: a file may be called after whose mail it holds."""
        return ADDRESS.sub(self._unname, text) if self else text

    def _unname(self, found: re.Match[str]) -> str:
        whole = words = unquote(found.group())
        while "@" in words:  # "ana@home.example.mbox": a file's name goes on after the domain
            if self.holds(canonical(words.rstrip("."))):
                return SOMEBODY + whole[len(words) :]
            words = words.rpartition(".")[0] if "." in words.rpartition("@")[2] else ""
        return found.group()
