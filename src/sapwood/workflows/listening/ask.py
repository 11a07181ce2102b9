"""Asking for a touch to listen every so many days: with one account, or with all of a tier or tag."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from sapwood.planning.listening import every_trouble
from sapwood.records.access.models import User
from sapwood.records.relationships.models import Listening, Relationship, Tag, Tier

from ..audit import audit
from ..judge_again import plan_again, plan_many
from ..permission import require
from ..policies import concerned

STOP = "stop"  # nothing is said of it any more: what a policy says holds


def ask_to_listen(
    user: User, relationship: Relationship, every: int | str | None, today: date, door: str = "page"
) -> Listening | None:
    """Every so many days; None: not with this account, whatever a policy says; STOP: as the policy says. The same
    twice is said once. Raises Refused, or ValueError with a sentence."""
    require(user, "change", relationship)
    with transaction.atomic():
        Relationship.objects.select_for_update().get(pk=relationship.pk)
        made = _say(user, relationship, every, today, door, relationship=relationship)
        plan_again(relationship)
    return made


def ask_many_to_listen(
    user: User, about: Tier | Tag, every: int | None, today: date, door: str = "page"
) -> Listening | None:
    """What holds for each of the tier or tag of which nothing else was said; None: nothing any more."""
    require(user, "set policy")
    with transaction.atomic():
        type(about).objects.select_for_update().get(pk=about.pk)
        of = {"tier" if isinstance(about, Tier) else "tag": about}
        made = _say(user, about, STOP if every is None else every, today, door, **of)
        plan_many(concerned(about).values_list("pk", flat=True))
    return made


def _say(
    user: User, thing: object, every: int | str | None, today: date, door: str, **of: object
) -> Listening | None:
    if trouble := every_trouble(every if isinstance(every, int) else None):
        raise ValueError(trouble)
    before = Listening.objects.in_force().filter(**of).first()
    if before.every == every if before else every == STOP:
        return before
    if before:
        before.ended, before.ended_by = timezone.now(), user
        before.save(update_fields=["ended", "ended_by"])
    made = None
    if every != STOP:
        made = Listening.objects.create(**of, every=every, said=today, by=user, made=timezone.now())
    audit(user, door, "ask to listen", thing, every=every, instead_of=before and before.pk)
    return made
