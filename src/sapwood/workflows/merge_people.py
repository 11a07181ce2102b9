"""Merging two people and taking it back. Only the map from key to person changes; the log stays as it is, and what
was said at an organisation stays with that organisation."""

from django.db import transaction
from django.utils import timezone

from sapwood.records.access.models import User
from sapwood.records.directory.models import Match, Person

from .audit import audit
from .join_people import join, logins_of, part
from .permission import Refused, require
from .tasks import people_changed

SAID_BY_HAND = "Somebody here said so."


def accept(user: User, match: Match, door: str = "page", survivor: int | None = None) -> Match:
    """Makes the two one; `survivor` (a person's number) says whose name and organisation stay, where nobody moved.
    Accepting twice changes nothing. Raises Refused or ValueError with a sentence."""
    _require(user, match)
    with transaction.atomic():
        locked = Match.objects.select_for_update().get(pk=match.pk)
        if locked.merged and not locked.undone:
            return locked
        if locked.refused or locked.undone:
            raise ValueError("That was answered already. To merge the two after all, choose both by hand.")
        if locked.kept.now() == locked.other.now():
            raise ValueError("Another merge has made these two one already.")
        _may_be_merged(user, locked)
        join(locked, user, survivor)
        audit(user, door, "merge people", locked.kept.now(), match=locked.pk, kind=locked.kind)
        _figures_follow()
    return locked


def merge_by_hand(user: User, one: Person, other: Person, door: str = "page") -> Match:
    """Makes two people one, because somebody says so who may say it of both. The first of two at different
    organisations stays. Raises Refused or ValueError."""
    one, other = one.now(), other.now()
    if one == other:
        raise ValueError("That is one person already. Choose two.")
    firm, elsewhere = one.organisation, other.organisation
    if firm is None:
        raise ValueError(f"{one} belongs to no organisation here. Begin with the person at an account.")
    across = elsewhere is not None and elsewhere != firm
    if across and (firm.home or elsewhere.home):
        raise ValueError(
            "Who is one at home decides who may read what, so nobody there is one with somebody elsewhere."
        )
    match = Match(organisation=firm, other_organisation=elsewhere if across else None, kept=one, other=other)
    match.evidence, match.proposed = [SAID_BY_HAND], timezone.now()
    _require(user, match)
    with transaction.atomic():
        _may_be_merged(user, match)
        match.save()
        join(match, user, one.pk if across else None)
        audit(user, door, "merge people", match.kept, match=match.pk)
        _figures_follow()
    return match


def refuse(user: User, match: Match, door: str = "page") -> Match:
    """They are two people: it is not offered again. Refusing twice changes nothing."""
    _require(user, match)
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
    _require(user, match)
    with transaction.atomic():
        locked = Match.objects.select_for_update().get(pk=match.pk)
        if not locked.merged or locked.undone:
            return locked
        part(locked)
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


def _require(user: User, match: Match) -> None:
    """Who may say so at one of two organisations alone may not say it."""
    require(user, "match people", match.organisation)
    if match.other_organisation_id:
        require(user, "match people", match.other_organisation)


def _may_be_merged(user: User, match: Match) -> None:
    places = [place for place in (match.organisation, match.other_organisation) if place]
    if len(places) > 1 and any(place.home for place in places):
        raise ValueError(
            "Who is one at home decides who may read what, so nobody there is one with somebody elsewhere."
        )
    logins = logins_of(match.kept.now(), match.other.now())
    if len(logins) > 1:
        raise ValueError("Both have a login of their own here, so they are two people.")
    if logins and user.role != User.Role.OPERATOR:
        raise Refused("One of them has a login, and merging decides whose mail they may read. Ask an operator.")


def _figures_follow() -> None:
    transaction.on_commit(people_changed.enqueue)
