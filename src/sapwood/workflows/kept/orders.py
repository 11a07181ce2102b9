"""When accounts ordered, as tables say, and whether they have stopped."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models.functions import Coalesce

from sapwood.planning.buying import Buying, buying
from sapwood.records.access.models import User
from sapwood.records.relationships.models import Relationship
from sapwood.records.trade.models import Deal

from ..permission import require

MOST = 10_000  # organisations: more could not be named in one question to the database


def buying_of(as_of: date, organisations: Collection[int] | None = None) -> dict[int, Buying]:
    """By organisation, the rhythm of its orders; without those of which there are too few to tell."""
    rows = Deal.objects.present().filter(status=Deal.Status.WON).exclude(organisation=None).order_by()
    if organisations is not None and len(organisations) <= MOST:
        rows = rows.filter(organisation__in=organisations)
    ordered: defaultdict[int, set[date]] = defaultdict(set)
    for number, day in rows.values_list("organisation", Coalesce("closed", "opened")).iterator(5000):
        if day is not None:
            ordered[number].add(day)
    found = ((number, buying(days, as_of)) for number, days in ordered.items())
    return {number: one for number, one in found if one is not None}


def buying_by(user: User, relationship: Relationship, as_of: date) -> Buying | None:
    """Raises Refused."""
    require(user, "see", relationship)
    number = relationship.organisation_id
    return buying_of(as_of, {number}).get(number)
