"""Policies: what holds for every account of a tier, or with a tag. Looked at first, then said, and judged at once
from what was measured already."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sapwood.planning.which_cadence import TAG, TIER
from sapwood.planning.which_cadence import Policy as PlannedPolicy
from sapwood.records.access.models import User
from sapwood.records.relationships.models import Policy, Relationship, Tag, Tier

from . import clock
from .audit import audit
from .cadence_limits import cadence_trouble
from .judge_again import judge_many
from .permission import require
from .said_of_cadence import said_about
from .would import Outcome, would

About = Tier | Tag


def concerned(about: About) -> QuerySet:
    """The relationships that a policy of it is about."""
    if isinstance(about, Tier):
        return Relationship.objects.filter(tier=about)
    return Relationship.objects.filter(taggings__tag=about, taggings__ended=None)


def preview_policy(user: User, about: About, floor: int | None, ceiling: int | None) -> Outcome:
    """What it would change today, were it said; neither floor nor ceiling: were none said. Raises Refused or
    ValueError."""
    require(user, "set policy")
    _check(floor, ceiling)
    said = said_about()
    where, kind = (said.of_tier, TIER) if isinstance(about, Tier) else (said.of_tag, TAG)
    where.pop(about.pk, None)
    numbers = list(concerned(about).values_list("pk", flat=True))
    if floor is not None or ceiling is not None:
        where[about.pk] = PlannedPolicy(kind, about.name, floor, ceiling, str(user), clock.today())
        if kind == TAG:
            for number in numbers:
                said.tags[number].add(about.pk)
    return would(numbers, said)


def set_policy(user: User, about: About, floor: int | None, ceiling: int | None, door: str = "page") -> Policy | None:
    """From now on it holds; it ends the one before. Neither floor nor ceiling: none holds any more. The same twice is
    said once. Raises Refused, or ValueError with a sentence."""
    require(user, "set policy")
    _check(floor, ceiling)
    with transaction.atomic():
        type(about).objects.select_for_update().get(pk=about.pk)
        before = about.policies.in_force().first()
        if (before.floor, before.ceiling) == (floor, ceiling) if before else floor is ceiling is None:
            return before
        if before:
            before.ended, before.ended_by = timezone.now(), user
            before.save(update_fields=["ended", "ended_by"])
        policy = None
        if floor is not None or ceiling is not None:
            policy = about.policies.create(
                floor=floor, ceiling=ceiling, by=user, made=timezone.now(), said=clock.today()
            )
        judge_many(list(concerned(about).values_list("pk", flat=True)), {"policy"})
        days = {"floor": floor, "ceiling": ceiling, "instead_of": before and before.pk}
        audit(user, door, "set policy" if policy else "end policy", about, name=about.name, **days)
    return policy


def _check(floor: int | None, ceiling: int | None) -> None:
    if trouble := cadence_trouble(floor, ceiling, "A policy's"):
        raise ValueError(trouble)
