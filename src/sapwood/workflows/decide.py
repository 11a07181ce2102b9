"""What a person decides about an item of Today: done, snooze, not mine; and undoing it."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sapwood.planning.urgency import STEP
from sapwood.records.access.models import User
from sapwood.records.relationships.models import DayItem, Decision, Relationship

from .audit import audit
from .day import whose
from .notes.due import close_with, open_with
from .outdated import outdate
from .permission import Refused, require

SETTLING = (Decision.Kind.DONE, Decision.Kind.SNOOZE)
LONGEST_SNOOZE_DAYS = 31


def decide(
    user: User,
    relationship: Relationship,
    kind: str,
    day: date,
    until: date | None = None,
    item_kind: str = "",
    door: str = "page",
    colleague: int | None = None,
) -> Decision:
    """Records the decision; deciding the same thing twice on one day changes nothing. Where a colleague was first to
    be done with it or to snooze it, theirs stands and is what comes back: its `by` says so. A snooze without `until`
    lasts three days. `colleague` is the person whose item it was shown as (whose it is now, where nobody says), so
    that "not mine" pressed twice passes it on once. Raises Refused, or ValueError with a sentence."""
    require(user, "decide", relationship)
    if kind not in Decision.Kind.values:
        raise ValueError(f"{kind!r} is not a decision. Say done, snooze or not mine.")
    if kind == Decision.Kind.SNOOZE:
        until = until or day + timedelta(days=3)
        if until <= day:
            raise ValueError("A snooze ends after today. Choose a later day.")
        if (until - day).days > LONGEST_SNOOZE_DAYS:
            raise ValueError(
                f"A snooze lasts {LONGEST_SNOOZE_DAYS} days at most. For longer, put the account to rest: "
                "with a reason and a day to look again."
            )
    with transaction.atomic():
        Relationship.objects.select_for_update().get(pk=relationship.pk)  # two colleagues at once: one decides
        item = DayItem.objects.filter(relationship=relationship, as_of=day, section=DayItem.Section.TOUCH).first()
        about = item_kind or (item.kind if item else "")
        theirs = colleague or whose(relationship, day, about)
        standing = relationship.decisions.filter(day=day, undone=None, item_kind=about).order_by("pk")
        if kind == Decision.Kind.NOT_MINE:
            same = standing.filter(kind=kind, colleague=theirs)
        else:
            same = standing.filter(Q(kind=kind) | Q(kind__in=SETTLING) & ~Q(by=user))
        if found := same.select_related("by").first():
            return found
        decision = relationship.decisions.create(
            kind=kind,
            item_kind=about,
            by=user,
            decided=timezone.now(),
            day=day,
            until=until if kind == Decision.Kind.SNOOZE else None,
            colleague_id=theirs,
        )
        if kind == Decision.Kind.DONE and about == STEP:
            close_with(decision)
        audit(user, door, kind, relationship, day=str(day), until=until and str(until))
    return decision


def undo(user: User, decision: Decision, door: str = "page") -> Decision:
    """Takes a decision back; the record of both stays. Undoing twice changes nothing."""
    require(user, "decide", decision.relationship)
    if decision.by_id != user.pk and not user.sees_all:
        raise Refused("Only who decided it, a lead or an operator may take it back.")
    with transaction.atomic():
        locked = Decision.objects.select_for_update().get(pk=decision.pk)
        if locked.undone is None:
            locked.undone, locked.undone_by = timezone.now(), user
            locked.save(update_fields=["undone", "undone_by"])
            open_with(locked)
            outdate(locked.relationship.organisation)  # later days were planned with it
            audit(user, door, f"undo {locked.kind}", locked.relationship, day=str(locked.day))
    return locked
