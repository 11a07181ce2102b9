"""People that tables name enter the directory: mail addresses and telephone numbers become addresses of one person
each, at the account the row names."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sapwood.identity.address import canonical
from sapwood.records.directory.models import Address, Person
from sapwood.records.imports.models import Import
from sapwood.records.trade.models import Contact
from sapwood.store.rows import address_key

from ..insert_rows import insert_rows, update_values
from ..installation import log_secret
from ..take_in.learn_addresses import learn_addresses

BATCH = 2000  # people; no question to the database names more than it can hold


def bring_people(running: Import) -> None:
    """Within the caller's transaction."""
    learned: set[int] = set()
    rows = Contact.objects.filter(sheet__of=running).order_by("pk").only("pk", "organisation_id", "name", "says")
    for some in _batches(rows.iterator(BATCH)):
        _bring(some, learned)


def _bring(rows: Sequence[Contact], learned: set[int]) -> None:
    """`learned` are keys of addresses that nobody knew before this import."""
    mails = {canonical(row.says["mail"]): row for row in rows if row.says.get("mail")}
    known = set(Address.objects.filter(address__in=list(mails)).values_list("address", flat=True))
    learn_addresses({mail: (Counter({row.name: 1}), {"to"}) for mail, row in mails.items()})
    by_mail = _addresses(mails)
    learned |= {by_mail[mail].key for mail in mails if mail not in known}
    moved = list(_moved(rows, by_mail, learned))
    update_values(Address, ["organisation_id"], ((one.organisation_id, one.key) for one in moved))
    update_values(Person, ["organisation_id"], ((one.organisation_id, one.person_id) for one in moved if one.person))
    by_number = _addresses({f"tel:{number}" for row in rows for number in _numbers(row)})
    people: list[Person] = []
    telephones: list[Address] = []
    found: list[tuple[Contact, Person | None, list[int]]] = []
    for row in rows:
        address = by_mail.get(canonical(row.says.get("mail", "")))
        person, keys = address.person if address else None, [address.key] if address else []
        for text in (f"tel:{number}" for number in _numbers(row)):
            there = by_number.get(text)
            if there is None:
                if person is None:
                    person = Person(name=row.name, organisation_id=row.organisation_id)
                    people.append(person)
                there = by_number[text] = _telephone(text, row, person)
                telephones.append(there)
            person = person or there.person
            keys.append(there.key)
        found.append((row, person, keys))
    Person.objects.bulk_create(people)
    for one in telephones:
        one.person_id = one.person.pk
    insert_rows(telephones)
    update_values(
        Contact, ["person_id", "keys"], ((who.pk if who else None, keys, row.pk) for row, who, keys in found)
    )


def _moved(rows: Iterable[Contact], by_mail: dict[str, Address], learned: set[int]) -> Iterator[Address]:
    """Addresses of free mail, once they are of the account for which, as the table says, they work."""
    for row in rows:
        address = by_mail.get(canonical(row.says.get("mail", "")))
        if address is None or address.key not in learned or address.organisation_id is not None:
            continue
        if row.organisation_id is not None:
            address.organisation_id = row.organisation_id
            if address.person is not None:
                address.person.organisation_id = row.organisation_id
            yield address


def _addresses(written: Iterable[str]) -> dict[str, Address]:
    found = Address.objects.filter(address__in=list(written)).select_related("person")
    return {address.address: address for address in found}


def _numbers(row: Contact) -> list[str]:
    return [number for number in row.says.get("phones", ()) if number.startswith("+")]


def _telephone(text: str, row: Contact, person: Person) -> Address:
    return Address(
        key=address_key(log_secret(), text),
        address=text,
        name=row.name,
        kind=Address.Kind.PERSON,
        person=person,
        organisation_id=person.organisation_id,
    )


def _batches(rows: Iterable[Contact]) -> Iterator[list[Contact]]:
    rest = iter(rows)
    while some := list(islice(rest, BATCH)):
        yield some
