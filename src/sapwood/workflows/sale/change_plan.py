"""What people change of the plan of one sale: a touch is skipped or moved, or the whole plan ends; each with a name
and a reason, and taken back by a record too."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from sapwood.planning.after_sale import Sale, steps_of
from sapwood.records.access.models import User
from sapwood.records.relationships.models import Relationship
from sapwood.records.sale.models import PlanChange

from ..audit import audit
from ..judge_again import plan_again
from ..permission import require
from .due import reviews_of
from .plan import plan_now
from .sales import changed, sales_of

Kind = PlanChange.Kind
LONGEST_REASON = 300
LATEST = timedelta(days=2 * 365)


def change_plan(
    user: User,
    relationship: Relationship,
    key: int,
    kind: str,
    reason: str,
    as_of: date,
    step: str = "",
    day: date | None = None,
    door: str = "page",
) -> PlanChange:
    """`key` is the sale's, `step` the touch's name; END concerns all of them. What was changed of the same before,
    gives way. Saying the same twice changes nothing. Raises Refused, or ValueError with a sentence."""
    require(user, "change", relationship)
    reason = " ".join(reason.replace("\0", "").split())
    _check(kind, reason, day, as_of)
    with transaction.atomic():
        Relationship.objects.select_for_update().get(pk=relationship.pk)
        sale = _sale(relationship, key, as_of)
        if kind == Kind.END:
            step, day = "", None
        else:
            _step(relationship, sale, step, as_of)
            day = day if kind == Kind.MOVE else None
        standing = PlanChange.objects.standing().filter(relationship=relationship, key=key, step=step)
        before = standing.first()
        if before and (before.kind, before.day, before.reason, before.by_id) == (kind, day, reason, user.pk):
            return before
        standing.update(undone=timezone.now(), undone_by=user)
        made = PlanChange.objects.create(
            relationship=relationship,
            key=key,
            step=step,
            kind=kind,
            day=day,
            reason=reason,
            by=user,
            made=timezone.now(),
        )
        audit(user, door, f"{kind} after the sale", relationship, step=step, day=day and str(day), change=made.pk)
        plan_again(relationship)
    return made


def undo_change(user: User, change: PlanChange, door: str = "page") -> PlanChange:
    """It stands as the plan says again. Undoing twice changes nothing. Raises Refused."""
    require(user, "change", change.relationship)
    with transaction.atomic():
        locked = PlanChange.objects.select_for_update().get(pk=change.pk)
        if locked.undone is None:
            locked.undone, locked.undone_by = timezone.now(), user
            locked.save(update_fields=["undone", "undone_by"])
            audit(user, door, "undo change after the sale", locked.relationship, change=locked.pk)
            plan_again(locked.relationship)
    return locked


def _check(kind: str, reason: str, day: date | None, as_of: date) -> None:
    if kind not in Kind.values:
        raise ValueError("Say whether to skip it, to move it or to end the plan. Nothing was changed.")
    if not reason:
        raise ValueError("Say why; whoever looks at the account reads it. Nothing was changed.")
    if len(reason) > LONGEST_REASON:
        raise ValueError(f"Say why in at most {LONGEST_REASON} characters. Nothing was changed.")
    if kind == Kind.MOVE and (day is None or not as_of <= day <= as_of + LATEST):
        raise ValueError("Say to which day it is moved: from today to two years ahead. Nothing was changed.")


def _sale(relationship: Relationship, key: int, as_of: date) -> Sale:
    found = sales_of(as_of, {relationship.organisation_id}).get(relationship.organisation_id, ())
    for sale in found:
        if sale.key == key:
            return sale
    raise ValueError("That sale is not on record any more. Nothing was changed.")


def _step(relationship: Relationship, sale: Sale, step: str, as_of: date) -> None:
    plan = plan_now()
    theirs = sales_of(as_of, {relationship.organisation_id})
    review = reviews_of(plan, [relationship], theirs).get(relationship.pk)
    if step not in {one.name for one in steps_of(plan, changed([sale], ())[0], as_of, review)}:
        raise ValueError("The plan has no such touch any more. Nothing was changed.")
