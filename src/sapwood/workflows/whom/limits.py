"""How many contacts that nobody asked for an account gets in a quarter."""

from django.db import transaction
from django.utils import timezone

from sapwood.planning.held_back import CALLS, MAILS
from sapwood.records.access.models import Installation, User
from sapwood.records.relationships.models import ContactLimit

from ..audit import audit
from ..permission import require
from .again import plan_all_again

MOST = 1000


def say_limits(user: User, calls: int | None, mails: int | None, door: str = "page") -> ContactLimit:
    """From now on; None: no limit. The same twice is said once. Raises Refused, or ValueError with a sentence."""
    require(user, "order the day")
    for said in (calls, mails):
        if said is not None and not 0 <= said <= MOST:
            raise ValueError(f"Say 0 to {MOST:,} a quarter, or nothing for no limit. Nothing was changed.")
    with transaction.atomic():
        Installation.get()
        Installation.objects.select_for_update().get(pk=1)
        before = ContactLimit.objects.in_force().first()
        if before is not None and (before.calls, before.mails) == (calls, mails):
            return before
        if before is not None:
            before.ended, before.ended_by = timezone.now(), user
            before.save(update_fields=["ended", "ended_by"])
        limit = ContactLimit.objects.create(calls=calls, mails=mails, by=user, made=timezone.now())
        plan_all_again()
        was = [before.calls, before.mails] if before else [CALLS, MAILS]
        audit(user, door, "say limits", limit, calls=[was[0], calls], mails=[was[1], mails])
    return limit


def limits() -> ContactLimit | None:
    """What somebody said; None: the prior holds (planning/held_back.py)."""
    return ContactLimit.objects.in_force().select_related("by").first()
