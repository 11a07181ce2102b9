"""Looking at whoever is new, people and organisations: who of another firm they may be. No import waits for it."""

from django.conf import settings

from sapwood.records.directory.models import Person
from sapwood.store.lock import one_writer

from .blocked import batches
from .firms import look_for_same_firms
from .people_across import look_across


def look_across_firms() -> int:
    """Compares people, then organisations, that were never compared. Returns how many pairs were proposed. Safe to
    kill: whoever was not finished is compared again, and what was proposed is not proposed twice."""
    with one_writer(settings.SAPWOOD_HOME, lock="comparing.lock"):
        fresh = list(Person.objects.present().filter(compared=False).values_list("pk", flat=True))
        proposed = look_across(fresh)
        for some in batches(fresh):
            Person.objects.filter(pk__in=some).update(compared=True)
        return proposed + look_for_same_firms()
