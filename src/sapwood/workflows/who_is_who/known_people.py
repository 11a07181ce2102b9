"""Somebody as they stand in the records, and the blocks they stand in."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sapwood.identity.blocks import blocks
from sapwood.identity.described import Described, described
from sapwood.identity.rareness import prior
from sapwood.records.directory.models import Address, Person
from sapwood.store.comparisons import ALIKE
from sapwood.store.likeness import OFFERED, bits_of, odds_in_bits

from ..listed import listed
from .blocked import batches


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


def asked_by(who: Described, people: int) -> frozenset[str]:
    """The blocks in which they are looked for among so many `people`. Among many, names that are merely alike never
    make one person more likely than two, so nobody is compared for the sound of a name."""
    return blocks(who, loose=odds_in_bits(prior(people)) + bits_of(ALIKE) >= odds_in_bits(OFFERED))


def kept_of(who: Described, people: int) -> set[str]:
    return {*asked_by(who, people), *counted_names([who])}


def counted_names(some: Iterable[Described]) -> set[str]:
    """Blocks that are there to be counted, not compared: how many have a given name, a family name."""
    found = set()
    for who in some:
        if who.full:
            found |= {f"given {who.given}", f"family {who.family}", whole_name(who)}
    return found


def whole_name(who: Described) -> str:
    return "name " + " ".join(sorted((who.given, who.family)))
