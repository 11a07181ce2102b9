"""A service event that somebody brought, and that affects an account."""

from datetime import UTC, datetime

from django.utils import timezone

from sapwood.records.imports.models import Import
from sapwood.records.service.models import ServiceEvent, Telling


def event_of(brought_by, relationship, number="inc1", **more):
    """Brought by one user, and said by the account's owner to affect it."""
    done = Import.objects.create(by=brought_by, source="incidents.json", status="done", asked=timezone.now())
    opened = datetime(2026, 6, 14, 9, tzinfo=UTC)
    event = ServiceEvent.objects.create(
        key=hash(number), kind="event", system="page", number=number, opened=opened, status="investigating", **more
    )
    says = {"opened": opened.isoformat(), "states": [{"when": opened.isoformat(), "status": "investigating"}]}
    Telling.objects.create(of=done, event=event, digest=1, where="incidents.json, incident 1", says=says)
    event.said.create(
        organisation=relationship.organisation, affected=True, by=relationship.owner, made=timezone.now()
    )
    return event
