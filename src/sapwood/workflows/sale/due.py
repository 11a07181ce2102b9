"""Which accounts are to be asked how they get on: plain values for planning, by few questions to the database."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Max

from sapwood.measures.standing import Standing as Measured
from sapwood.planning.after_sale import AfterSale, Plan, Sale, due, reason_sentence, reasons_in_order, review_day
from sapwood.planning.spoken import spoken_on
from sapwood.planning.urgency import AFTER_SALE, HAND_OVER, LISTEN
from sapwood.records.relationships.models import Decision, Relationship, Tenure
from sapwood.records.sale.models import Answer, BreakingYear, PlanChange, Reason
from sapwood.records.trade.models import Deal

from .plan import plan_now
from .sales import BUYERS, changed, sales_of


def done_before(as_of: date) -> dict[tuple[int, str], date]:
    """By relationship and kind of item, the last earlier day on which somebody said that it is done."""
    done = Decision.objects.filter(undone=None, kind=Decision.Kind.DONE, day__lt=as_of)
    rows = (
        done.filter(item_kind__in=(AFTER_SALE, LISTEN, HAND_OVER)).order_by().values_list("relationship", "item_kind")
    )
    return {(number, kind): day for number, kind, day in rows.annotate(Max("day"))}


def after_sale_of(
    as_of: date, measured: Collection[tuple[Relationship, Measured]], done: Mapping[tuple[int, str], date]
) -> dict[int, AfterSale]:
    """By relationship, what of its plans is due."""
    buyers = [one for one, _ in measured if one.pk and one.role in BUYERS]
    touches = {one.pk: standing.recent for one, standing in measured}
    sales = sales_of(as_of, {one.organisation_id for one in buyers}) if buyers else {}
    if not sales:
        return {}
    plan, changes = plan_now(), changes_by_account()
    reviews = reviews_of(plan, [one for one in buyers if one.organisation_id in sales], sales)
    steps = {}
    for one in buyers:
        theirs = changed(sales.get(one.organisation_id, ()), changes.get(one.pk, ()))
        spoken = spoken_on(touches[one.pk], plan.written)
        step = due(plan, theirs, as_of, done.get((one.pk, AFTER_SALE)), reviews.get(one.pk), spoken)
        if step is not None:
            steps[one.pk] = step
    reasons = reasons_of({number: step.sale.key for number, step in steps.items()})
    return {number: AfterSale(step, reasons.get(number, ())) for number, step in steps.items()}


def changes_by_account() -> dict[int, list[PlanChange]]:
    found: defaultdict[int, list[PlanChange]] = defaultdict(list)
    for one in PlanChange.objects.standing().order_by():
        found[one.relationship_id].append(one)
    return found


def reviews_of(
    plan: Plan, relationships: Collection[Relationship], sales: Mapping[int, list[Sale]]
) -> dict[int, date]:
    """The day of the start-from-zero review of each, where the data tell a breaking year: counted from when the
    relationship began, or from the first sale where nobody knows."""
    told = BreakingYear.objects.first()
    if told is None or told.year is None or plan.review_days is None:
        return {}
    began = dict(
        Tenure.objects.filter(decides=True, began__isnull=False).order_by().values_list("relationship", "began")
    )
    found = {}
    for one in relationships:
        if theirs := sales.get(one.organisation_id):
            day = review_day(plan, began.get(one.pk, theirs[0].won), told.year)
            if day is not None:
                found[one.pk] = day
    return found


def reasons_of(sales: Mapping[int, int]) -> dict[int, tuple[str, ...]]:
    """By relationship, why they bought, of the sale (its key) that is asked about and of all of theirs; with the
    newest answer of each."""
    if not sales:
        return {}
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = Reason.objects.standing().filter(relationship__in=list(sales)).select_related("contact", "by")
    answers: dict[tuple[int, int | None, int | None], Answer] = {}
    for answer in Answer.objects.filter(relationship__in=list(sales)).order_by("pk"):
        answers[answer.relationship_id, answer.reason_id, answer.key] = answer
    for row in rows:
        if row.key in (None, sales[row.relationship_id]):
            whose = f"{row.contact or 'they'} to {row.by}, {_day(row.heard)}"
            said = answers.get((row.relationship_id, row.pk, None))
            found[row.relationship_id].append(_sentence(row.words, whose, said))
    of = {key: number for number, key in sales.items()}
    told = Deal.objects.present().filter(key__in=list(of)).exclude(reason="").select_related("sheet")
    for deal in told:
        number = of[deal.key]
        found[number].append(_sentence(deal.reason, deal.source, answers.get((number, None, deal.key))))
    return {number: reasons_in_order(several) for number, several in found.items()}


def _sentence(words: str, whose: str, answer: Answer | None) -> str:
    if answer is None:
        return reason_sentence(words, whose)
    return reason_sentence(words, whose, answer.said, answer.day, answer.words)


def _day(one: date) -> str:
    return f"{one.day} {one:%B %Y}"
