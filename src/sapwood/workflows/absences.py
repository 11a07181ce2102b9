"""Who of ours is away: saying so, coming back early, and what it means for the day."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sapwood.records.access.models import Absence, User
from sapwood.records.relationships.models import Cover, DayItem, Participation, Relationship

from . import clock
from .audit import audit
from .cover.make import end_covers, make_briefs
from .cover.say import away_meanwhile
from .judge_again import judge_many
from .permission import require
from .plan_day import persons_of_users

LONGEST_DAYS = 366 * 3  # a parental leave


def say_absence(user: User, colleague: User, since: date, until: date, door: str = "page") -> Absence:
    """From `since` to `until`, both included. The same twice is said once. Raises Refused, or ValueError with a
    sentence."""
    require(user, "say absence", colleague)
    _must_be_days(since, until)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=colleague.pk)
        there = colleague.absences.in_force()
        if found := there.filter(since=since, until=until).first():
            return found
        _must_be_free(colleague, there, since, until)
        absence = colleague.absences.create(since=since, until=until, by=user, made=timezone.now())
        audit(user, door, "say absence", absence, colleague=colleague.email, since=str(since), until=str(until))
        make_briefs(absence, clock.today())
        _follow(colleague)
    return absence


def move_absence(user: User, absence: Absence, since: date, until: date, door: str = "page") -> Absence:
    """To other days: another record takes its place, and the cover briefs go with it, with who covers; but for who is
    away in the new days. Raises Refused, or ValueError with a sentence."""
    require(user, "say absence", absence.user)
    _must_be_days(since, until)
    with transaction.atomic():
        colleague = User.objects.select_for_update().get(pk=absence.user_id)
        locked = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
        if locked.ended is not None:
            raise ValueError(f"{colleague} is back already, or does not go. Say it anew; nothing was changed.")
        if (locked.since, locked.until) == (since, until):
            return locked
        _must_be_free(colleague, colleague.absences.in_force().exclude(pk=locked.pk), since, until)
        locked.ended, locked.ended_by = timezone.now(), user
        locked.save(update_fields=["ended", "ended_by"])
        moved = colleague.absences.create(since=since, until=until, by=user, made=timezone.now())
        days = {"since": [str(locked.since), str(since)], "until": [str(locked.until), str(until)]}
        audit(user, door, "move absence", moved, colleague=colleague.email, **days)
        locked.briefs.update(absence=moved)
        meanwhile = away_meanwhile(moved).values("user")
        end_covers(Cover.objects.filter(brief__absence=moved, colleague__in=meanwhile).values_list("pk", flat=True))
        make_briefs(moved, clock.today())
        _follow(colleague)
    return moved


def end_absence(user: User, absence: Absence, door: str = "page") -> Absence:
    """They are back, or do not go; who covers does so no more. Ending twice changes nothing."""
    require(user, "say absence", absence.user)
    with transaction.atomic():
        locked = Absence.objects.select_for_update(of=("self",)).select_related("user").get(pk=absence.pk)
        if locked.ended is None:
            locked.ended, locked.ended_by = timezone.now(), user
            locked.save(update_fields=["ended", "ended_by"])
            end_covers(Cover.objects.filter(brief__absence=locked).values_list("pk", flat=True))
            audit(user, door, "end absence", locked, colleague=locked.user.email)
            _follow(locked.user)
    return locked


def _must_be_days(since: date, until: date) -> None:
    if until < since:
        raise ValueError(f"An absence cannot last from {since} to {until}, which is before. Nothing was kept.")
    if (until - since).days >= LONGEST_DAYS:
        raise ValueError(f"An absence lasts at most {LONGEST_DAYS:,} days. Nothing was kept.")
    if until < clock.today():
        raise ValueError(f"{until} is over already, so it would change nothing. Nothing was kept.")


def _must_be_free(colleague: User, absences: QuerySet[Absence], since: date, until: date) -> None:
    if other := absences.filter(since__lte=until, until__gte=since).first():
        raise ValueError(
            f"{colleague} is away from {other.since} to {other.until} already. Take that back first, or say days "
            "that do not meet it; nothing was kept."
        )


def _follow(colleague: User) -> None:
    """Whose item is whose today: of what they own, have a part in, or were offered."""
    person = persons_of_users().get(colleague.pk)
    owned = Relationship.objects.filter(owner=colleague).values_list("pk", flat=True)
    known = Participation.objects.filter(user=colleague).values_list("relationship", flat=True)
    offered = DayItem.objects.filter(colleague=person).values_list("relationship", flat=True) if person else ()
    judge_many({*owned, *known, *offered}, {"owner"})
