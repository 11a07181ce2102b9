"""Days that are off the clock for a firm: saying in which country it is, and when it is closed. Both are about the
organisation, so they change every relationship with it."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from sapwood.measures.days_off import parts_of, places
from sapwood.records.access.models import User
from sapwood.records.directory.models import Organisation
from sapwood.records.relationships.models import Closure, Relationship

from .audit import audit
from .judge_again import judge_many
from .outdated import outdate
from .permission import require
from .tasks import people_changed

LONGEST_DAYS = 366
LONGEST_WHY = 100
MOST = 50  # closures of a firm that are still to come or not yet over


def say_place(
    user: User, relationship: Relationship, country: str, subdivision: str = "", door: str = "page"
) -> Organisation:
    """Whose public holidays count: ISO codes such as DE and BY; "" for nobody's. Raises Refused or ValueError."""
    country, subdivision = country.strip().upper(), subdivision.strip().upper()
    if country and country not in places():
        raise ValueError(f"The holidays of {country!r} are not known. Choose a country; nothing was changed.")
    if subdivision and subdivision not in parts_of(country):
        raise ValueError(f"{country or 'No country'} has no part {subdivision!r}. Nothing was changed.")
    with transaction.atomic():
        require(user, "change", Relationship.objects.select_for_update().get(pk=relationship.pk))
        locked = Organisation.objects.select_for_update().get(pk=relationship.organisation_id)
        before = f"{locked.country}-{locked.subdivision}".strip("-")
        after = f"{country}-{subdivision}".strip("-")
        if before != after:
            locked.country, locked.subdivision = country, subdivision
            locked.save(update_fields=["country", "subdivision"])
            _follow(locked)
            audit(user, door, "say place", relationship, place=[before, after])
    return locked


def close(
    user: User, relationship: Relationship, since: date, until: date, why: str = "", door: str = "page"
) -> Closure:
    """They are closed from `since` to `until`, both included. The same twice is said once. Raises Refused, or
    ValueError with a sentence."""
    why = " ".join(why.replace("\0", "").split())
    if until < since:
        raise ValueError(f"They cannot be closed from {since} to {until}, which is before. Nothing was kept.")
    if (until - since).days >= LONGEST_DAYS:
        raise ValueError(f"A closure lasts at most {LONGEST_DAYS} days. Nothing was kept.")
    if since.year < 1900 or until.year > 2200 or len(why) > LONGEST_WHY:
        raise ValueError(f"Say days from 1900 to 2200, and why in {LONGEST_WHY} characters. Nothing was kept.")
    with transaction.atomic():
        require(user, "change", Relationship.objects.select_for_update().get(pk=relationship.pk))
        firm = relationship.organisation
        said = {"since": since, "until": until, "why": why}
        if found := firm.closures.filter(ended=None, **said).first():
            return found
        if firm.closures.filter(ended=None, until__gte=since).count() >= MOST:
            raise ValueError(f"{firm} has {MOST} closures from then on. Take one back first; nothing was kept.")
        closure = firm.closures.create(by=user, made=timezone.now(), **said)
        _follow(firm)
        audit(user, door, "say closure", relationship, since=str(since), until=str(until))
    return closure


def take_back_closure(user: User, relationship: Relationship, closure: Closure, door: str = "page") -> Closure:
    """They are not closed then. Taking back twice changes nothing."""
    with transaction.atomic():
        locked = Closure.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=closure.pk)
        require(user, "change", relationship)
        if locked.ended is None:
            locked.ended, locked.ended_by = timezone.now(), user
            locked.save(update_fields=["ended", "ended_by"])
            _follow(locked.organisation)
            audit(user, door, "take back closure", relationship, since=str(locked.since), until=str(locked.until))
    return locked


def _follow(firm: Organisation) -> None:
    """Its limits at once, from what was measured; what its rhythm makes of fewer days, by the next refresh."""
    judge_many(list(firm.relationships.values_list("pk", flat=True)), {"closure"})
    outdate(firm)
    transaction.on_commit(people_changed.enqueue)
