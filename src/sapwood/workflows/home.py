"""Which domains are home: given by a person, or inferred from mail and waiting to be confirmed."""

from collections.abc import Iterable

from django.db import transaction

from sapwood.identity.organisation import organisation_domain, organisation_name
from sapwood.records.access.models import User
from sapwood.records.directory.models import Address, Domain, Organisation, Person
from sapwood.records.relationships.models import Relationship

from .audit import audit
from .outdated import outdate_all
from .permission import require


def home_domains() -> list[str]:
    return list(Domain.objects.filter(organisation__home=True).order_by("name").values_list("name", flat=True))


def call_home(
    user: User, domains: Iterable[str], door: str, inferred: bool = False, name: str = "", evidence: str = ""
) -> None:
    """Makes these domains the home organisation's. What was an account by mistake ceases to be one, unless
    people wrote something about it: then it is refused, and nothing changes. Raises Refused or ValueError."""
    if not inferred:
        require(user, "set up")
    wanted = {organisation_domain(domain.strip().lower().lstrip("@")) or "" for domain in domains}
    if "" in wanted or not wanted:
        raise ValueError("A home domain looks like orchard.example: letters, digits, hyphens and a dot.")
    said = Domain.Said.INFERRED if inferred else Domain.Said.GIVEN
    with transaction.atomic():
        home = Organisation.of_home() or Organisation.objects.create(name=organisation_name(min(wanted)), home=True)
        if name and name != home.name:
            home.name, home.named_by_person = name[:200], True
            home.save(update_fields=["name", "named_by_person"])
        changed = [domain for domain in sorted(wanted) if _move_home(domain, home, said)]
        Domain.objects.filter(name__in=wanted).update(evidence=evidence[:300])
        if changed or name:
            audit(user, door, "call home", home, domains=changed, said=said)
        if changed:
            outdate_all()


def _move_home(name: str, home: Organisation, said: str) -> bool:
    domain = Domain.objects.filter(name=name).select_related("organisation").first()
    if domain is None:
        Domain.objects.create(name=name, organisation=home, said=said)
        return True
    if domain.organisation_id == home.pk:
        if said == Domain.Said.GIVEN and domain.said != said:
            domain.said = said
            domain.save(update_fields=["said"])
            return True
        return False
    before = domain.organisation
    written = Relationship.objects.filter(organisation=before).exclude(
        owner=None, floor=None, ceiling=None, since=None
    )
    if written.exists():
        raise ValueError(
            f"{name} belongs to the account {before.name}, about which colleagues have written. Nothing was changed. "
            "Take the account's owner and agreement away first, if it is home."
        )
    domain.organisation, domain.said = home, said
    domain.save(update_fields=["organisation", "said"])
    moved = Address.objects.filter(organisation=before)
    if not before.domains.exists():
        moved.update(organisation=home)
        Person.objects.filter(organisation=before).update(organisation=home)
        before.delete()
    else:  # one domain of several moves: its addresses and people with it
        moved = moved.filter(address__endswith=name)
        Person.objects.filter(addresses__in=moved).update(organisation=home)
        moved.update(organisation=home)
    return True
