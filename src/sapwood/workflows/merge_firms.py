"""Saying that two organisations are one, or that one is part of the other, and taking it back."""

from django.db import transaction
from django.utils import timezone

from sapwood.records.access.models import User
from sapwood.records.directory.models import FirmMatch, Organisation

from .audit import audit
from .join_firms import join, part
from .permission import require
from .tasks import people_changed

Kind = FirmMatch.Kind


def accept(
    user: User, match: FirmMatch, door: str = "page", survivor: int | None = None, kind: str | None = None
) -> FirmMatch:
    """Makes the two one, or says that `other` is part of `kept`; `kind` may differ from what was proposed, and
    `survivor` is the organisation that stays (of a part: the whole). Accepting twice changes nothing. Raises Refused
    or ValueError."""
    _require(user, match)
    with transaction.atomic():
        locked = FirmMatch.objects.select_for_update().get(pk=match.pk)
        if locked.accepted and not locked.undone:
            return locked
        if locked.refused or locked.undone:
            raise ValueError("That was answered already. To say it after all, choose both by hand.")
        _settle(user, locked, door, survivor, kind or locked.kind)
    return locked


def say_by_hand(user: User, kept: Organisation, other: Organisation, kind: str, door: str = "page") -> FirmMatch:
    """That two are one, or `other` part of `kept`, because somebody says so. Raises Refused or ValueError."""
    match = FirmMatch(kept=kept.now(), other=other.now(), kind=kind, evidence=["Somebody here said so."])
    match.proposed = timezone.now()
    _require(user, match)
    with transaction.atomic():
        _settle(user, match, door, None, kind)
    return match


def refuse(user: User, match: FirmMatch, door: str = "page") -> FirmMatch:
    """They are two, and it is not offered again. Refusing twice changes nothing."""
    _require(user, match)
    with transaction.atomic():
        locked = FirmMatch.objects.select_for_update().get(pk=match.pk)
        if locked.accepted:
            raise ValueError("That was accepted. Undo it instead.")
        if not locked.refused:
            locked.refused, locked.refused_by = timezone.now(), user
            locked.save(update_fields=["refused", "refused_by"])
            audit(user, door, "refuse match", locked.kept, match=locked.pk)
    return locked


def undo(user: User, match: FirmMatch, door: str = "page") -> FirmMatch:
    """Two again: what was moved goes back, what came later under a domain of either goes with the domain. Undoing
    twice changes nothing."""
    _require(user, match)
    with transaction.atomic():
        locked = FirmMatch.objects.select_for_update().get(pk=match.pk)
        if not locked.accepted or locked.undone:
            return locked
        if locked.kind == Kind.SAME:
            part(locked)
            transaction.on_commit(people_changed.enqueue)
        locked.undone, locked.undone_by = timezone.now(), user
        locked.save(update_fields=["undone", "undone_by"])
        audit(user, door, "undo merge of organisations", locked.kept, other=locked.other.name, match=locked.pk)
    return locked


def _settle(user: User, match: FirmMatch, door: str, survivor: int | None, kind: str) -> None:
    if kind not in Kind.values:
        raise ValueError("Say whether they are one organisation, or one is part of the other.")
    kept, other = match.kept.now(), match.other.now()
    if survivor == match.other_id:
        kept, other = other, kept
    if kept == other:
        raise ValueError("That is one organisation already.")
    if kept.home or other.home:
        raise ValueError("Which domains are home is said at set-up, not here. Nothing was changed.")
    match.kept, match.other, match.kind = kept, other, kind
    match.accepted, match.accepted_by = timezone.now(), user
    match.save()
    if kind == Kind.SAME:
        join(match)
        transaction.on_commit(people_changed.enqueue)
    audit(user, door, "merge organisations" if kind == Kind.SAME else "say part of", kept, other=other.name)


def _require(user: User, match: FirmMatch) -> None:
    require(user, "merge organisations", match.kept.now())
    require(user, "merge organisations", match.other.now())
