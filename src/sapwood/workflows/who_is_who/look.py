"""Looking at whoever is new, people and organisations: who of another firm they may be. No import waits for it."""

from dataclasses import dataclass

from django.conf import settings

from sapwood.records.directory.models import Person
from sapwood.store.lock import one_writer

from .firms import compare_firms, count_firms, told_by_tables
from .people_across import compare_some, count_some
from .shown_later import moves_shown_later

SLICE = 5000  # people or organisations; a few seconds


@dataclass(frozen=True, slots=True)
class Looked:
    """How many pairs were `proposed`, and whether nobody waits any more."""

    proposed: int
    over: bool


def look_at_some() -> Looked:
    """One slice. Safe to kill: each is committed by itself, and whoever was not finished is compared again."""
    with one_writer(settings.SAPWOOD_HOME, lock="comparing.lock"):
        if count_some(SLICE):
            return Looked(0, over=False)
        if (proposed := compare_some(SLICE)) is not None:
            return Looked(proposed, over=False)
        if count_firms(SLICE):
            return Looked(0, over=False)
        if (proposed := compare_firms(SLICE)) is not None:
            return Looked(proposed, over=False)
        moves_shown_later()
        return Looked(told_by_tables(), over=True)


def look_across_firms() -> int:
    """All slices. Returns how many pairs were proposed."""
    proposed, over = 0, False
    while not over:
        looked = look_at_some()
        proposed, over = proposed + looked.proposed, looked.over
    return proposed


def people_who_wait() -> int:
    """How many people nobody was compared with yet."""
    return Person.objects.waiting().count()
