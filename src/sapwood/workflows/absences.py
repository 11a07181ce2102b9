"""Who of ours is away: saying so, coming back early, and what it means for the day."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from sapwood.records.access.models import Absence, User
from sapwood.records.relationships.models import DayItem, Participation, Relationship

from . import clock
from .audit import audit
from .judge_again import judge_many
from .permission import require
from .plan_day import persons_of_users

LONGEST_DAYS = 366 * 3  # a parental leave


def say_absence(user: User, colleague: User, since: date, until: date, door: str = "page") -> Absence:
    """From `since` to `until`, both included. The same twice is said once. Raises Refused, or ValueError with a
    sentence."""
    require(user, "say absence", colleague)
    if until < since:
        raise ValueError(f"An absence cannot last from {since} to {until}, which is before. Nothing was kept.")
    if (until - since).days >= LONGEST_DAYS:
        raise ValueError(f"An absence lasts at most {LONGEST_DAYS:,} days. Nothing was kept.")
    if until < clock.today():
        raise ValueError(f"{until} is over already, so it would change nothing. Nothing was kept.")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=colleague.pk)
        there = colleague.absences.in_force()
        if found := there.filter(since=since, until=until).first():
            return found
        if other := there.filter(since__lte=until, until__gte=since).first():
            raise ValueError(
                f"{colleague} is away from {other.since} to {other.until} already. Take that back first, or say days "
                "that do not meet it; nothing was kept."
            )
        absence = colleague.absences.create(since=since, until=until, by=user, made=timezone.now())
        audit(user, door, "say absence", absence, colleague=colleague.email, since=str(since), until=str(until))
        _follow(colleague)
    return absence


def end_absence(user: User, absence: Absence, door: str = "page") -> Absence:
    """They are back, or do not go. Ending twice changes nothing."""
    require(user, "say absence", absence.user)
    with transaction.atomic():
        locked = Absence.objects.select_for_update(of=("self",)).select_related("user").get(pk=absence.pk)
        if locked.ended is None:
            locked.ended, locked.ended_by = timezone.now(), user
            locked.save(update_fields=["ended", "ended_by"])
            audit(user, door, "end absence", locked, colleague=locked.user.email)
            _follow(locked.user)
    return locked


def absence_of(user: User, day: date) -> Absence | None:
    return user.absences.on(day).first()


def _follow(colleague: User) -> None:
    """Whose item is whose today: of what they own, have a part in, or were offered."""
    person = persons_of_users().get(colleague.pk)
    owned = Relationship.objects.filter(owner=colleague).values_list("pk", flat=True)
    known = Participation.objects.filter(user=colleague).values_list("relationship", flat=True)
    offered = DayItem.objects.filter(colleague=person).values_list("relationship", flat=True) if person else ()
    judge_many({*owned, *known, *offered}, {"owner"})
