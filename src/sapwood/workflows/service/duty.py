"""Who is on duty: saying so, taking it back, and what it means for calls about service."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sapwood.planning.urgency import CARE
from sapwood.records.access.models import User
from sapwood.records.relationships.models import DayItem
from sapwood.records.service.models import Duty

from ..audit import audit
from ..permission import require

LONGEST = timedelta(days=31)
FARTHEST = timedelta(days=366 * 2)


def say_duty(
    user: User, colleague: User, since: datetime, until: datetime, now: datetime, door: str = "page"
) -> Duty:
    """`colleague` is on duty from `since` until `until` (aware). The same twice is said once; several colleagues may
    be on duty at once. Raises Refused, or ValueError with a sentence."""
    require(user, "say duty", colleague)
    if until <= since:
        raise ValueError(f"Duty cannot end at {_at(until)}, before it begins at {_at(since)}. Nothing was kept.")
    if until - since > LONGEST:
        raise ValueError(f"One duty lasts {LONGEST.days} days at most. Say several; nothing was kept.")
    if until <= now:
        raise ValueError(f"{_at(until)} is over already, so it would change nothing. Nothing was kept.")
    if since - now > FARTHEST:
        raise ValueError("That is more than two years ahead. Check the year; nothing was kept.")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=colleague.pk)
        there = colleague.duties.in_force()
        if found := there.filter(since=since, until=until).first():
            return found
        if other := there.filter(since__lt=until, until__gt=since).first():
            raise ValueError(
                f"{colleague} is on duty from {_at(other.since)} to {_at(other.until)} already. Take that back "
                "first, or say hours that do not meet it; nothing was kept."
            )
        duty = colleague.duties.create(since=since, until=until, by=user, made=timezone.now())
        said = {"since": since.isoformat(), "until": until.isoformat()}
        audit(user, door, "say duty", duty, colleague=colleague.email, **said)
        if since <= now:
            pass_calls_on()
    return duty


def end_duty(user: User, duty: Duty, now: datetime, door: str = "page") -> Duty:
    """They are not, or no longer, on duty then. Twice changes nothing."""
    require(user, "say duty", duty.user)
    with transaction.atomic():
        locked = Duty.objects.select_for_update(of=("self",)).select_related("user").get(pk=duty.pk)
        if locked.ended is None:
            locked.ended, locked.ended_by = timezone.now(), user
            locked.save(update_fields=["ended", "ended_by"])
            audit(user, door, "end duty", locked, colleague=locked.user.email)
            if locked.since <= now < locked.until:
                pass_calls_on()
    return locked


def turns(after: datetime, until: datetime) -> bool:
    """Whether anybody's duty began or ended since the one moment and up to the other."""
    in_between = Q(since__gt=after, since__lte=until) | Q(until__gt=after, until__lte=until)
    return Duty.objects.in_force().filter(in_between).exists()


def pass_calls_on() -> None:
    """Calls about service that are still to be made are those of whoever is on duty now."""
    from ..judge_again import plan_many

    plan_many(DayItem.objects.filter(kind__in=CARE).values_list("relationship", flat=True))


def _at(moment: datetime) -> str:
    here = timezone.localtime(moment)
    return f"{here:%H:%M} on {here.day} {here:%B %Y}"
