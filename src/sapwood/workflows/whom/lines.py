"""Who was in the comparison, and whether they turned to us."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from sapwood.measures.answered import HORIZON_DAYS
from sapwood.measures.recent import Recent
from sapwood.planning.today import Item
from sapwood.records.relationships.models import Comparison, ComparisonLine, Standing

from ..insert_rows import insert_values
from .arms import is_held_out

AT_ONCE = 500


def note_who_was_in(as_of: date, items: Iterable[Item]) -> None:
    """Those of `items` that nobody waits for, with the arm of this week, the first time each is in the comparison."""
    running = Comparison.objects.in_force().filter(since__lte=as_of).first()
    if running is None:
        return
    arms = ((one.account, is_held_out(running, one.account, as_of)) for one in items if one.worth is not None)
    rows = [(running.pk, account, as_of, held) for account, held in arms]
    insert_values(ComparisonLine, ("of_id", "relationship_id", "first", "held_out"), rows, unless_there=True)


def settle(as_of: date) -> None:
    """Whether those whose 14 days are over turned to us, from their newest touches."""
    over = ComparisonLine.objects.filter(came_back=None, first__lt=as_of - timedelta(days=HORIZON_DAYS))
    lines = list(over.order_by("pk"))
    for start in range(0, len(lines), AT_ONCE):
        some = lines[start : start + AT_ONCE]
        about = Standing.objects.filter(relationship__in=[line.relationship_id for line in some])
        rows = about.values_list("relationship", "recent")
        recent = {number: Recent.of_bytes(bytes(packed)) for number, packed in rows}
        for line in some:
            line.came_back = _came_back(recent.get(line.relationship_id), line.first)
        ComparisonLine.objects.bulk_update(some, ["came_back"], batch_size=AT_ONCE)


def _came_back(recent: Recent | None, first: date) -> bool:
    since = datetime.combine(first + timedelta(days=1), datetime.min.time(), UTC)
    until = since + timedelta(days=HORIZON_DAYS)
    return any(touch["direction"] != "out" and since <= touch["when"] < until for touch in recent or ())
