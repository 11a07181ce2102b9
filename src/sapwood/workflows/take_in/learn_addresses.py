"""Addresses seen in an import become rows of the directory: address → person → organisation."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction

from sapwood.identity.kind import kind_of
from sapwood.identity.organisation import organisation_domain, organisation_name
from sapwood.identity.people import display_name
from sapwood.records.directory.models import Address, Domain, Organisation, Person
from sapwood.store.rows import address_key

from ..insert_rows import insert_rows
from ..installation import log_secret
from ..outdated import outdate

Seen = dict[str, tuple[Counter[str], set[str]]]
BATCH = 2000


@transaction.atomic
def learn_addresses(seen: Seen) -> None:
    """Adds what is new. A row alone shows nowhere: pages start from the log, so an import that breaks off after
    this leaves nothing visible."""
    for addresses in _batches(sorted(seen)):
        _learn(addresses, seen)


def _learn(addresses: list[str], seen: Seen) -> None:
    present = Address.objects.in_bulk(addresses, field_name="address")
    _list_after_all([present[a] for a in addresses if a in present and "list" in seen[a][1]])
    fresh = []
    for address in addresses:
        if address not in present:
            names, roles = seen[address]
            fresh.append(
                (
                    address,
                    display_name(names, address),
                    kind_of(address, names.most_common(1)[0][0] if names else "", roles),
                )
            )
    homes = _organisations({d for a, _, kind in fresh if kind != "list" and (d := _domain(a))})
    people = Person.objects.bulk_create(
        Person(name=name[:200], organisation=homes.get(_domain(address)))
        for address, name, kind in fresh
        if kind == "person"
    )
    persons = iter(people)
    insert_rows(
        Address(
            key=address_key(log_secret(), address),
            address=address[:320],
            name=name[:200],
            kind=kind,
            person=next(persons) if kind == "person" else None,
            organisation=homes.get(_domain(address)) if kind != "list" else None,
        )
        for address, name, kind in fresh
    )


def _list_after_all(addresses: list[Address]) -> None:
    """What was taken for a person turns out to be a list's address."""
    for address in addresses:
        if address.kind != Address.Kind.LIST:
            outdate(address.organisation)
            address.kind, address.person, address.organisation = Address.Kind.LIST, None, None
            address.save(update_fields=["kind", "person", "organisation"])


def _domain(address: str) -> str | None:
    return organisation_domain(address.rpartition("@")[2]) if "@" in address else None


def _organisations(domains: Iterable[str]) -> dict[str | None, Organisation]:
    """The organisation of each domain, made where it is new."""
    domains = sorted(domains)
    found = {d.name: d.organisation for d in Domain.objects.filter(name__in=domains).select_related("organisation")}
    fresh = [d for d in domains if d not in found]
    made = Organisation.objects.bulk_create(Organisation(name=organisation_name(d)[:200]) for d in fresh)
    Domain.objects.bulk_create(Domain(name=d, organisation=o) for d, o in zip(fresh, made, strict=True))
    return found | dict(zip(fresh, made, strict=True))


def _batches(items: list[str]) -> Iterator[list[str]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
