"""A plan of touches as a user sees it: how many it reaches, what holds some of them, and who may release it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sapwood.records.access.models import User
from sapwood.records.outreach.models import Release, TouchPlan
from sapwood.records.relationships.models import Relationship
from sapwood.records.service.models import ServiceEvent

from ..permission import Answer, may
from ..service.batches import batches
from ..service.due import name_of
from .ask import all_answers, held_recipients
from .holds import Hold, holds

MOST = 200


@dataclass(frozen=True)
class Line:
    """One account of which something is held, or was released. `number` of recipients there, the first of
    their `addresses`."""

    relationship: Relationship
    hold: Hold
    number: int
    addresses: list[str]
    events: list[tuple[ServiceEvent, str]]
    may: Answer


@dataclass(frozen=True)
class Picture:
    """`lines`: what can be released now first; `more` are not shown. `held` counts recipients."""

    lines: list[Line]
    more: int
    held: int
    recipients: int
    left: int

    @property
    def releasable(self) -> int:
        return sum(1 for line in self.lines if line.hold.releasable)


def picture_of(user: User, plan: TouchPlan, now: datetime) -> Picture:
    found = holds(plan, now)
    accounts = _accounts(user, found)
    several: defaultdict[int, list[str]] = defaultdict(list)
    for account, address in held_recipients(plan, accounts):
        several[account].append(address)
    order = sorted(several, key=lambda number: (not found[number].releasable, not found[number].events, number))
    lines = [
        Line(
            accounts[number],
            found[number],
            len(several[number]),
            several[number][:3],
            [(event, name_of(event)) for event in found[number].events],
            may(user, "release touch", accounts[number]),
        )
        for number in order[:MOST]
    ]
    held = sum(len(several[number]) for number in several if found[number])
    return Picture(lines, max(len(order) - MOST, 0), held, plan.recipients.count(), plan.left.count())


def rows_of(plan: TouchPlan, now: datetime) -> Iterator[list[str]]:
    """For a file: recipient, answer, until, why."""
    yield ["recipient", "answer", "until", "why"]
    for _, one in all_answers(plan, now):
        until = one.answer.until
        yield [one.recipient, one.answer.answer, until.isoformat() if until else "", one.answer.why]


def plans_for(user: User, today: date) -> list[tuple[TouchPlan, int]]:
    """Those the user sees, with how many they reach; what is still to go out first."""
    seen = TouchPlan.objects.visible_to(user).select_related("by", "token")
    shown = sorted(seen[:MOST], key=lambda plan: (plan.withdrawn is not None or plan.day < today, plan.day, plan.pk))
    return [(plan, plan.recipients.count()) for plan in shown]


def release_for(user: User, pk: int) -> tuple[Release, Relationship] | None:
    """What was released of an account that the user sees; by whom of theirs it may be taken back."""
    one = Release.objects.filter(pk=pk).select_related("plan", "organisation").first()
    if one is None:
        return None
    of = list(Relationship.objects.visible_to(user).filter(organisation=one.organisation_id).order_by("pk"))
    about = next((each for each in of if may(user, "release touch", each)), of[0] if of else None)
    return (one, about) if about else None


def _accounts(user: User, organisations) -> dict[int, Relationship]:
    """The user's account with each organisation, as far as they see one; where several, one they may change."""
    found: dict[int, Relationship] = {}
    for some in batches(sorted(organisations)):
        rows = Relationship.objects.visible_to(user).filter(organisation__in=some)
        for one in rows.exclude(organisation__home=True).select_related("organisation", "owner").order_by("-pk"):
            if one.organisation_id not in found or may(user, "release touch", one):
                found[one.organisation_id] = one
    return found
