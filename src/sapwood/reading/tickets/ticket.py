"""A ticket as one row of a source tells it, and who it names."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from sapwood.facts.interaction import Participant
from sapwood.language.own_words import own_words
from sapwood.reading.charset import plain
from sapwood.reading.markup import text_of_html
from sapwood.reading.voice import voice

MOST_WORDS, MOST_SUBJECT = 100_000, 1000
_TAGS = ("<p>", "<p ", "<br", "<div", "<span", "<a ")
_SHOWN = re.compile(r"\s*<[^<>]*@[^<>]*>$")


class Who(NamedTuple):
    """Somebody by their mail address, their name, or both."""

    address: str = ""
    name: str = ""


NO_ONE = Who()


@dataclass(frozen=True)
class Answer:
    """Something written on a ticket; `number` is the source's own for it."""

    number: str
    when: datetime | None
    by: Who
    text: str
    inside: bool = False  # a note that only colleagues see


@dataclass(slots=True)
class Ticket:
    """One ticket as a source tells it; `system` keeps the numbers of two service desks apart, as `told_by` says."""

    system: str
    number: str
    told_by: str = ""
    opened: datetime | None = None
    changed: datetime | None = None
    resolved: datetime | None = None
    asker: Who = NO_ONE
    agent: Who = NO_ONE
    subject: str = ""
    text: str = ""
    status: str = ""
    impact: str = ""
    priority: str = ""
    products: tuple[str, ...] = ()
    company: str = ""
    domain: str = ""
    about: str = ""
    answers: list[Answer] = field(default_factory=list)

    @property
    def begun(self) -> datetime | None:
        """The first that is heard of it."""
        return self.opened or self.changed or self.resolved

    @property
    def known_by(self) -> str:
        return f"{self.system}:{self.number}"


@lru_cache(maxsize=16_384)  # a log names the same few people in every row
def participant(who: Who, system: str, role: str) -> Participant | None:
    address = " ".join(who.address.split()).strip("<>").lower()
    name = plain(_SHOWN.sub("", " ".join(who.name.split())))[:200]
    local, at, domain = address.rpartition("@")
    if local and at and "." in domain and " " not in address and len(address) <= 320:
        return Participant(role, address, "" if name.lower() == address else name)
    return voice(name or address, f"ticket {system.partition(':')[0]}", role) if name or address else None


def subject_of(ticket: Ticket) -> str:
    return _subject(ticket.subject[:MOST_SUBJECT]) if ticket.subject else ""


@lru_cache(maxsize=256)  # each event of a ticket says it
def _subject(said: str) -> str:
    return plain(" ".join(said.split()))


def own_of(text: str) -> str:
    """What somebody wrote themselves, without tags and quotes."""
    if not text:
        return ""
    text = text[:MOST_WORDS]
    if "<" in text and any(tag in text.lower() for tag in _TAGS):
        text = text_of_html(text)
    return plain(own_words(text.replace("\r\n", "\n")))
