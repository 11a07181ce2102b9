"""Putting an account to rest, and taking it back into the rhythm."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from sapwood.planning.rest import rest_trouble
from sapwood.records.access.models import User
from sapwood.records.relationships.models import Relationship, Rest

from ..audit import audit
from ..judge_again import plan_again
from ..permission import require

MOST = 500


def put_to_rest(
    user: User, relationship: Relationship, reason: str, look_again: date | None, day: date, door: str = "page"
) -> Rest:
    """From `day` on, in place of the rest that is in force. Saying the same twice changes nothing. Raises Refused, or
    ValueError with a sentence."""
    require(user, "put to rest", relationship)
    reason = " ".join(reason.split())
    if trouble := rest_trouble(reason, day, look_again):
        raise ValueError(trouble)
    if len(reason) > MOST:
        raise ValueError(f"The reason is longer than {MOST} characters. Say it shorter; nothing was changed.")
    with transaction.atomic():
        Relationship.objects.select_for_update().get(pk=relationship.pk)
        before = relationship.rests.in_force().first()
        if before and (before.by, before.reason, before.since, before.look_again) == (user, reason, day, look_again):
            return before
        if before:
            _end(before, user, day)
        made = relationship.rests.create(
            by=user, reason=reason, since=day, look_again=look_again, made=timezone.now()
        )
        audit(user, door, "put to rest", relationship, look_again=str(look_again))
        plan_again(relationship)
    return made


def take_back_into_rhythm(user: User, rest: Rest, day: date, door: str = "page") -> Rest:
    """Ends the rest on `day`; the record of both stays. Doing it twice changes nothing. Raises Refused."""
    require(user, "put to rest", rest.relationship)
    with transaction.atomic():
        locked = Rest.objects.select_for_update().get(pk=rest.pk)
        if locked.ended is None:
            _end(locked, user, day)
            audit(user, door, "take back into the rhythm", locked.relationship, since=str(locked.since))
            plan_again(locked.relationship)
    return locked


def _end(rest: Rest, user: User, day: date) -> None:
    rest.until, rest.ended, rest.ended_by = day, timezone.now(), user
    rest.save(update_fields=["until", "ended", "ended_by"])
