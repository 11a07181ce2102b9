"""The plan that begins with every sale: what holds in this installation, and saying another."""

from django.db import transaction
from django.utils import timezone

from sapwood.planning.after_sale import USUAL, Plan, plan_trouble
from sapwood.records.access.models import User
from sapwood.records.sale.models import SalePlan

from ..audit import audit
from ..outdated import outdate_all
from ..permission import require
from ..tasks import people_changed


def plan_in_force() -> SalePlan | None:
    return SalePlan.objects.filter(ended=None).select_related("by").first()


def plan_now() -> Plan:
    """What somebody said, else the usual one."""
    row = plan_in_force()
    return USUAL if row is None else as_planned(row)


def as_planned(row: SalePlan) -> Plan:
    return Plan(tuple((day, what) for day, what in row.steps), row.yearly, row.review_days, row.review, row.written)


def set_plan(user: User, plan: Plan, door: str = "page") -> SalePlan | None:
    """From now on it holds, also for sales of before; what people changed of these stays. Saying the same twice
    changes nothing; None: the usual one holds, and nobody had said another. Raises Refused, or ValueError with a
    sentence."""
    require(user, "set policy")
    plan = _tidy(plan)
    if trouble := plan_trouble(plan):
        raise ValueError(trouble)
    with transaction.atomic():
        before = SalePlan.objects.select_for_update().filter(ended=None).first()
        if plan == (as_planned(before) if before else USUAL):
            return before
        if before:
            before.ended, before.ended_by = timezone.now(), user
            before.save(update_fields=["ended", "ended_by"])
        made = SalePlan.objects.create(
            steps=[list(step) for step in plan.steps],
            yearly=plan.yearly,
            review_days=plan.review_days,
            review=plan.review,
            written=plan.written,
            by=user,
            made=timezone.now(),
        )
        audit(user, door, "set plan after the sale", made, days=[day for day, _ in plan.steps])
        outdate_all()
        transaction.on_commit(people_changed.enqueue)
    return made


def _tidy(plan: Plan) -> Plan:
    steps = tuple(sorted((day, " ".join(what.split())) for day, what in plan.steps))
    review = " ".join(plan.review.split()) if plan.review_days is not None else ""
    return Plan(steps, " ".join(plan.yearly.split()), plan.review_days, review, plan.written)
