"""What asking to listen every so many days with a tier or tag would change today, before anybody says it."""

from dataclasses import dataclass, field, replace
from datetime import date

from sapwood.measures.standing import Standing as Measured
from sapwood.planning.listening import TAG, TIER, Asked, every_trouble
from sapwood.planning.today import plan_day as plan_the_day
from sapwood.records.access.models import User
from sapwood.records.relationships.models import DayItem, Relationship, Standing, Tag, Tier

from ..permission import require
from ..plan_day import away_on, plan_values
from ..policies import concerned
from ..sale.due import done_before
from ..saved import measured_again
from ..would import NAMED, Some, slices
from .due import listenings_of


@dataclass
class WouldListen:
    """`asked`: to how many it would apply; `now`: those for whom it would be time today; `later` says how many more
    come, the first of them on the day `first`. `onto_today` and `off_today`: who comes and who goes by it."""

    asked: int = 0
    now: Some = field(default_factory=Some)
    later: int = 0
    first: date | None = None
    onto_today: Some = field(default_factory=Some)
    off_today: Some = field(default_factory=Some)


def preview_listening(user: User, about: Tier | Tag, every: int | None, today: date) -> WouldListen:
    """Were it said today; None: were none said any more. Nothing is saved. Raises Refused, or ValueError with a
    sentence."""
    require(user, "set policy")
    if trouble := every_trouble(every):
        raise ValueError(trouble)
    kind = TIER if isinstance(about, Tier) else TAG
    asked = None if every is None else Asked(kind, every, today, str(user), about.name)
    found, done = WouldListen(), done_before(today)
    now: list[int] = []
    moved: dict[str, list[int]] = {"onto_today": [], "off_today": []}
    for some in slices(sorted(concerned(about).values_list("pk", flat=True))):
        rows = Standing.objects.filter(relationship__in=some).select_related("relationship")
        measured: list[tuple[Relationship, Measured]] = [(row.relationship, measured_again(row)) for row in rows]
        if not measured:
            continue
        listens = listenings_of(today, measured, done, (about, asked))
        found.asked += sum(one.asked == asked for one in listens.values())
        now += sorted(number for number, one in listens.items() if one.is_due(today))
        ahead = [one.due for one in listens.values() if not one.is_due(today)]
        found.later, found.first = found.later + len(ahead), min([*ahead, *filter(None, [found.first])], default=None)
        due = {number: one for number, one in listens.items() if one.is_due(today)}
        planned = [replace(one, listening=due.get(one.account)) for one in plan_values(measured)]
        day = plan_the_day(planned, today, away=away_on(today))
        after = {item.account for item in (*day.focus, *day.later)}
        offered = DayItem.objects.filter(relationship__in=some, section=DayItem.Section.TOUCH)
        before = set(offered.values_list("relationship", flat=True))
        moved["onto_today"] += sorted(after - before)
        moved["off_today"] += sorted(before - after)
    wanted = {one for several in (now, *moved.values()) for one in several[:NAMED]}
    names = Relationship.objects.select_related("organisation").in_bulk(wanted)
    for name, several in {"now": now, **moved}.items():
        setattr(found, name, Some([names[one] for one in several[:NAMED]], len(several)))
    return found
