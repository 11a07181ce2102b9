"""Whether what stands before the @ fits a person's name."""

import re

from sapwood.identity.personal_name import PersonalName, plain

NUMBER = re.compile(r"\d+$")


def words_of(address: str) -> list[str]:
    """ "jane.a_doyle2@…" -> ["jane", "a", "doyle2"]."""
    local = address.partition("@")[0].partition("+")[0]
    return [word for word in (plain(part) for part in re.split(r"[._-]+", local)) if word]


def joined(address: str) -> str:
    """ "jane.doyle2@…" -> "janedoyle": letters only, a number at the end taken away."""
    return NUMBER.sub("", "".join(words_of(address)))


def number_of(address: str) -> str:
    """The number a local part ends in, as the second John Smith of a firm has one; "" where there is none."""
    found = NUMBER.search("".join(words_of(address)))
    return found.group() if found else ""


def forms(name: PersonalName) -> frozenset[str]:
    """The local parts that firms make of a name, without separators: janedoyle, jdoyle, doylej, jane, doyle, jd …"""
    initials = "".join(word[0] for word in name.middle)
    first, last = name.given[0], name.family[0]
    givens = {name.given, name.other_given or name.given}
    families = {name.family, name.other_family or name.family}
    found = {first + last, first + initials + last} | families | {given for given in givens if len(given) > 1}
    found |= {given + last for given in givens}
    for middle in {"", initials, "".join(name.middle)}:
        for start in givens | {first}:
            for family in families:
                found |= {start + middle + family, family + start + middle}
    return frozenset(found)


def fits(address: str, name: PersonalName) -> bool:
    """Whether the whole local part, its number included, is one that `name` would be given."""
    return "".join(words_of(address)) in forms(name)


def holds_family(address: str, name: PersonalName) -> bool:
    """Whether the local part fits and shows the family name: jane@ fits many, jdoyle@ few."""
    text = joined(address)
    return text in forms(name) and (name.family in text or name.other_family in text)
