"""What accounts heard from us before and after they bought: counted by every refresh, saved for the pages and the
day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pyarrow as pa
from django.db.models import Min

from sapwood.measures.heard import LEAST_DAYS, WINDOW_DAYS, Heard, Rate, heard
from sapwood.measures.turned import SOLD, turned
from sapwood.planning.after_sale import Sale
from sapwood.records.relationships.models import Relationship, Standing
from sapwood.records.sale.models import HeardAfter

from ..insert_rows import insert_rows
from ..listed import listed
from ..measure import Look
from .sales import BUYERS, won

LONGEST_AGO = 3 * 365  # days since the sale, beyond which it tells of something else
MOST_KEPT = 400  # touches of an account that are kept as evidence


@dataclass(frozen=True)
class Counted:
    """`sale` is the one it is about; `touches` are those of ours: id, second, channel, the newest first."""

    sale: Sale
    heard: Heard
    touches: list[tuple[int, int, str]]


def count(as_of: date, parts: Iterable[Look]) -> dict[int, Counted]:
    """By organisation, about its newest sale that is old enough to tell, as the parts of a measuring know them."""
    parts = list(parts)
    wanted = {one.organisation_id for part in parts for one, _ in part.measured if one.role in BUYERS}
    sales = newest_sales(as_of, wanted) if wanted else {}
    if not sales:
        return {}
    first = _first(parts)
    found = {}
    for part in parts:
        theirs = {one.organisation_id for one, _ in part.measured} & sales.keys()
        for number, touches in _touches(part, {number: sales[number] for number in theirs}).items():
            days = [datetime.fromtimestamp(second, UTC).date() for _, second, _ in touches]
            sale = sales[number]
            found[number] = Counted(sale, heard(days, sale.won, as_of, first), touches)
    return found


def newest_sales(as_of: date, organisations: set[int]) -> dict[int, Sale]:
    """Of each its last that is at least thirty days old, and not older than three years."""
    near = (as_of - timedelta(days=LONGEST_AGO), as_of - timedelta(days=LEAST_DAYS))
    rows = won(organisations).filter(closed__range=near).order_by("closed", "pk")
    found = {}
    columns = ("organisation", "closed", "key", "product", "sheet__where", "line")
    for number, closed, key, product, where, line in rows.values_list(*columns):
        found[number] = Sale(key, closed, closed, product, f"{where}, line {line:,}")
    return found


def _first(parts: Iterable[Look]) -> date:
    """The first day that is on record at all."""
    saved = Standing.objects.aggregate(first=Min("first_touch"))["first"]
    firsts = [s.first_touch for part in parts for _, s in part.measured if s.first_touch] + ([saved] if saved else [])
    return min(firsts).date() if firsts else date.max


def _touches(part: Look, sales: Mapping[int, Sale]) -> dict[int, list[tuple[int, int, str]]]:
    found: defaultdict[int, list[tuple[int, int, str]]] = defaultdict(list)
    if not sales:
        return found
    since = [datetime.combine(s.won - timedelta(days=WINDOW_DAYS), time(), UTC).timestamp() for s in sales.values()]
    sold = part.source.put(pa.table([list(sales), [int(one) for one in since]], SOLD.names), SOLD, "sold")
    rows = part.source.run(turned(part.history.touches, sold))
    for number, *touch in zip(*(rows[name].to_pylist() for name in rows.column_names), strict=True):
        found[number].append(tuple(touch))
    return {number: found[number] for number in sales}


def save(as_of: date, counted: Mapping[int, Counted], looked_at: set[int] | None = None) -> None:
    """In place of what was saved before; `looked_at`: of these organisations only."""
    before = HeardAfter.objects.all()
    if looked_at is not None:
        before = before.filter(relationship__organisation__in=listed(looked_at))
    before.delete()
    buyers = Relationship.objects.filter(organisation__in=listed(counted), role__in=BUYERS).order_by("pk")
    insert_rows(
        _row(as_of, number, counted[organisation])
        for number, organisation in buyers.values_list("pk", "organisation")
    )


def saved_heard(as_of: date, relationships: Iterable[int]) -> dict[int, Heard]:
    """By relationship, where it is of that day and says that something is amiss."""
    rows = HeardAfter.objects.filter(longer=True, as_of=as_of, relationship__in=listed(relationships))
    return {row.relationship_id: heard_again(row) for row in rows.defer("touches")}


def heard_again(row: HeardAfter) -> Heard:
    return Heard(
        row.won,
        Rate(row.before_touches, row.before_days),
        Rate(row.after_touches, row.after_days),
        row.silence_before,
        row.silence_after,
        row.silent,
        row.gaps,
        row.gaps_after,
    )


def _row(as_of: date, relationship: int, one: Counted) -> HeardAfter:
    found = one.heard
    return HeardAfter(
        relationship_id=relationship,
        as_of=as_of,
        won=found.won,
        what=one.sale.what,
        source=one.sale.source,
        before_touches=found.before.touches,
        before_days=found.before.days,
        after_touches=found.after.touches,
        after_days=found.after.days,
        silence_before=found.silence_before,
        silence_after=found.silence_after,
        silent=found.silent,
        gaps=found.gaps,
        gaps_after=found.gaps_after,
        less=found.less,
        longer=found.forgotten,
        touches=[list(touch) for touch in one.touches[:MOST_KEPT]],
    )
