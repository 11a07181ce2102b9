"""What they asked about how often to be in touch: hearing it, and saying that it holds no longer."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from sapwood.records.access.models import User
from sapwood.records.directory.models import Person
from sapwood.records.relationships.models import Relationship, Wish

from . import clock
from .audit import audit
from .cadence_limits import cadence_trouble
from .judge_again import judge_again
from .permission import require

LONGEST_WORDS = 300


def say_wish(
    user: User,
    relationship: Relationship,
    floor: int | None,
    ceiling: int | None,
    words: str = "",
    contact: Person | None = None,
    heard: date | None = None,
    until: date | None = None,
    door: str = "page",
) -> Wish:
    """Keeps what was asked; it ends what was asked before. `heard` is the day it was asked on (today). Asking the
    same twice keeps it once. Raises Refused, or ValueError with a sentence."""
    today = clock.today()
    heard, words = heard or today, " ".join(words.replace("\0", "").split())
    _check(relationship, floor, ceiling, words, contact, heard, until, today)
    said = {"floor": floor, "ceiling": ceiling, "words": words, "contact": contact, "heard": heard, "until": until}
    with transaction.atomic():
        require(user, "change", Relationship.objects.select_for_update().get(pk=relationship.pk))
        before = relationship.wishes.in_force().first()
        if before and all(getattr(before, name) == value for name, value in said.items()):
            return before
        if before:
            _end(before, user)
        wish = Wish.objects.create(relationship=relationship, by=user, made=timezone.now(), **said)
        judge_again(relationship)
        audit(
            user,
            door,
            "say wish",
            relationship,
            wish=wish.pk,
            floor=floor,
            ceiling=ceiling,
            heard=str(heard),
            until=until and str(until),
            instead_of=before and before.pk,
        )
    return wish


def end_wish(user: User, wish: Wish, door: str = "page") -> Wish:
    """It holds no longer. Ending twice changes nothing."""
    with transaction.atomic():
        locked = Wish.objects.select_for_update(of=("self",)).select_related("relationship").get(pk=wish.pk)
        require(user, "change", locked.relationship)
        if locked.ended is None:
            _end(locked, user)
            judge_again(locked.relationship)
            audit(user, door, "end wish", locked.relationship, wish=locked.pk)
    return locked


def _end(wish: Wish, user: User) -> None:
    wish.ended, wish.ended_by = timezone.now(), user
    wish.save(update_fields=["ended", "ended_by"])


def _check(relationship, floor, ceiling, words, contact, heard, until, today) -> None:
    if floor is None and ceiling is None:
        raise ValueError("Say how many days they asked for. Nothing was kept.")
    if trouble := cadence_trouble(floor, ceiling, "A"):
        raise ValueError(trouble)
    if heard > today:
        raise ValueError(f"It cannot have been asked on {heard}, which is still to come. Nothing was kept.")
    if heard.year < 1900:
        raise ValueError(f"It cannot have been asked on {heard}. Nothing was kept.")
    if until is not None and until < heard:
        raise ValueError(f"A wish of {heard} cannot hold until {until}, which is before. Nothing was kept.")
    if len(words) > LONGEST_WORDS:
        raise ValueError(f"Say it in at most {LONGEST_WORDS} characters. Nothing was kept.")
    if contact is not None and contact.organisation_id != relationship.organisation_id:
        raise ValueError(f"{contact} is not one of their people. Nothing was kept.")
