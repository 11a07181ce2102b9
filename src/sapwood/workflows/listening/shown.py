"""Listening with one account, as a user may see it: how often, by whose word, when it was last, when it is due."""

from dataclasses import dataclass
from datetime import date, timedelta

from sapwood.measures.standing import Standing as Measured
from sapwood.planning.listening import OWN, Asked, Listening
from sapwood.records.access.models import User
from sapwood.records.relationships.models import Listened, Relationship
from sapwood.records.relationships.models import Listening as Said

from ..account import Event, timeline
from ..permission import require
from ..sale.due import done_before
from ..saved import measured_again
from .due import asked_about, listenings_of

MOST = 20


@dataclass(frozen=True)
class Heard:
    """`now` is what applies (None: nothing was asked for, or not with this account); `own` what was said of the
    account itself; `asked` all that was said of it, its tags and its tier; `marks` by interaction."""

    now: Listening | None
    own: Said | None
    asked: list[Asked]
    marks: dict[int, Listened]
    events: list[Event]
    due: bool


def listening_of(user: User, relationship: Relationship, as_of: date) -> Heard:
    """Raises Refused."""
    require(user, "see", relationship)
    standing = getattr(relationship, "standing", None)
    asked = asked_about([relationship], as_of).get(relationship.pk, [])
    now = None
    if standing is not None:
        measured: list[tuple[Relationship, Measured]] = [(relationship, measured_again(standing))]
        now = listenings_of(as_of, measured, done_before(as_of + timedelta(days=1))).get(relationship.pk)
    marks = relationship.listened.in_force().select_related("by")
    return Heard(
        now,
        relationship.listenings.in_force().select_related("by").first(),
        [one for one in asked if one.kind != OWN],
        {one.interaction: one for one in marks},
        timeline(user, relationship, MOST),
        now is not None and now.is_due(as_of),
    )
