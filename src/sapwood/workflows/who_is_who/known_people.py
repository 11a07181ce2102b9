"""Somebody as they stand in the records, and the blocks they stand in."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sapwood.identity.across import odd_locals
from sapwood.identity.blocks import blocks
from sapwood.identity.described import Described, described
from sapwood.identity.rareness import FAMILY, full_name_share, prior, share
from sapwood.records.directory.models import Address, Person
from sapwood.store.comparisons import ALIKE, SAME_NAME, SHORT_NAME
from sapwood.store.likeness import OFFERED, bits_of, odds_in_bits

from ..listed import listed
from .blocked import batches

SHORT = 1 / 100  # of those with a family name: whose given name is short for a given one


@dataclass(frozen=True)
class Known:
    who: Described
    name: str
    organisation: int | None
    keys: list[int] = field(default_factory=list)


def known_people(persons: Collection[int]) -> dict[int, Known]:
    """Those of them who have an address that is a person's."""
    found: defaultdict[tuple[int, str, int | None], list[tuple[int, str]]] = defaultdict(list)
    columns = ("person_id", "person__name", "person__organisation_id", "key", "address")
    for some in batches(sorted(persons)):
        rows = Address.objects.filter(person__in=listed(some), kind=Address.Kind.PERSON).order_by("key")
        for number, name, organisation, key, address in rows.values_list(*columns):
            found[number, name, organisation].append((key, address))
    return {
        number: Known(
            described(number, name, [address for _, address in said]), name, organisation, [key for key, _ in said]
        )
        for (number, name, organisation), said in found.items()
    }


def how_many() -> int:
    return Person.objects.present().count()


def kept_of(one: Known, people: int) -> set[str]:
    """The blocks they stand in among so many `people`."""
    return {*_compared_in(one, people), *counted_names([one.who])}


def asked_by(one: Known, counts: Mapping[str, int], people: int) -> set[str]:
    """The blocks in which somebody may stand who is more likely one with them than not. Of a name that so many have
    that it is not enough by itself, only who shares a number or a local part too."""
    who, found = one.who, _compared_in(one, people)
    if who.full and not _enough(ALIKE, people):
        full, short = shares(who, counts, people)
        if not _enough((SAME_NAME, full), people):
            found.discard(whole_name(who))
        if not _enough((SHORT_NAME, short), people):
            found = {name for name in found if not name.startswith("called ")}
    return found


def shares(who: Described, counts: Mapping[str, int], people: int) -> tuple[float, float]:
    """How often two strangers share their full name, and one that is short for it."""
    family = counts.get(f"family {who.family}", 0)
    full = full_name_share(counts.get(f"given {who.given}", 0), family, people)
    return full, share(family, people, FAMILY) * SHORT


def _compared_in(one: Known, people: int) -> set[str]:
    """Among many, names that are merely alike never make one person more likely than two, so nobody is compared for
    the sound of a name; nor for a local part that a name explains, which says what the name has said."""
    if _enough(ALIKE, people):
        return set(blocks(one.who))
    odd = {f"local {local}" for local in odd_locals(one.who, one.name)}
    return {name for name in blocks(one.who, loose=False) if not name.startswith("local ") or name in odd}


def _enough(level: tuple[float, float], people: int) -> bool:
    """Whether this and nothing else makes one person more likely than two."""
    return odds_in_bits(prior(people)) + bits_of(level) >= odds_in_bits(OFFERED)


def counted_names(some: Iterable[Described]) -> set[str]:
    """Blocks that are there to be counted, not compared: how many have a given name, a family name."""
    found = set()
    for who in some:
        if who.full:
            found |= {f"given {who.given}", f"family {who.family}", whole_name(who)}
    return found


def whole_name(who: Described) -> str:
    return "name " + " ".join(sorted((who.given, who.family)))
