"""Sharing one's own words with everybody who sees an account, or keeping that account to who and when only; and
taking either back."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from sapwood.records.access.models import User
from sapwood.records.relationships.models import Relationship, Sharing

from .audit import audit
from .permission import Answer, may, require
from .tasks import let_go


def share(user: User, relationship: Relationship, kind: str, door: str = "page", queue: bool = True) -> Sharing:
    """Takes the place of what the user said before; saying the same twice changes nothing. "none" deletes, in the
    background, what is kept of the user's own mailbox. Raises Refused, or ValueError with a sentence."""
    require(user, "share", relationship)
    if kind not in Sharing.Kind.values:
        raise ValueError(f"{kind!r} is not a way to share. Choose one of {', '.join(Sharing.Kind.values)}.")
    with transaction.atomic():
        Relationship.objects.select_for_update().get(pk=relationship.pk)
        before = relationship.sharings.in_force().filter(by=user).first()
        if before and before.kind == kind:
            return before
        if before:
            _end(before, user)
        made = relationship.sharings.create(kind=kind, by=user, made=timezone.now())
        audit(user, door, "share own words" if kind == Sharing.Kind.SHARED else "keep to who and when", relationship)
        if queue and kind == Sharing.Kind.NONE:
            transaction.on_commit(let_go.enqueue)
    return made


@dataclass(frozen=True)
class Shared:
    """Who shares their words with an account, as `user` sees it: what they said themselves, whether they may, and
    who else does."""

    mine: Sharing | None
    may: Answer
    others: list[Sharing]
    operator: bool


def shared_with(user: User, relationship: Relationship) -> Shared:
    said = list(relationship.sharings.in_force().select_related("by"))
    return Shared(
        mine=next((s for s in said if s.by_id == user.pk), None),
        may=may(user, "share", relationship),
        others=[s for s in said if s.by_id != user.pk and s.kind == Sharing.Kind.SHARED],
        operator=user.role == User.Role.OPERATOR,
    )


def take_back(user: User, sharing: Sharing, door: str = "page") -> Sharing:
    """From now on the words are for those who took part again. Doing it twice changes nothing."""
    require(user, "take back", sharing)
    with transaction.atomic():
        locked = Sharing.objects.select_for_update().get(pk=sharing.pk)
        if locked.undone is None:
            _end(locked, user)
            audit(user, door, "take sharing back", locked.relationship, kind=locked.kind, of=locked.by.email)
    return locked


def _end(sharing: Sharing, user: User) -> None:
    sharing.undone, sharing.undone_by = timezone.now(), user
    sharing.save(update_fields=["undone", "undone_by"])
