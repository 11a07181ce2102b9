"""What of an account is out of order now: one line an open service event, and how many tickets of theirs are open."""

from dataclasses import dataclass

from django.db.models import Count

from sapwood.planning.service import why_them
from sapwood.records.access.models import User
from sapwood.records.relationships.models import Relationship
from sapwood.records.service.models import ServiceEvent

from ..permission import require
from .affected import Affected, affected_by
from .due import name_of
from .words import titles_of

MOST = 5


@dataclass(frozen=True)
class Open:
    """An open service event that affects the account, and why. `name` is its own title where the user may read it."""

    event: ServiceEvent
    name: str
    why: str


@dataclass(frozen=True)
class OpenEvents:
    events: list[Open]
    more: int
    tickets: int

    def __bool__(self) -> bool:
        return bool(self.events or self.tickets)


def open_events(user: User, relationship: Relationship) -> OpenEvents:
    """Raises Refused."""
    require(user, "see", relationship)
    if not ServiceEvent.objects.filter(over=False).exists():  # on most days; to ask whom it affects takes longer
        return OpenEvents([], 0, 0)
    number = relationship.organisation_id
    rows = ServiceEvent.objects.present().filter(ServiceEvent.objects.affecting([number]), over=False)
    many = dict(rows.order_by().values_list("kind").annotate(Count("pk")))
    asked = rows.filter(kind=ServiceEvent.Kind.EVENT).order_by("-opened", "-pk")
    events = list(asked) if ServiceEvent.Kind.EVENT in many else []
    reasons = affected_by([row.pk for row in events]) if events else {}
    theirs = [row for row in events if number in reasons[row.pk]]
    titles = titles_of(user, theirs[:MOST], relationship)
    shown = [Open(row, titles.get(row.pk) or name_of(row), why_of(reasons[row.pk][number])) for row in theirs[:MOST]]
    return OpenEvents(shown, max(len(theirs) - MOST, 0), many.get(ServiceEvent.Kind.TICKET, 0))


def why_of(why: Affected) -> str:
    """ "3 tickets; holds Mill" """
    holds = dict.fromkeys(str(one) for one in why.holds)
    return why_them(why.opened_it, len(why.tickets), tuple(holds), bool(why.said))
