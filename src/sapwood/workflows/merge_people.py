"""Merging two people of one organisation and taking it back. Only the map from key to person changes; the log stays
as it is."""

from collections import Counter
from collections.abc import Iterator

from django.db import models, transaction
from django.utils import timezone

from sapwood.identity.people import display_name
from sapwood.records.access.models import User, UserAddress
from sapwood.records.directory.models import Address, Match, Person

from .audit import audit
from .outdated import outdate
from .permission import Refused, require
from .tasks import people_changed

SAID_BY_HAND = "Somebody here said so."


def accept(user: User, match: Match, door: str = "page") -> Match:
    """Makes the two one. Accepting twice changes nothing. Raises Refused or ValueError with a sentence."""
    require(user, "match people", match.organisation)
    with transaction.atomic():
        locked = Match.objects.select_for_update().get(pk=match.pk)
        if locked.merged and not locked.undone:
            return locked
        if locked.refused or locked.undone:
            raise ValueError("That was answered already. To merge the two after all, choose both by hand.")
        _may_be_merged(user, locked)
        join(locked, user)
        audit(user, door, "merge people", locked.kept.now(), match=locked.pk)
        _figures_follow()
    return locked


def merge_by_hand(user: User, one: Person, other: Person, door: str = "page") -> Match:
    """Makes two people of one organisation one, because somebody says so. Raises Refused or ValueError."""
    one, other = one.now(), other.now()
    if one == other:
        raise ValueError("That is one person already. Choose two.")
    if one.organisation_id is None or one.organisation_id != other.organisation_id:
        raise ValueError("Two people can be one only within one organisation.")
    require(user, "match people", one.organisation)
    with transaction.atomic():
        match = Match(organisation=one.organisation, kept=one, other=other, evidence=[SAID_BY_HAND])
        match.proposed = timezone.now()
        _may_be_merged(user, match)
        match.save()
        join(match, user)
        audit(user, door, "merge people", match.kept, match=match.pk)
        _figures_follow()
    return match


def refuse(user: User, match: Match, door: str = "page") -> Match:
    """They are two people: it is not offered again. Refusing twice changes nothing."""
    require(user, "match people", match.organisation)
    with transaction.atomic():
        locked = Match.objects.select_for_update().get(pk=match.pk)
        if locked.merged:
            raise ValueError("These two are merged. Undo that instead.")
        if not locked.refused:
            locked.refused, locked.refused_by = timezone.now(), user
            locked.save(update_fields=["refused", "refused_by"])
            audit(user, door, "refuse match", match.organisation, match=locked.pk)
    return locked


def undo(user: User, match: Match, door: str = "page") -> Match:
    """Puts back what the merge moved, as far as it still stands where the merge put it. Undoing twice changes
    nothing, and the two do not merge by themselves again."""
    require(user, "match people", match.organisation)
    with transaction.atomic():
        locked = Match.objects.select_for_update().get(pk=match.pk)
        if not locked.merged or locked.undone:
            return locked
        _part(locked)
        locked.undone, locked.undone_by = timezone.now(), user
        locked.save(update_fields=["undone", "undone_by"])
        audit(user, door, "undo merge", locked.kept, match=locked.pk)
        _figures_follow()
    return locked


def rename(user: User, person: Person, name: str, door: str = "page") -> Person:
    """Calls a person as somebody says; no import changes it back. Raises Refused or ValueError."""
    require(user, "match people", person.organisation)
    name = " ".join(name.split())
    if not 1 <= len(name) <= 200:
        raise ValueError("A name has 1 to 200 characters.")
    with transaction.atomic():
        locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        before, locked.name, locked.named_by_person = locked.name, name, True
        if before != name:
            locked.save(update_fields=["name", "named_by_person"])
            audit(user, door, "rename person", locked, name=[before, name])
    return locked


def join(match: Match, user: User | None) -> None:
    """The merge itself, asking nobody: `other` becomes part of `kept`, and the match says how to part them."""
    kept, other = sorted((match.kept.now(), match.other.now()), key=_stays_first)
    before = {"name": kept.name, "named_by_person": kept.named_by_person, "moved": {}}
    for label, field, rows in _pointing_at(other):
        before["moved"][label] = list(rows.values_list("pk", flat=True))
        rows.update(**{field: kept})
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
    outdate(match.organisation)


def _part(match: Match) -> None:
    kept, other, before = match.kept, match.other, match.before
    holder = kept.now()
    for label, field, rows in _pointing_at(holder):
        rows.filter(pk__in=before["moved"].get(label, ())).update(**{field: other})
    if kept.name == before["became"]:
        kept.name, kept.named_by_person = before["name"], before["named_by_person"]
        kept.save(update_fields=["name", "named_by_person"])
    other.merged_into = None
    other.save(update_fields=["merged_into"])
    UserAddress.objects.filter(pk__in=before["may_read"]).delete()
    outdate(match.organisation)


def _pointing_at(person: Person) -> Iterator[tuple[str, str, models.QuerySet]]:
    """Every row of every table that points at `person`, whatever a later capability adds; matches keep both."""
    for relation in Person._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and relation.related_model not in (Match, Person):
            field = relation.field.name
            rows = relation.related_model._base_manager.filter(**{field: person.pk})
            yield f"{relation.related_model._meta.label}.{field}", field, rows


def _stays_first(person: Person) -> tuple[bool, bool, int, int]:
    """Who has a login stays, then who was named by somebody, then who has more addresses, then who came first."""
    keys = list(person.addresses.values_list("key", flat=True))
    has_login = UserAddress.objects.filter(key__in=keys).exists()
    return not has_login, not person.named_by_person, -len(keys), person.pk


def _logins(*people: Person) -> set[int]:
    keys = Address.objects.filter(person__in=people).values_list("key", flat=True)
    return set(UserAddress.objects.filter(key__in=list(keys)).values_list("user", flat=True))


def _may_be_merged(user: User, match: Match) -> None:
    logins = _logins(match.kept.now(), match.other.now())
    if len(logins) > 1:
        raise ValueError("Both have a login of their own here, so they are two people.")
    if logins and user.role != User.Role.OPERATOR:
        raise Refused("One of them has a login, and merging decides whose mail they may read. Ask an operator.")


def _may_read(kept: Person, user: User | None) -> list[int]:
    """Gives a colleague with a login what all of their addresses took part in; the new rows, for undoing it."""
    logins = _logins(kept)
    if user is None or not logins:
        return []
    addresses = kept.addresses.values_list("address", "key")
    have = set(UserAddress.objects.values_list("key", flat=True))
    fresh = [UserAddress(user_id=min(logins), address=a, key=k) for a, k in addresses if k not in have]
    return [row.pk for row in UserAddress.objects.bulk_create(fresh)]


def _figures_follow() -> None:
    transaction.on_commit(people_changed.enqueue)
