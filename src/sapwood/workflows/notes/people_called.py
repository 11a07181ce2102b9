"""Which person somebody means by a name."""

from collections.abc import Iterable

from django.db.models import Q

from sapwood.identity.folding import folded
from sapwood.records.access.models import User
from sapwood.records.directory.models import Address, Organisation, Person
from sapwood.records.relationships.models import Findable, Relationship

MOST = 5_000  # people of one organisation that are looked at
MOST_ACCOUNTS = 100


def called(people: Iterable[Person], name: str) -> list[Person]:
    """Those of `people` whom `name` may mean, as few as it allows: the whole name, else every word of it among theirs
    ("Jane" and "Doyle" for Jane Doyle), else the beginning of their mail address ("jane" for jane@…)."""
    said = folded(name)
    words = set(said.replace(".", " ").split())
    known = list(people)
    for fits in (
        lambda person: folded(person.name) == said,
        lambda person: bool(words) and words <= set(_words(person.name)),
        lambda person: bool(words) and any(words <= set(_words(a.address.partition("@")[0])) for a in _mail(person)),
    ):
        if found := [person for person in known if fits(person)]:
            return found
    return []


def people_at(organisation: Organisation) -> list[Person]:
    """Who is there, with their addresses."""
    there = Address.objects.filter(organisation=organisation).exclude(person=None).values("person")
    wanted = Q(organisation=organisation) | Q(pk__in=there)
    return list(Person.objects.present().filter(wanted).prefetch_related("addresses").order_by("name", "pk")[:MOST])


def where_called(user: User, name: str) -> dict[int, list[Person]]:
    """By organisation, the people called so at accounts that the user sees."""
    holding = Q()
    words = folded(name).split()
    for word in words:
        holding &= Q(words__contains=word)
    if not words:
        return {}
    rows = Findable.objects.filter(holding, relationship__in=Relationship.objects.visible_to(user))
    organisations = set(rows.values_list("relationship__organisation", flat=True)[:MOST_ACCOUNTS])
    there = Address.objects.filter(organisation__in=organisations).exclude(person=None).select_related("person")
    by_organisation: dict[int, dict[int, Person]] = {}
    for address in there:
        if set(words) & set(_words(address.person.name)):
            by_organisation.setdefault(address.organisation_id, {})[address.person_id] = address.person
    found = {number: called(people.values(), name) for number, people in by_organisation.items()}
    return {number: people for number, people in found.items() if people}


def _words(text: str) -> list[str]:
    return folded(text).replace(".", " ").replace("_", " ").replace("-", " ").replace(",", " ").split()


def _mail(person: Person) -> list[Address]:
    return [one for one in person.addresses.all() if "@" in one.address and ":" not in one.address]
