"""Sales as planning sees them: deals won and first orders that tables brought, with what people changed of the plan
of each."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from sapwood.planning.after_sale import Sale
from sapwood.records.relationships.models import Relationship
from sapwood.records.sale.models import PlanChange, Seen
from sapwood.records.trade.models import Deal

from ..insert_rows import insert_values
from ..listed import listed

Role = Relationship.Role
BUYERS = (Role.CUSTOMER, Role.PROSPECT, Role.UNKNOWN)  # of the roles that one organisation may have at once
COLUMNS = ("organisation", "closed", "key", "stage", "product", "sheet__where", "line")
Kind = PlanChange.Kind


def won(organisations: Collection[int] | None = None) -> QuerySet[Deal]:
    """What was won, of an account, on a day that is known. A deal without one is no sale: nobody knows since when."""
    rows = Deal.objects.present().filter(status=Deal.Status.WON, closed__isnull=False, organisation__isnull=False)
    return (
        rows.order_by() if organisations is None else rows.filter(organisation__in=listed(organisations)).order_by()
    )


def sales_of(as_of: date, organisations: Collection[int] | None = None) -> dict[int, list[Sale]]:
    """By organisation, what began a plan by then: each deal that was won, and of orders alone the first. The oldest
    first; without what people changed (changed())."""
    rows: defaultdict[int, list[tuple]] = defaultdict(list)
    for number, *row in won(organisations).filter(closed__lte=as_of).values_list(*COLUMNS).iterator(5000):
        rows[number].append(tuple(row))
    if not rows:
        return {}
    keys = None if organisations is None else [row[1] for several in rows.values() for row in several]
    seen = Seen.objects.all() if keys is None else Seen.objects.filter(key__in=listed(keys))
    known = dict(seen.values_list("key", "known"))
    found = {}
    for number, several in rows.items():
        several.sort(key=lambda row: (row[0], row[1]))
        found[number] = [
            Sale(key, closed, min(known.get(key, as_of), as_of), product, f"{where}, line {line:,}", first=place == 0)
            for place, (closed, key, stage, product, where, line) in enumerate(several)
            if stage or place == 0
        ]
    return found


def changed(sales: Iterable[Sale], changes: Iterable[PlanChange]) -> list[Sale]:
    """With what stands of what people changed."""
    by_key: defaultdict[int, list[PlanChange]] = defaultdict(list)
    for one in changes:
        by_key[one.key].append(one)
    return [_changed(sale, by_key[sale.key]) if sale.key in by_key else sale for sale in sales]


def _changed(sale: Sale, changes: list[PlanChange]) -> Sale:
    from dataclasses import replace

    return replace(
        sale,
        ended=any(one.kind == Kind.END for one in changes),
        skipped=frozenset(one.step for one in changes if one.kind == Kind.SKIP),
        moved={one.step: one.day for one in changes if one.kind == Kind.MOVE},
    )


def note_sales(as_of: date) -> None:
    """Writes down when each sale was first seen; one that is known stays as it is."""
    there = Seen.objects.filter(key=OuterRef("key"))
    fresh = won().filter(~Exists(there), closed__lte=as_of).values_list("key", flat=True)
    insert_values(Seen, ["key", "known"], ([key, as_of.isoformat()] for key in fresh), unless_there=True)
