"""Rests as planning sees them, and as people do."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from sapwood.planning.rest import Rest as Resting
from sapwood.planning.rest import rest, rest_sentence
from sapwood.planning.urgency import LOOK_AGAIN
from sapwood.records.access.models import User
from sapwood.records.relationships.models import Decision, Relationship, Rest

from ..permission import require


def rests_on(as_of: date) -> dict[int, Resting]:
    """By relationship, those at rest on the day, and those whose day to look again has come and nobody has looked on
    an earlier day."""
    rows = Rest.objects.filter(since__lte=as_of).filter(Q(ended=None) | Q(until__gt=as_of))
    rows = rows.exclude(_looked(as_of)).select_related("by").order_by("pk")
    found = ((row.relationship_id, rest(str(row.by), row.reason, row.since, row.look_again, as_of)) for row in rows)
    return {number: one for number, one in found if one is not None}


def _looked(as_of: date) -> Exists:
    done = Decision.objects.filter(undone=None, kind=Decision.Kind.DONE, item_kind=LOOK_AGAIN, day__lt=as_of)
    return Exists(done.filter(relationship=OuterRef("relationship"), day__gte=OuterRef("look_again")))


def at_rest(user: User, as_of: date) -> QuerySet[Rest]:
    """Those of accounts that the user sees, the next to look at again first."""
    rows = Rest.objects.visible_to(user).in_force().exclude(_looked(as_of))
    return rows.select_related("relationship__organisation", "by").order_by("look_again", "pk")


@dataclass(frozen=True)
class Told:
    """One rest of an account, `looked` on it where somebody has looked again since its day, and what it says."""

    rest: Rest
    said: str


@dataclass(frozen=True)
class RestsOf:
    now: Told | None
    before: list[Told]


def rests_of(user: User, relationship: Relationship, as_of: date) -> RestsOf:
    """The one in force, and those before, the newest first. Raises Refused."""
    require(user, "see", relationship)
    rows = list(relationship.rests.select_related("by", "ended_by").annotate(looked=_looked(as_of)))
    now = next((row for row in rows if row.ended is None and not row.looked), None)
    return RestsOf(_told(now, as_of) if now else None, [_told(row, as_of) for row in rows if row is not now])


def _told(row: Rest, as_of: date) -> Told:
    over = row.ended is None and as_of >= row.look_again
    return Told(row, rest_sentence(Resting(str(row.by), row.reason, row.since, row.look_again, over)))
