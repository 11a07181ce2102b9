"""People that tables name enter the directory: mail addresses and telephone numbers become addresses of one person
each, at the account the row names."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from sapwood.identity.address import canonical
from sapwood.records.directory.models import Address, Person
from sapwood.records.imports.models import Import
from sapwood.records.trade.models import Contact
from sapwood.store.rows import address_key

from ..insert_rows import insert_numbered, insert_values, update_values
from ..installation import log_secret
from ..listed import listed_texts
from ..take_in.learn_addresses import learn_addresses
from .kinds.contacts import in_full

BATCH = 2000  # people; no question to the database names more than it can hold


class Row(NamedTuple):
    """A Contact as it is in the database."""

    number: int
    organisation: int | None
    name: str
    says: Mapping[str, Any]


@dataclass(slots=True, eq=False)
class Somebody:
    """A person; `number` is None until they are in the directory."""

    number: int | None
    name: str
    organisation: int | None


@dataclass(slots=True, eq=False)
class Reached:
    """What of an address matters here: whose it is."""

    key: int
    person: Somebody | None
    organisation: int | None


def bring_people(running: Import) -> None:
    """Within the caller's transaction."""
    learned: set[str] = set()
    rows = Contact.objects.filter(sheet__of=running).order_by("pk").annotate(text=Cast("says", TextField()))
    columns = rows.values_list("pk", "organisation_id", "name", "text")
    for some in _batches(Row(*row, json.loads(says)) for *row, says in columns.iterator(BATCH)):
        _bring(some, learned)


def _bring(rows: Sequence[Row], learned: set[str]) -> None:
    """`learned` are addresses that nobody knew before this import."""
    mails = [canonical(row.says.get("mail", "")) for row in rows]
    named = {mail: (Counter({row.name: 1}), {"to"}) for mail, row in zip(mails, rows, strict=True) if mail}
    fresh = learn_addresses(named)
    learned |= fresh.keys()
    by_mail = _addresses(named.keys() - fresh.keys()) | {
        address: Reached(
            one.key, Somebody(one.person, one.name, one.organisation) if one.person else None, one.organisation
        )
        for address, one in fresh.items()
    }
    moved = list(_moved(zip(rows, mails, strict=True), by_mail, learned))
    update_values(Address, ["organisation_id"], ((one.organisation, one.key) for one in moved))
    update_values(Person, ["organisation_id"], ((one.organisation, one.person.number) for one in moved if one.person))
    by_number = _addresses({f"tel:{number}" for row in rows for number in _numbers(row)})
    people: list[Somebody] = []
    telephones: list[tuple[int, str, Row, Somebody]] = []
    found: list[tuple[Row, Somebody]] = []
    secret = log_secret()
    for row, mail in zip(rows, mails, strict=True):
        address = by_mail.get(mail)
        person = address.person if address else None
        for text in (f"tel:{number}" for number in _numbers(row)):
            there = by_number.get(text)
            if there is None:
                if person is None:
                    person = Somebody(None, row.name, row.organisation)
                    people.append(person)
                there = by_number[text] = Reached(address_key(secret, text), person, person.organisation)
                telephones.append((there.key, text, row, person))
            person = person or there.person
        if person is not None:
            found.append((row, person))
    made = insert_numbered(Person, ["name", "organisation_id"], ((one.name, one.organisation) for one in people))
    for one, number in zip(people, made, strict=True):
        one.number = number
    insert_values(
        Address,
        ["key", "address", "name", "kind", "person_id", "organisation_id"],
        (
            (key, text, row.name, Address.Kind.PERSON.value, who.number, who.organisation)
            for key, text, row, who in telephones
        ),
    )
    update_values(Contact, ["person_id"], ((who.number, row.number) for row, who in found))


def _moved(rows: Iterable[tuple[Row, str]], by_mail: Mapping[str, Reached], learned: set[str]) -> Iterator[Reached]:
    """Addresses of free mail, once they are of the account for which, as the table says, they work."""
    for row, mail in rows:
        address = by_mail.get(mail)
        if address is None or mail not in learned or address.organisation is not None:
            continue
        if row.organisation is not None:
            address.organisation = row.organisation
            if address.person is not None:
                address.person.organisation = row.organisation
            yield address


def _addresses(written: Iterable[str]) -> dict[str, Reached]:
    columns = ("address", "key", "organisation_id", "person_id", "person__name", "person__organisation_id")
    found = Address.objects.filter(address__in=listed_texts(written)).values_list(*columns)
    return {
        address: Reached(key, Somebody(number, name, of) if number else None, organisation)
        for address, key, organisation, number, name, of in found
    }


def _numbers(row: Row) -> list[str]:
    return in_full(row.says.get("phones", ()))


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rest = iter(rows)
    while some := list(islice(rest, BATCH)):
        yield some
