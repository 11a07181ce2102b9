"""By which address of the log somebody takes part in what is noted down. Who has none here gets one that says no more
than where they are."""

from hashlib import blake2b

from sapwood.identity.address import canonical
from sapwood.identity.folding import folded
from sapwood.records.access.models import User, UserAddress
from sapwood.records.directory.models import Address, Organisation, Person
from sapwood.store.rows import address_key

from ..installation import log_secret
from ..plan_day import persons_of_users

PREFIX = "contact:"  # no mail address and no voice: nobody is asked whose it is


def of_person(person: Person, organisation: Organisation) -> Address:
    """One of theirs there: a mail address before others."""
    theirs = person.addresses.filter(kind=Address.Kind.PERSON)
    here = sorted(theirs, key=lambda one: (one.organisation_id != organisation.pk, ":" in one.address, one.address))
    if here and here[0].organisation_id == organisation.pk:
        return here[0]
    return _made(f"{PREFIX}{person.pk}@{organisation.pk}", person.name, Address.Kind.PERSON, person, organisation)


def of_newcomer(name: str, organisation: Organisation) -> Address:
    """Somebody whom nobody here knew: the same name there is the same person."""
    name = " ".join(name.split())[:200]
    digest = blake2b(folded(name).encode(), digest_size=8).hexdigest()
    address = f"{PREFIX}{digest}@{organisation.pk}"
    if known := Address.objects.filter(address=address).exclude(person=None).first():
        return known
    person = Person.objects.create(name=name, organisation=organisation)
    return _made(address, name, Address.Kind.PERSON, person, organisation)


def of_nobody(organisation: Organisation) -> Address:
    """Somebody there, and it was not said who."""
    return _made(f"{PREFIX}@{organisation.pk}", "", Address.Kind.SHARED, None, organisation)


def known_person(user: User) -> Person | None:
    """Who the user is among the people at home, as far as anybody knows."""
    found = Person.objects.filter(pk=persons_of_users().get(user.pk)).first()
    return found.now() if found else None


def person_of_user(user: User, home: Organisation) -> Person:
    """Who the user is among the people at home; whoever has a login is one of them."""
    if (found := known_person(user)) and Address.objects.filter(person=found, organisation=home).exists():
        return found
    mine = canonical(user.email)
    key = address_key(log_secret(), mine)
    known = Address.objects.filter(pk=key).first()
    person = (
        known.person if known and known.person else Person.objects.create(name=str(user)[:200], organisation=home)
    )
    Address.objects.update_or_create(
        key=key,
        defaults={
            "address": mine,
            "name": str(user)[:200],
            "kind": Address.Kind.PERSON,
            "person": person,
            "organisation": home,
            "compared": True,
        },
    )
    UserAddress.objects.get_or_create(key=key, defaults={"user": user, "address": user.email})
    return person


def _made(address: str, name: str, kind: str, person: Person | None, organisation: Organisation) -> Address:
    made, _ = Address.objects.get_or_create(
        key=address_key(log_secret(), address),
        defaults={
            "address": address,
            "name": name[:200],
            "kind": kind,
            "person": person,
            "organisation": organisation,
            "compared": True,
        },
    )
    return made
