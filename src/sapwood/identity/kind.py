"""What stands behind an address: a person, a mailbox many share, a mailing list, or a robot.

Judged by whole words of the local part, never by parts of words: sales@ is shared, salesman.bob@ is a person.
"""

import re
from functools import cache
from typing import Literal

from sapwood.identity.address import domain_of
from sapwood.identity.wordlists import words

Kind = Literal["person", "shared", "list", "robot"]

NOT_A_LETTER, LINKS = re.compile(r"[\W_]+"), re.compile(r"[-_]")
ONE_PURPOSE_NAMES = ("team", "department", "helpdesk", "support", "service", "services", "office")


def kind_of(address: str, name: str = "", roles: set[str] | frozenset[str] = frozenset()) -> Kind:
    """The kind of `address`, seen under the display name `name` and in `roles` (facts.ROLES).

    First rule that applies: the role "list"; a robot's words; a list's words or host; a shared mailbox's words;
    else a person. Text without "@" (a telephone number, a chat handle) is a person.
    """
    if "list" in roles:
        return "list"
    if "@" not in address:
        return "person"
    local, domain = address.rpartition("@")[0].lower(), domain_of(address)
    said = _words(local)
    called = _words(name.lower())
    if _is_robot(said, called):
        return "robot"
    if _is_list(local, said, domain):
        return "list"
    return "shared" if _is_shared(said, called) else "person"


def _words(text: str) -> list[str]:
    """Words of a local part or a name; digits at a word's ends do not count (info2, 20participants)."""
    return [word for word in (part.strip("0123456789") for part in NOT_A_LETTER.split(text)) if word]


def _is_robot(said: list[str], called: list[str]) -> bool:
    text = " ".join(said)
    if text in words("robots", "whole"):
        return True
    if len(said) == 1 and called[-1:] == ["robot"]:
        return True  # but jane.doyle@ is a person even where her programs write as "Test Robot"
    if len(said) > 1 and said[-1] in words("robots", "last"):
        return True
    return not _begin_of_robots().isdisjoint(said) and any(
        f" {phrase} " in f" {text} " for phrase in words("robots", "anywhere")
    )


@cache
def _begin_of_robots() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in words("robots", "anywhere"))


def _is_list(local: str, said: list[str], domain: str) -> bool:
    if domain in words("lists", "domain"):
        return True
    if domain.count(".") > 1 and domain.partition(".")[0] in words("lists", "host"):
        return True  # lists.orchard.example, but not list.ru, which is free mail
    if not said:
        return False
    if len(said) == 1:
        return said[0] in words("lists", "whole")
    tail = said[-1]
    return said[0] in words("lists", "first") or (tail in words("lists", "last") and tail == LINKS.split(local)[-1])


def _is_shared(said: list[str], called: list[str]) -> bool:
    if not said:
        return False
    first, last = words("shared", "first"), words("shared", "last")
    text = "".join(said)
    if len(text) == 2 and [word[0] for word in called] == list(text):
        return False  # ap@ is Ana Perez where the name says so
    if said[0] in first or text in first:
        return True
    if len(said) > 1 and said[-1] in last:
        return True
    if len(called) > 1 and (called[-1] in ONE_PURPOSE_NAMES or called[:2] == ["office", "of"]):
        return True
    known = _shared_words()
    return not known.isdisjoint(said) and all(word in known or word in words("shared", "place") for word in said)


@cache
def _shared_words() -> frozenset[str]:
    return words("shared", "first") | words("shared", "whole") | words("shared", "last")
