"""A colleague says that an event affects an account, or that it does not; and takes that back."""

from django.db import transaction
from django.utils import timezone

from sapwood.records.access.models import User
from sapwood.records.relationships.models import Relationship
from sapwood.records.service.models import AffectedSaid, ServiceEvent

from ..audit import audit
from ..outdated import outdate
from ..permission import require
from ..tasks import people_changed


def say_affected(
    user: User,
    event: ServiceEvent,
    relationship: Relationship,
    affected: bool,
    door: str = "page",
    queue: bool = True,
) -> AffectedSaid:
    """Takes the place of what was said before; saying the same twice changes nothing. Raises Refused."""
    require(user, "say affected", relationship)
    with transaction.atomic():
        ServiceEvent.objects.select_for_update().get(pk=event.pk)
        standing = event.said.standing().filter(organisation=relationship.organisation_id).first()
        if standing and standing.affected == affected:
            return standing
        if standing:
            _end(standing, user)
        said = event.said.create(
            organisation_id=relationship.organisation_id, affected=affected, by=user, made=timezone.now()
        )
        audit(user, door, "say affected" if affected else "say not affected", event, account=relationship.pk)
        _follow(relationship, queue)
    return said


def take_back(user: User, said: AffectedSaid, door: str = "page", queue: bool = True) -> AffectedSaid:
    """Then what follows from tickets and holdings holds again. Doing it twice changes nothing."""
    relationship = Relationship.objects.filter(organisation=said.organisation_id).order_by("pk").first()
    require(user, "say affected", relationship)
    with transaction.atomic():
        locked = AffectedSaid.objects.select_for_update().get(pk=said.pk)
        if locked.undone is None:
            _end(locked, user)
            audit(user, door, "take back who is affected", locked.event, affected=locked.affected)
            _follow(relationship, queue)
    return locked


def said_for(user: User, pk: int) -> AffectedSaid | None:
    """What somebody said of an account that the user sees."""
    seen = Relationship.objects.visible_to(user).values("organisation")
    found = AffectedSaid.objects.filter(pk=pk, organisation__in=seen).select_related("event", "organisation")
    return found.first()


def _end(said: AffectedSaid, user: User) -> None:
    said.undone, said.undone_by = timezone.now(), user
    said.save(update_fields=["undone", "undone_by"])


def _follow(relationship: Relationship, queue: bool) -> None:
    outdate(relationship.organisation)
    if queue:
        transaction.on_commit(people_changed.enqueue)
