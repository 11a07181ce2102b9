"""Which account somebody means by a name, of those they see."""

from django.db.models import Q

from sapwood.identity.firm_name import firm_key
from sapwood.identity.folding import folded
from sapwood.records.access.models import User
from sapwood.records.directory.models import Domain
from sapwood.records.relationships.models import Findable, Relationship

LOOKED_AT = 300  # of the accounts that hold a word, so many are looked at
OFFERED = 8


def accounts_called(user: User, name: str) -> list[Relationship]:
    """One account where the name is clear: a domain, the whole name, the name without its legal form, or the only one
    that begins with it or has its words. Several where it is not, none where nobody is called so. One row an
    organisation: of its roles the user's own first."""
    words = folded(name).split()
    while words:
        if found := _called(user, " ".join(words)):
            return found
        words = words[:-1] if len(words) > 1 else []  # "orchard yesterday": nothing said where the name ends
    return []


def of_organisations(user: User, organisations: set[int]) -> list[Relationship]:
    """The relationships the user sees with these, one each: their own first, then the oldest."""
    seen = Relationship.objects.visible_to(user).filter(organisation__in=organisations)
    seen = seen.select_related("organisation", "standing").order_by("pk")
    ordered = sorted(seen, key=lambda one: (one.owner_id != user.pk, one.pk))
    return list({one.organisation_id: one for one in reversed(ordered)}.values())[::-1]


def _called(user: User, said: str) -> list[Relationship]:
    domain = said.removeprefix("www.")
    owners = Domain.objects.filter(name=domain).values_list("organisation", flat=True) if "." in domain else ()
    if found := of_organisations(user, set(owners)):
        return found
    holding = Q()
    for word in said.split():
        holding &= Q(words__contains=word)
    rows = Findable.objects.filter(holding, relationship__in=Relationship.objects.visible_to(user))
    names = dict(rows.values_list("relationship__organisation", "relationship__sort_name")[:LOOKED_AT])
    exact = Relationship.objects.visible_to(user).filter(sort_name=said)
    names |= dict(exact.values_list("organisation", "sort_name")[:LOOKED_AT])
    key = firm_key(said)
    tests = (
        lambda name: name == said,
        lambda name: firm_key(name) == key,
        lambda name: name.startswith(f"{said} "),
        lambda name: set(said.split()) <= set(name.split()),
        lambda name: name.startswith(said),
    )
    for fits in tests:
        if wanted := {number for number, name in names.items() if fits(name)}:
            return of_organisations(user, wanted)[: OFFERED + 1]
    return []
