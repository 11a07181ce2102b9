"""Addresses seen in an import become rows of the directory: address → person → organisation."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from django.db import transaction

from sapwood.facts.keys import keys_of
from sapwood.identity.kind import kind_of
from sapwood.identity.organisation import organisation_domain, organisation_name
from sapwood.identity.people import display_name
from sapwood.records.directory.models import Address, Domain, Organisation, Person

from ..insert_rows import insert_numbered, insert_values
from ..installation import log_secret
from ..listed import listed_texts
from ..outdated import outdate

Seen = dict[str, tuple[Counter[str], set[str]]]
BATCH = 2000


class Learned(NamedTuple):
    """An address that nobody knew; `person` and `organisation` by their numbers."""

    key: int
    name: str
    person: int | None
    organisation: int | None


@transaction.atomic
def learn_addresses(seen: Seen) -> dict[str, Learned]:
    """Adds what is new, and returns it. A row alone shows nowhere: pages start from the log, so an import that breaks
    off after this leaves nothing visible."""
    fresh: dict[str, Learned] = {}
    for addresses in _batches(sorted(seen)):
        fresh.update(_learn(addresses, seen))
    return fresh


def _learn(addresses: list[str], seen: Seen) -> dict[str, Learned]:
    odd = any("\0" in address for address in addresses)  # which no list of texts can hold
    there = Address.objects.filter(address__in=addresses if odd else listed_texts(addresses))
    present = dict(there.values_list("address", "kind"))
    _list_after_all([a for a, kind in present.items() if kind != Address.Kind.LIST and "list" in seen[a][1]])
    fresh = []
    for address in addresses:
        if address not in present:
            names, roles = seen[address]
            kind = kind_of(address, _mostly(names), roles)
            domain = _domain(address) if kind != "list" else None
            fresh.append((address, display_name(names, address)[:200], kind, domain))
    homes = _organisations({domain for *_, domain in fresh if domain})
    people = ((name, homes.get(domain)) for _, name, kind, domain in fresh if kind == "person")
    persons = iter(insert_numbered(Person, ["name", "organisation_id"], people))
    key_of = keys_of(log_secret(), "address")
    learned = {
        address: Learned(key_of(address), name, next(persons) if kind == "person" else None, homes.get(domain))
        for address, name, kind, domain in fresh
    }
    insert_values(
        Address,
        ["key", "address", "name", "kind", "person_id", "organisation_id"],
        (
            (one.key, address[:320], one.name, kind, one.person, one.organisation)
            for (address, one), (_, _, kind, _) in zip(learned.items(), fresh, strict=True)
        ),
    )
    return learned


def _mostly(names: Counter[str]) -> str:
    return next(iter(names)) if len(names) == 1 else names.most_common(1)[0][0] if names else ""


def _list_after_all(addresses: list[str]) -> None:
    """What was taken for a person turns out to be a list's address."""
    for address in Address.objects.filter(address__in=addresses).order_by("address") if addresses else ():
        outdate(address.organisation)
        address.kind, address.person, address.organisation = Address.Kind.LIST, None, None
        address.save(update_fields=["kind", "person", "organisation"])


def _domain(address: str) -> str | None:
    return organisation_domain(address.rpartition("@")[2]) if "@" in address else None


def _organisations(domains: Iterable[str]) -> dict[str | None, int]:
    """The number of each domain's organisation, made where it is new."""
    domains = sorted(domains)
    found: dict[str | None, int] = dict(
        Domain.objects.filter(name__in=listed_texts(domains)).values_list("name", "organisation_id")
    )
    fresh = [d for d in domains if d not in found]
    made = insert_numbered(Organisation, ["name"], ([organisation_name(d)[:200]] for d in fresh))
    insert_values(Domain, ["name", "organisation_id"], zip(fresh, made, strict=True))
    return found | dict(zip(fresh, made, strict=True))


def _batches(items: list[str]) -> Iterator[list[str]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
