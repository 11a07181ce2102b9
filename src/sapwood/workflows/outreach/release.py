"""A person lets go out what was held, with a name and a reason. Nothing is released by itself."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sapwood.records.access.models import User
from sapwood.records.outreach.models import Release, TouchPlan
from sapwood.records.relationships.models import Relationship

from ..audit import audit
from ..permission import require
from ..tasks import duty_turned
from .holds import holds

LONGEST = 300


def release(
    user: User,
    plan: TouchPlan,
    relationships: Collection[Relationship],
    reason: str,
    now: datetime,
    door: str = "page",
    queue: bool = True,
) -> list[Release]:
    """Of each account, whatever holds it now; what breaks later holds it anew. What is released already stays so.
    Raises Refused where one of them may not be changed, or ValueError with a sentence; then none is."""
    reason = " ".join(reason.replace("\0", "").split())
    if not reason or len(reason) > LONGEST:
        raise ValueError(f"Say why it may go out, in {LONGEST} characters at most. Nothing was released.")
    if not relationships:
        raise ValueError("No account was chosen. Nothing was released.")
    with transaction.atomic():
        locked = TouchPlan.objects.select_for_update().get(pk=plan.pk)
        for one in relationships:
            require(user, "release touch", one)
        if locked.withdrawn is not None:
            raise ValueError("The plan was taken back, so it goes out to nobody. Nothing was released.")
        numbers = {one.organisation_id for one in relationships}
        made = []
        for number, hold in sorted(holds(locked, now, numbers).items()):
            grounds = [event.pk for event in hold.events] + ([None] if hold.peace else [])
            for event in grounds:
                made.append(
                    locked.releases.create(organisation_id=number, event_id=event, reason=reason, by=user, made=now)
                )
        if made:
            accounts = sorted({one.organisation_id for one in made})
            audit(user, door, "release touches", locked, accounts=len(accounts))
            if queue:
                transaction.on_commit(duty_turned.enqueue)
    return made


def take_back_release(user: User, relationship: Relationship, one: Release, door: str = "page") -> Release:
    """It is held again, for as long as what held it does. Twice changes nothing. Raises Refused."""
    require(user, "release touch", relationship)
    with transaction.atomic():
        locked = Release.objects.select_for_update(of=("self",)).select_related("plan").get(pk=one.pk)
        if locked.ended is None:
            locked.ended, locked.ended_by = timezone.now(), user
            locked.save(update_fields=["ended", "ended_by"])
            audit(user, door, "take back release", locked.plan)
            transaction.on_commit(duty_turned.enqueue)
    return locked
