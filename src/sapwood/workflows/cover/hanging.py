"""Accounts that hang on one person, as a user may see them; and one account's arithmetic."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from sapwood.measures.hang import OURS, THEIRS, Hang, Holder, hang, holders
from sapwood.records.access.models import User
from sapwood.records.directory.models import Person
from sapwood.records.relationships.models import Hanging, Relationship

from ..account import Event, evidence
from ..counted import Counts
from ..permission import require
from ..plan_day import persons_of_users

# By what a list may be put in order; what is alike, by number.
ORDERS = {"share": "share", "since": "since", "account": "relationship__sort_name", "who": "person__name"}
MOST_TOUCHES = 8


def hanging_for(user: User, side: str, person: int | None = None, sort: str = "-share") -> QuerySet[Hanging]:
    """Those of the accounts that the user sees. `person`: of ours; on whom it hangs, or, where it hangs on one of
    theirs, who knows the account best."""
    rows = Hanging.objects.filter(side=side)
    if person is not None:
        ours = {"person": person} if side == Hanging.Side.OURS else {"relationship__standing__best_known_by": person}
        rows = rows.filter(**ours)
    down = "-" if sort.startswith("-") else ""
    order = ORDERS.get(sort.removeprefix("-"), "share")
    seen = rows.visible_to(user) if not user.sees_all else rows
    return seen.order_by(f"{down}{order}", f"{down}relationship").select_related(
        "relationship__organisation", "relationship__owner", "person", "next"
    )


def counted(user: User, rows: QuerySet[Hanging], *about: object, beside: Counts | None = None) -> int:
    """How many there are, kept until something is written. `beside`: what was counted for the same page."""
    return Counts(user.pk, user.role, "hanging", *about, beside=beside)("number", lambda: rows.order_by().count())


def people_of_home(user: User, beside: Counts | None = None) -> list[Person]:
    """Of ours, on whom some account hangs."""
    rows = Hanging.objects.filter(side=Hanging.Side.OURS).order_by().values_list("person", flat=True).distinct()
    found = Counts("everybody", beside=beside)("hung on", lambda: list(rows))
    return list(Person.objects.filter(pk__in=found).order_by("name"))


def person_of(user: User) -> int | None:
    return persons_of_users().get(user.pk)


@dataclass(frozen=True)
class Side:
    """One side of an account: who holds which share, the strongest first, and whether it hangs on one of them."""

    name: str
    holders: list[tuple[Person | None, Holder]]
    hang: Hang | None
    since: date | None
    touches: list[Event]

    @property
    def whole(self) -> float:
        return sum(one.strength for _, one in self.holders)


def sides_of(user: User, relationship: Relationship) -> list[Side]:
    """The arithmetic of both sides, and the newest touches of whom it hangs on, as far as the user may read them.
    Raises Refused."""
    require(user, "see", relationship)
    standing = getattr(relationship, "standing", None)
    ties = standing.reach.get("ties", ()) if standing else ()
    recent = list(standing.newest) if standing else []
    names = Person.objects.in_bulk({tie[who] for tie in ties for who in (OURS, THEIRS)})
    first = standing and standing.first_touch and standing.first_touch.date()
    found = []
    for name, who in ((Hanging.Side.OURS, OURS), (Hanging.Side.THEIRS, THEIRS)):
        one = hang(ties, who)
        ids = [touch["id"] for touch in recent if one and touch[who] == one.holder.person][:MOST_TOUCHES]
        found.append(
            Side(
                name,
                [(names.get(each.person), each) for each in holders(ties, who)],
                one,
                (one.since or first) if one else None,
                evidence(user, relationship, ids) if ids else [],
            )
        )
    return found
