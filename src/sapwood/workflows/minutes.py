"""How many minutes a colleague has for outreach, by weekday: saying so, and taking it back."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sapwood.records.access.models import Installation, Minutes, User
from sapwood.records.directory.models import Address, Person

from .audit import audit
from .permission import require

MOST = 720  # a day's; whoever has more has said hours for minutes


def say_minutes(user: User, colleague: User | None, weekdays: Sequence[int | None], door: str = "page") -> Minutes:
    """Seven numbers from Monday on, None where nobody knows; of nobody in particular: of whoever said nothing else.
    It ends what was said before; the same twice is said once. Raises Refused, or ValueError with a sentence."""
    require(user, "say minutes", colleague)
    said = list(weekdays)
    if len(said) != 7 or all(one is None for one in said):
        raise ValueError("Say the minutes of one weekday at least; 0 means none. Nothing was changed.")
    if wrong := [one for one in said if one is not None and not 0 <= one <= MOST]:
        raise ValueError(f"{wrong[0]:,} minutes are not a day’s. Say 0 to {MOST} for a day; nothing was changed.")
    with transaction.atomic():
        before = _locked(colleague)
        if before is not None and before.weekdays == said:
            return before
        _end(user, before)
        minutes = Minutes.objects.create(user=colleague, weekdays=said, by=user, made=timezone.now())
        of = colleague.email if colleague else "everybody else"
        audit(user, door, "say minutes", minutes, of=of, weekdays=said, instead_of=before and before.pk)
    return minutes


def take_back_minutes(user: User, minutes: Minutes, door: str = "page") -> Minutes:
    """Unknown again, or the team's. Taking back twice changes nothing."""
    require(user, "say minutes", minutes.user)
    with transaction.atomic():
        locked = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
        if locked.ended is None:
            _end(user, locked)
            audit(user, door, "take back minutes", locked)
    return locked


def minutes_on(day: date, user: User | None = None, person: Person | None = None) -> tuple[int | None, bool]:
    """(how many the user, or who the person is, has on the day; whether that is the team's word). None: unknown."""
    whose = Q(user=None)
    if user is not None:
        whose |= Q(user=user)
    if person is not None:
        whose |= Q(user__addresses__key__in=Address.objects.filter(person=person).values("key"))
    found = sorted(Minutes.objects.in_force().filter(whose), key=lambda one: one.user_id is None)
    of_them = next((one for one in found if one.on(day) is not None), None)
    return (None, False) if of_them is None else (of_them.on(day), of_them.user_id is None)


def _locked(colleague: User | None) -> Minutes | None:
    """What is in force, with the right to say another: two at once come one after the other."""
    if colleague is None:
        Installation.get()
        Installation.objects.select_for_update().get(pk=1)
    else:
        User.objects.select_for_update().get(pk=colleague.pk)
    return Minutes.objects.in_force().filter(user=colleague).first()


def _end(user: User, before: Minutes | None) -> None:
    if before is not None:
        before.ended, before.ended_by = timezone.now(), user
        before.save(update_fields=["ended", "ended_by"])
