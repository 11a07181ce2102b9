"""Saving since when each relationship has been, and whether it is over: disposable rows, made by every refresh."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Min
from django.db.models.fields.json import KT

from sapwood.measures.standing import Standing as Measured
from sapwood.measures.tenure.life_table import DAYS_A_MONTH, months
from sapwood.planning.relationship import only_wrote
from sapwood.planning.tenure import CONTRACT, Bought, Known, Span, spans
from sapwood.records.relationships.models import Relationship, Standing, Tenure
from sapwood.records.trade.models import Deal, Firm, Holding, Sheet
from sapwood.workflows.insert_rows import insert_values
from sapwood.workflows.listed import listed
from sapwood.workflows.measure import Measurements

CONTRACTS = (Holding.Kind.LICENCE, Holding.Kind.SUPPORT)
COLUMNS = (
    "relationship_id",
    "by",
    "decides",
    "began",
    "began_by",
    "until",
    "over",
    "entered",
    "left",
    "since",
    "left_out",
)


def save_tenures(as_of: date, measured: Measurements, looked_at: set[int] | None = None) -> None:
    """In place of what was saved before; `looked_at`: of these organisations only. After the standings are saved."""
    before = Tenure.objects.all()
    if looked_at is not None:
        before = before.filter(relationship__organisation__in=listed(looked_at))
    before.delete()
    insert_values(Tenure, COLUMNS, _rows(as_of, measured, looked_at))


def _rows(as_of: date, measured: Measurements, looked_at: set[int] | None) -> Iterator[tuple]:
    first = Standing.objects.aggregate(first=Min("first_touch"))["first"]
    tables = Sheet.objects.exists()
    bought, since = (_bought(looked_at), _since(looked_at)) if tables else ({}, {})
    held = Holding.objects.present().filter(kind__in=CONTRACTS)
    endings_from = held.aggregate(first=Min("until"))["first"] if tables else None
    for one, standing in measured:
        if one.organisation_id not in bought and _news(one, standing):
            continue
        known = Known(
            touches=standing.touches,
            first_touch=standing.first_touch and standing.first_touch.date(),
            last_touch=standing.last_touch and standing.last_touch.date(),
            quarters=standing.quarters,
            silent_days=standing.silent_days,
            lasting=standing.arithmetic.get("rank_of_third"),
            since_said=one.since,
            since_table=since.get(one.organisation_id),
            bought=bought.get(one.organisation_id, Bought()),
        )
        found = spans(known, as_of, first and first.date(), endings_from)
        by_contract = any(span.by == CONTRACT for span in found)
        for span in found:
            yield _row(one.pk, span, span.by == CONTRACT or not by_contract, as_of)


def _news(one: Relationship, standing: Measured) -> bool:
    return one.owner_id is None and one.role == Relationship.Role.UNKNOWN and only_wrote(standing)


def _row(relationship: int, span: Span, decides: bool, as_of: date) -> tuple:
    entered = left = None
    left_out = Tenure.LeftOut.BEGINNING
    if span.began is not None:
        entered = max(0, months(span.began, span.entered))
        left = months(span.began, span.until) + span.over
        left_out = Tenure.LeftOut.NO if left > entered and span.until > span.entered else Tenure.LeftOut.SHORT
    if left_out:
        entered = left = None
    since = round((as_of - span.until).days / DAYS_A_MONTH)
    begun = (span.began and span.began.isoformat(), span.began_by, span.until.isoformat())
    return (relationship, span.by, decides, *begun, span.over, entered, left, since, str(left_out))


def _bought(looked_at: set[int] | None) -> dict[int, Bought]:
    contracts: defaultdict[int, list] = defaultdict(list)
    orders: defaultdict[int, list] = defaultdict(list)
    held = _of(Holding.objects.present().filter(kind__in=CONTRACTS), looked_at)
    for number, since, until in held.values_list("organisation", "since", "until"):
        contracts[number].append((since, until))
    won = _of(Deal.objects.present().filter(status=Deal.Status.WON, closed__isnull=False), looked_at)
    for number, day in won.values_list("organisation", "closed"):
        orders[number].append(day)
    return {n: Bought(tuple(contracts[n]), tuple(orders[n])) for n in {*contracts, *orders}}


def _since(looked_at: set[int] | None) -> dict[int, date]:
    """As the latest table says it."""
    told = _of(Firm.objects.present().exclude(says__since=None), looked_at).order_by("pk")
    found = {}
    for number, said in told.values_list("organisation", KT("says__since")):
        try:
            found[number] = date.fromisoformat(said or "")
        except ValueError:
            continue
    return found


def _of(rows, looked_at: set[int] | None):
    rows = rows.order_by()
    return rows if looked_at is None else rows.filter(organisation__in=listed(looked_at))
