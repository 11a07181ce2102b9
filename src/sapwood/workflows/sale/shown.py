"""After the sale, as a user may see it: of one account, and who hears less than before of all."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Q, QuerySet

from sapwood.measures.heard import Heard
from sapwood.planning.after_sale import Plan, Sale, Step, due_and_settled, steps_of
from sapwood.planning.spoken import spoken_on
from sapwood.planning.urgency import AFTER_SALE
from sapwood.records.access.models import User
from sapwood.records.directory.models import Person
from sapwood.records.relationships.models import Decision, Relationship
from sapwood.records.sale.models import Answer, BreakingYear, HeardAfter, PlanChange, Reason
from sapwood.records.trade.models import Deal

from ..permission import require
from .due import reviews_of
from .heard import heard_again
from .plan import plan_now
from .sales import BUYERS, changed, sales_of

MOST_SALES = 20


@dataclass(frozen=True)
class Why:
    """A reason, said by a person (`reason`) or by the table (`key` of the deal); answers come newest first."""

    words: str
    said_by: str
    heard: date | None
    reason: Reason | None
    key: int | None
    answers: list[Answer]


@dataclass(frozen=True)
class Planned:
    """`state` is "due", "done" (by a word or a call), "skipped", "passed" (another took over) or "ahead"."""

    step: Step
    state: str
    change: PlanChange | None


@dataclass(frozen=True)
class Sold:
    """`end` is who ended the plan, and why."""

    sale: Sale
    steps: list[Planned]
    end: PlanChange | None


@dataclass(frozen=True)
class AfterSalePage:
    sales: list[Sold]
    more_sales: int
    unknown_day: int
    future: int
    reasons: list[Why]
    done: list[Decision]
    heard: HeardAfter | None
    figures: Heard | None
    plan: Plan
    breaking: BreakingYear | None
    buyer: bool
    contacts: list[Person]


def after_sale_page(user: User, relationship: Relationship, as_of: date) -> AfterSalePage:
    """Raises Refused."""
    require(user, "see", relationship)
    number, plan = relationship.organisation_id, plan_now()
    sales = sales_of(as_of, {number})
    changes = list(PlanChange.objects.standing().filter(relationship=relationship).select_related("by"))
    theirs = changed(sales.get(number, ()), changes)
    review = reviews_of(plan, [relationship], sales).get(relationship.pk)
    about = relationship.decisions.filter(undone=None, kind=Decision.Kind.DONE, item_kind=AFTER_SALE)
    done = list(about.select_related("by").order_by("-day"))
    settled = max((one.day for one in done if one.day <= as_of), default=None)
    standing = getattr(relationship, "standing", None)
    spoken = spoken_on(standing.newest, plan.written) if standing else ()
    now, settled = due_and_settled(plan, theirs, as_of, settled, review, spoken)
    now = now if relationship.role in BUYERS else None
    shown = theirs[::-1][:MOST_SALES]
    won = Deal.objects.present().filter(organisation=number, status=Deal.Status.WON)
    heard = HeardAfter.objects.filter(relationship=relationship).first()
    return AfterSalePage(
        [_sold(plan, sale, as_of, review, changes, now, settled) for sale in shown],
        len(theirs) - len(shown),
        won.filter(closed=None).count(),
        won.filter(closed__gt=as_of).count(),
        reasons_shown(relationship),
        done,
        heard,
        heard_again(heard) if heard else None,
        plan,
        BreakingYear.objects.first(),
        relationship.role in BUYERS,
        list(relationship.organisation.people.filter(merged_into=None).order_by("name")[:200]),
    )


def _sold(
    plan: Plan,
    sale: Sale,
    as_of: date,
    review: date | None,
    changes: list[PlanChange],
    now: Step | None,
    settled: date | None,
) -> Sold:
    mine = {one.step: one for one in changes if one.key == sale.key}
    steps = [
        Planned(step, _state(step, now, as_of, settled), mine.get(step.name))
        for step in steps_of(plan, sale, as_of, review)
    ]
    return Sold(sale, steps, mine.get("") if sale.ended else None)


def _state(step: Step, now: Step | None, as_of: date, settled: date | None) -> str:
    if step.skipped:
        return "skipped"
    if step.day > as_of:
        return "ahead"
    if now is not None and (step.sale.key, step.name) == (now.sale.key, now.name):
        return "due"
    return "done" if settled is not None and step.day <= settled else "passed"


def reasons_shown(relationship: Relationship) -> list[Why]:
    answers: dict[tuple[int | None, int | None], list[Answer]] = {}
    for one in relationship.sale_answers.select_related("by", "step"):
        answers.setdefault((one.reason_id, one.key), []).append(one)
    said = relationship.sale_reasons.standing().select_related("contact", "by")
    found = [
        Why(
            row.words,
            f"{row.contact or 'they'} to {row.by}",
            row.heard,
            row,
            row.key,
            answers.get((row.pk, None), []),
        )
        for row in said
    ]
    told = Deal.objects.present().filter(organisation=relationship.organisation_id, status=Deal.Status.WON)
    for deal in told.exclude(reason="").select_related("sheet").order_by("-closed", "-pk")[:MOST_SALES]:
        found.append(Why(deal.reason, deal.source, deal.closed, None, deal.key, answers.get((None, deal.key), [])))
    return found


def heard_less(user: User, which: str = "") -> QuerySet[HeardAfter]:
    """Of the accounts the user sees: those that hear less ("less"), that hear nothing for longer ("longer"), either
    ("") or all that were looked at ("all")."""
    rows = HeardAfter.objects.visible_to(user).select_related("relationship__organisation")
    named = {"less": Q(less=True), "longer": Q(longer=True), "": Q(less=True) | Q(longer=True)}.get(which)
    rows = rows.filter(named) if named is not None else rows
    return rows.defer("touches").order_by("-silent", "-won", "pk")


@dataclass(frozen=True)
class Touch:
    id: int
    when: datetime
    channel: str


def touches_counted(row: HeardAfter) -> tuple[list[Touch], list[Touch]]:
    """Ours before the sale and after it, as far as they were kept, the newest first."""
    touches = [Touch(number, datetime.fromtimestamp(second, UTC), channel) for number, second, channel in row.touches]
    before = [one for one in touches if one.when.date() < row.won]
    return before, [one for one in touches if one.when.date() > row.won]
