"""How long ahead of each kind of end it is time to call: the defaults, or what a lead said."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from sapwood.planning.ending import LEAD_DAYS
from sapwood.records.access.models import User
from sapwood.records.relationships.models import Relationship
from sapwood.records.trade.models import LeadTime

from . import clock
from .audit import audit
from .endings import endings_of
from .judge_again import plan_many
from .outdated import outdate_all
from .permission import require
from .tasks import people_changed

LONGEST_DAYS = 730
AT_ONCE = 500  # organisations that are planned anew while somebody waits


def lead_times() -> list[tuple[str, int, LeadTime | None]]:
    """(kind, days, who said so: None for our default)."""
    said = {one.kind: one for one in LeadTime.objects.filter(ended=None).select_related("by")}
    return [(kind, said[kind].days if kind in said else days, said.get(kind)) for kind, days in LEAD_DAYS.items()]


def say_lead_time(user: User, kind: str, days: int, door: str = "page", queue: bool = True) -> LeadTime | None:
    """From so many days ahead on it is a reason to call; the default again ends what was said, and is None. The same
    twice is said once. Raises Refused, or ValueError with a sentence."""
    require(user, "set policy")
    if kind not in LEAD_DAYS:
        raise ValueError(f"{kind[:40]!r} is no kind of end. Nothing was kept.")
    if not 0 <= days <= LONGEST_DAYS:
        raise ValueError(f"Say from 0 to {LONGEST_DAYS} days ahead. Nothing was kept.")
    with transaction.atomic():
        standing = LeadTime.objects.select_for_update().filter(kind=kind, ended=None).first()
        if days == (standing.days if standing else LEAD_DAYS[kind]):
            return standing
        before = endings_of(clock.today())
        now = timezone.now()
        if standing:
            standing.ended, standing.ended_by = now, user
            standing.save(update_fields=["ended", "ended_by"])
        said = None
        if days != LEAD_DAYS[kind]:
            said = LeadTime.objects.create(kind=kind, days=days, by=user, made=now)
        audit(user, door, "say lead time", f"lead time of {kind}", days=days)
        _follow({*before, *endings_of(clock.today())}, queue)
    return said


def _follow(organisations: Iterable[int], queue: bool) -> None:
    numbers = list(organisations)
    if len(numbers) <= AT_ONCE:
        plan_many(Relationship.objects.filter(organisation__in=numbers).values_list("pk", flat=True))
        return
    outdate_all()
    if queue:
        transaction.on_commit(people_changed.enqueue)
