"""The comparison: beginning and ending it, and what came of it."""

from django.db import transaction
from django.utils import timezone

from sapwood.measures.difference import Difference, difference
from sapwood.records.access.models import Installation, User
from sapwood.records.relationships.models import Comparison

from .. import clock
from ..audit import audit
from ..permission import require
from .again import plan_all_again

MOST_SHARE = 0.2


def begin(user: User, percent: int, door: str = "page") -> Comparison:
    """From today, so many of a hundred of what nobody waits for are held out. Raises Refused, or ValueError with a
    sentence."""
    require(user, "order the day")
    if not 1 <= percent <= MOST_SHARE * 100:
        raise ValueError(f"A comparison holds out 1 to {MOST_SHARE * 100:.0f} of a hundred. Nothing was changed.")
    with transaction.atomic():
        _lock()
        if running := Comparison.objects.in_force().select_related("by").first():
            raise ValueError(
                f"A comparison is running already, begun by {running.by}. End it first; nothing was changed."
            )
        comparison = Comparison.objects.create(share=percent / 100, since=clock.today(), by=user, made=timezone.now())
        plan_all_again()
        audit(user, door, "begin comparison", comparison, percent=percent)
    return comparison


def end(user: User, comparison: Comparison, door: str = "page") -> Comparison:
    """Nobody is held out any more; what was seen so far stays. Ending twice changes nothing."""
    require(user, "order the day")
    with transaction.atomic():
        _lock()
        locked = Comparison.objects.get(pk=comparison.pk)
        if locked.ended is None:
            locked.ended, locked.ended_by = timezone.now(), user
            locked.save(update_fields=["ended", "ended_by"])
            plan_all_again()
            audit(user, door, "end comparison", locked)
    return locked


def result_of(comparison: Comparison) -> Difference:
    """Of the accounts whose 14 days are over, each counted once: how many came back in both arms."""
    known = comparison.lines.exclude(came_back=None).values_list("held_out", "came_back")
    counts = {(held, back): 0 for held in (False, True) for back in (False, True)}
    for pair in known:
        counts[pair] += 1
    offered, out = ((counts[held, True], counts[held, True] + counts[held, False]) for held in (False, True))
    return difference(offered, out)


def _lock() -> None:
    """Two at once come one after the other."""
    Installation.get()
    Installation.objects.select_for_update().get(pk=1)
