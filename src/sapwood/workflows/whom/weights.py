"""What an account of a tier is worth, where one without a tier is worth 1."""

from math import isfinite

from django.db import transaction
from django.utils import timezone

from sapwood.records.access.models import User
from sapwood.records.relationships.models import Relationship, Tier, TierWeight

from ..audit import audit
from ..judge_again import judge_many
from ..permission import require

MOST = 100.0


def say_weight(user: User, tier: Tier, weight: float, door: str = "page") -> TierWeight:
    """From now on; it ends what was said before. The same twice is said once. Raises Refused, or ValueError with a
    sentence."""
    require(user, "order the day")
    if not isfinite(weight) or not 0 <= weight <= MOST:
        raise ValueError(f"A weight is a number from 0 to {MOST:g}; 1 is as much as any other. Nothing was changed.")
    with transaction.atomic():
        Tier.objects.select_for_update().get(pk=tier.pk)
        before = tier.weights.in_force().first()
        if before is not None and before.weight == weight:
            return before
        if before is not None:
            before.ended, before.ended_by = timezone.now(), user
            before.save(update_fields=["ended", "ended_by"])
        said = tier.weights.create(weight=weight, by=user, made=timezone.now())
        judge_many(list(Relationship.objects.filter(tier=tier).values_list("pk", flat=True)), {"owner"})
        audit(user, door, "say weight", tier, name=tier.name, weight=[before.weight if before else 1.0, weight])
    return said


def weights_said() -> dict[int, TierWeight]:
    """By tier, what somebody said, with who."""
    return {one.tier_id: one for one in TierWeight.objects.in_force().select_related("by")}
