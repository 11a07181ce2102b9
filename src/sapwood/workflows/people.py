"""Who is at an organisation, as a user may see it: people with their addresses, and who may be one person."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from sapwood.records.access.models import User
from sapwood.records.directory.models import Address, Match, Organisation, Person
from sapwood.records.relationships.models import Relationship

from .permission import Refused
from .who_is_who.loose import loose_seen


@dataclass(frozen=True)
class Offer:
    """A match with both people as they are today, and their addresses."""

    match: Match
    one: Person
    other: Person
    one_addresses: list[str]
    other_addresses: list[str]


def may_see_people(user: User, organisation: Organisation) -> bool:
    """At home leads and operators; of an account everybody who sees it."""
    if organisation.home:
        return user.sees_all
    return Relationship.objects.visible_to(user).filter(organisation=organisation).exists()


def person_for(user: User, pk: int) -> Person | None:
    """Who `pk` is today; None where the user may not see them."""
    found = Person.objects.select_related("organisation").filter(pk=pk).first()
    person = found.now() if found else None
    return person if person and organisations_seen(user, person) else None


def organisations_seen(user: User, person: Person) -> list[Organisation]:
    """Where the person is and was, as far as the user may see; where they are now first."""
    there = Organisation.objects.filter(pk__in=person.addresses.exclude(organisation=None).values("organisation"))
    found = [person.organisation] if person.organisation else []
    found += [one for one in there.order_by("name") if one not in found]
    return [one for one in found if may_see_people(user, one)]


def addresses_seen(user: User, person: Person) -> QuerySet[Address]:
    """What the person writes from, at the organisations that the user sees; what belongs to none goes with the
    organisation they are at."""
    seen = organisations_seen(user, person)
    mine = Q(organisation__in=seen)
    if person.organisation in seen:
        mine |= Q(organisation=None)
    return person.addresses.filter(mine).order_by("address")


def match_for(user: User, pk: int) -> Match | None:
    match = Match.objects.select_related("organisation", "other_organisation", "kept", "other").filter(pk=pk).first()
    if match is None or not may_see_people(user, match.organisation):
        return None
    elsewhere = match.other_organisation
    if elsewhere is None and match.other.organisation_id is None and not loose_seen(user, [match]):
        return None
    return match if elsewhere is None or may_see_people(user, elsewhere) else None


def home_for(user: User) -> Organisation | None:
    """Home, for who may say who is who there; None where nothing is home yet. Raises Refused."""
    if not user.sees_all:
        raise Refused("Who is who at home decides who may read what; leads and operators see to it.")
    return Organisation.of_home()


def people_at(organisation: Organisation) -> QuerySet[Person]:
    """Everybody with an address there, by name, each with the addresses of that organisation alone."""
    there = Address.objects.filter(organisation=organisation)
    here = Person.objects.present().filter(pk__in=there.exclude(person=None).values("person"))
    return here.prefetch_related(Prefetch("addresses", there.order_by("address"))).order_by("name", "pk")


def offers(organisation: Organisation, most: int = 50) -> list[Offer]:
    """Those who may be one person, the most certain first."""
    return _shown(organisation.matches.open().within(), most, apart=True)


def merged(organisation: Organisation, most: int = 200) -> list[Offer]:
    """Those who were two and are one, the newest first."""
    return _shown(organisation.matches.merged_now().within().order_by("-merged"), most, apart=False)


def _shown(matches: QuerySet[Match], most: int, apart: bool) -> list[Offer]:
    shown = []
    for match in matches.select_related("kept", "other", "merged_by")[: most * 2]:
        one, other = (match.kept.now(), match.other.now()) if apart else (match.kept, match.other)
        if apart and one == other:
            continue  # another merge has settled it
        there = match.organisation_id
        given = _given(match) if match.merged else _addresses(other, there)
        shown.append(Offer(match, one, other, [a for a in _addresses(one, there) if a not in given], given))
    return shown[:most]


def _addresses(person: Person, organisation: int) -> list[str]:
    here = person.addresses.filter(Q(organisation=organisation) | Q(organisation=None))
    return sorted(here.values_list("address", flat=True))


def _given(match: Match) -> list[str]:
    moved = match.before.get("moved", {}).get("directory.Address.person", ())
    return sorted(Address.objects.filter(pk__in=moved).values_list("address", flat=True))


def organisation_called(name: str) -> Organisation | None:
    """By name or domain; "home" is home."""
    wanted = name.strip()
    if wanted.lower() == "home":
        return Organisation.of_home()
    called = Q(name__iexact=wanted) | Q(domains__name=wanted.lower())
    found = Organisation.objects.filter(called).order_by("pk").first()
    return found.now() if found else None


def as_rows(organisation: Organisation) -> dict[str, Any]:
    """The same for a script: people with addresses, and who may be one person."""
    return {
        "organisation": organisation.name,
        "people": [
            {"name": person.name, "addresses": sorted(a.address for a in person.addresses.all())}
            for person in people_at(organisation)
        ],
        "may_be_one": [
            {
                "addresses": [o.one_addresses, o.other_addresses],
                "evidence": o.match.evidence,
                "against": o.match.against,
            }
            for o in offers(organisation)
        ],
        "merged": [
            {
                "name": o.one.name,
                "addresses": o.other_addresses,
                "evidence": o.match.evidence,
                "by": o.match.merged_by.email if o.match.merged_by else None,
                "when": o.match.merged,
            }
            for o in merged(organisation)
        ],
    }
