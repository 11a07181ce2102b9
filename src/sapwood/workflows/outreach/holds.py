"""What holds the planned touches of an account: a service event that was open since the plan was made, or the days
they are to be left in peace. It follows from what is known, so nothing that is undone or killed leaves a hold behind;
only a person's release takes one away."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q

from sapwood.planning.service import STALE_DAYS
from sapwood.planning.touch_plan import PROMOTIONAL, SERVICE
from sapwood.records.outreach.models import Recipient, Release, TouchPlan
from sapwood.records.relationships.models import Standing
from sapwood.records.service.models import ServiceEvent

from ..service.affected import affected_by
from ..service.batches import batches
from ..service.due import matters, name_of

FLOOR = ("as_of", "silent_days", "arithmetic__floor", "arithmetic__peace_until", "arithmetic__floor_said")
Affecting = dict[int, list[ServiceEvent]]  # by organisation


@dataclass
class Hold:
    """Of one account. `events` and `peace` are those that nobody has released; `releases` are in force."""

    events: list[ServiceEvent] = field(default_factory=list)
    peace: date | None = None
    peace_said: str = ""
    releases: list[Release] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.events or self.peace)

    @property
    def releasable(self) -> bool:
        """Everything that held it is over."""
        return bool(self.events) and all(event.over for event in self.events)


def affecting(since: datetime, now: datetime) -> Affecting:
    """Service events, and pressing tickets, that were open at any time since, of each account they affect."""
    rows = ServiceEvent.objects.present().filter(opened__lte=now)
    still = Q(over=False, changed__gte=now - timedelta(days=STALE_DAYS))
    ended = Q(over=True, resolved__gte=since) | Q(over=True, resolved=None, changed__gte=since)
    events = {row.pk: row for row in rows.filter(still | ended).order_by("-opened") if matters(row)}
    found: Affecting = defaultdict(list)
    for number, several in (affected_by(list(events)) if events else {}).items():
        for organisation in several:
            found[organisation].append(events[number])
    return found


def holds(
    plan: TouchPlan, now: datetime, organisations: Collection[int] | None = None, known: Affecting | None = None
) -> dict[int, Hold]:
    """By organisation, of these or of all; those that nothing holds and nobody released are not among them."""
    if plan.purpose == SERVICE:
        return {}
    found: defaultdict[int, Hold] = defaultdict(Hold)
    if plan.purpose == PROMOTIONAL:
        events = affecting(plan.made, now) if known is None else known
        for number in set(events) if organisations is None else set(events) & set(organisations):
            found[number].events = [one for one in events[number] if _since(one, plan.made)]
    for number, peace, said in _in_peace(plan.day, organisations):
        if found[number].peace is None or peace > found[number].peace:
            found[number].peace, found[number].peace_said = peace, said
    releases = plan.releases.filter(ended=None).select_related("by")
    for one in releases if organisations is None else _among(releases, organisations):
        hold = found[one.organisation_id]
        hold.releases.append(one)
        hold.events = [event for event in hold.events if event.pk != one.event_id]
        if one.event_id is None:
            hold.peace = None
    return {number: hold for number, hold in found.items() if hold or hold.releases}


def held_plans(organisations: Collection[int], now: datetime) -> dict[int, list[TouchPlan]]:
    """Promotional plans, still to go out, that a service event holds at each of these organisations."""
    plans = list(TouchPlan.objects.standing().filter(purpose=PROMOTIONAL, day__gte=now.date()).order_by("day", "pk"))
    if not plans or not organisations:
        return {}
    known = affecting(min(plan.made for plan in plans), now)
    reached: defaultdict[int, set[int]] = defaultdict(set)
    for some in batches(sorted(set(organisations) & set(known))):
        rows = Recipient.objects.filter(plan__in=plans).of_accounts(some).with_account().order_by()
        for plan, account in rows.values_list("plan", "account").distinct():
            reached[plan].add(account)
    found: defaultdict[int, list[TouchPlan]] = defaultdict(list)
    for plan in plans:
        there = holds(plan, now, reached[plan.pk], known) if reached[plan.pk] else {}
        for number, hold in there.items():
            if hold.events:
                found[number].append(plan)
    return dict(found)


def event_names(events: Iterable[ServiceEvent]) -> list[tuple[str, bool]]:
    return [(name_of(one), one.over) for one in events]


def _since(event: ServiceEvent, made: datetime) -> bool:
    """Whether it was open since the plan was made: what was over before holds nothing."""
    ended = event.resolved or event.changed
    return not event.over or ended is None or ended >= made


def _in_peace(day: date, organisations: Collection[int] | None) -> Iterable[tuple[int, date, str]]:
    """(organisation, day on which the floor ends, why) of accounts that are to be left in peace on the day."""
    rows = Standing.objects.filter(arithmetic__floor__gt=0, silent_days__isnull=False).order_by()
    parts = (
        [rows]
        if organisations is None
        else [rows.filter(relationship__organisation__in=some) for some in batches(sorted(organisations))]
    )
    for part in parts:
        for number, as_of, silent, floor, until, said in part.values_list("relationship__organisation", *FLOOR):
            if not floor:
                continue
            ends = date.fromisoformat(until) if until else as_of + timedelta(days=floor - silent)
            if day < ends:
                yield number, ends, said or f"agreed to be left in peace for {floor} days"


def _among(releases, organisations: Collection[int]) -> list[Release]:
    wanted = set(organisations)
    return [one for one in releases if one.organisation_id in wanted]
