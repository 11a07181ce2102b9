"""What was said of an account after a sale, and of listening to it."""

from datetime import UTC, datetime

from django.utils import timezone

from sapwood.records.relationships.models import Listened
from sapwood.records.sale.models import PlanChange


def plan_changed(relationship, user):
    """That one touch of a plan is skipped."""
    return PlanChange.objects.create(
        relationship=relationship, key=7, step="day 7", kind="skip", reason="moving", by=user, made=timezone.now()
    ).pk


def listened_to(relationship, user):
    """That one touch was to listen."""
    return Listened.objects.create(
        relationship=relationship,
        interaction=77,
        when=datetime(2026, 5, 5, 9, tzinfo=UTC),
        brought=[],
        by=user,
        made=timezone.now(),
    ).pk
