"""What a merge of two people moves, and how it is put back: only rows that point at a person, never the log."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db import models
from django.utils import timezone

from sapwood.identity.people import display_name
from sapwood.records.access.models import User, UserAddress
from sapwood.records.directory.models import Address, Block, Match, Organisation, Person

from .outdated import outdate

ADDRESSES = "directory.Address.person"


def join(match: Match, user: User | None, survivor: int | None = None) -> None:
    """The merge itself, asking nobody: `other` becomes part of `kept`, and the match says how to part them."""
    kept, other = _in_order(match, survivor)
    before = match.before | {"name": kept.name, "named_by_person": kept.named_by_person, "moved": {}}
    for label, field, rows in _pointing_at(other):
        before["moved"][label] = list(rows.values_list("pk", flat=True))
        rows.update(**{field: kept})
    _same_blocks(kept, other)
    before["placed"] = _place(before["moved"].get(ADDRESSES, ()), kept.organisation)
    if not kept.named_by_person:
        kept.name = other.name if other.named_by_person else display_name(Counter([kept.name, other.name]), kept.name)
        kept.named_by_person = other.named_by_person
    other.merged_into = kept
    kept.save(update_fields=["name", "named_by_person"])
    other.save(update_fields=["merged_into"])
    before |= {"became": kept.name, "may_read": _may_read(kept, user)}
    match.kept, match.other, match.before = kept, other, before
    match.merged, match.merged_by = timezone.now(), user
    match.save()
    _outdate(match)


def part(match: Match) -> None:
    """Puts back what `join` moved, as far as it still stands where the merge put it."""
    kept, other, before = match.kept, match.other, match.before
    holder = kept.now()
    for label, field, rows in _pointing_at(holder):
        rows.filter(pk__in=before["moved"].get(label, ())).update(**{field: other})
    if kept.name == before["became"]:
        kept.name, kept.named_by_person = before["name"], before["named_by_person"]
        kept.save(update_fields=["name", "named_by_person"])
    other.merged_into = None
    other.save(update_fields=["merged_into"])
    Address.objects.filter(pk__in=before.get("placed", ())).update(organisation=None)
    UserAddress.objects.filter(pk__in=before["may_read"]).delete()
    _take_along(match, holder, other)
    Address.objects.filter(person__in=[holder, other]).update(compared=False)  # they stand in other blocks now
    _outdate(match)


def _same_blocks(kept: Person, other: Person) -> None:
    """Each block once: how many stand in it is counted."""
    theirs = Block.objects.filter(person=other)
    theirs.filter(name__in=Block.objects.filter(person=kept).values("name")).delete()
    theirs.update(person=kept)


def _take_along(match: Match, holder: Person, other: Person) -> None:
    """Who merged later because of an address that goes back to `other` goes there too."""
    back = set(match.before["moved"].get(ADDRESSES, ()))
    for later in Match.objects.merged_now().filter(kept=holder, merged__gt=match.merged).order_by("merged"):
        if back.isdisjoint(later.before.get("spoke", ())):
            continue
        for label, field, rows in _pointing_at(holder):
            rows.filter(pk__in=later.before["moved"].get(label, ())).update(**{field: other})
        back.update(later.before["moved"].get(ADDRESSES, ()))
        Person.objects.filter(pk=later.other_id).update(merged_into=other)
        later.kept = other
        later.save(update_fields=["kept"])


def _in_order(match: Match, survivor: int | None) -> tuple[Person, Person]:
    """(who stays, who becomes part of them). Who moved stays where they are now; who belongs to an organisation stays
    before who belongs to none, and whoever has a login stays anyway."""
    kept, other = match.kept.now(), match.other.now()
    if match.kind != Match.Kind.MOVED:
        chosen = {match.kept_id: kept.pk, match.other_id: other.pk}.get(survivor, survivor)
        kept, other = sorted((kept, other), key=lambda person: (person.pk != chosen, *_stays_first(person)))
    if kept.organisation_id is None and other.organisation_id:
        kept, other = other, kept
    if logins_of(other) and not logins_of(kept):
        kept, other = other, kept
    if match.other_organisation_id and kept.organisation_id == match.other_organisation_id:
        match.organisation, match.other_organisation = match.other_organisation, match.organisation
    return kept, other


def _place(keys: Iterable[int], organisation: Organisation | None) -> list[int]:
    """An address that belongs to no firm, such as a telephone number or free mail, belongs where its person does."""
    loose = Address.objects.filter(pk__in=list(keys), organisation=None) if organisation else Address.objects.none()
    found = list(loose.values_list("pk", flat=True))
    loose.update(organisation=organisation)
    return found


def _outdate(match: Match) -> None:
    outdate(match.organisation)
    if match.other_organisation_id:
        outdate(match.other_organisation)


def _pointing_at(person: Person) -> Iterator[tuple[str, str, models.QuerySet]]:
    """Every row of every table that points at `person`, whatever a later capability adds; matches keep both."""
    for relation in Person._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and relation.related_model not in (Block, Match, Person):
            field = relation.field.name
            rows = relation.related_model._base_manager.filter(**{field: person.pk})
            yield f"{relation.related_model._meta.label}.{field}", field, rows


def _stays_first(person: Person) -> tuple[bool, bool, int, int]:
    """Who has a login stays, then who was named by somebody, then who has more addresses, then who came first."""
    keys = list(person.addresses.values_list("key", flat=True))
    has_login = UserAddress.objects.filter(key__in=keys).exists()
    return not has_login, not person.named_by_person, -len(keys), person.pk


def logins_of(*people: Person) -> set[int]:
    """Users that any of these people is."""
    keys = Address.objects.filter(person__in=people).values_list("key", flat=True)
    return set(UserAddress.objects.filter(key__in=list(keys)).values_list("user", flat=True))


def _may_read(kept: Person, user: User | None) -> list[int]:
    """Gives a colleague with a login what all of their addresses took part in; the new rows, for undoing it."""
    logins = logins_of(kept)
    if user is None or not logins:
        return []
    addresses = kept.addresses.values_list("address", "key")
    have = set(UserAddress.objects.values_list("key", flat=True))
    fresh = [UserAddress(user_id=min(logins), address=a, key=k) for a, k in addresses if k not in have]
    return [row.pk for row in UserAddress.objects.bulk_create(fresh)]
