"""The one place that asks the clock which day it is."""

from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import timezone

from sapwood.records.access.models import Installation, User


def today() -> date:
    """The pinned date where SAPWOOD_AS_OF names one, else today in the installation's zone."""
    return settings.SAPWOOD_AS_OF or timezone.now().astimezone(ZoneInfo(Installation.get().zone)).date()


def zone_of(user: User) -> ZoneInfo:
    """Where the user's days begin and end; UTC where their zone has ceased to exist."""
    try:
        return ZoneInfo(user.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
