"""The one place that asks the clock which day it is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import timezone

from sapwood.records.access.models import Installation, User


def today() -> date:
    """The pinned date where SAPWOOD_AS_OF names one, else today in the installation's zone."""
    return settings.SAPWOOD_AS_OF or timezone.now().astimezone(ZoneInfo(Installation.get().zone)).date()


def now() -> datetime:
    """This moment; where a date is pinned, the same hour of that day."""
    moment = timezone.now()
    return moment if settings.SAPWOOD_AS_OF is None else datetime.combine(settings.SAPWOOD_AS_OF, moment.timetz())


def moment_of(as_of: date) -> datetime:
    """This moment; of a day that is not today, the same time of it."""
    moment = now()
    return moment if as_of == today() else datetime.combine(as_of, moment.timetz())


def zone_of(user: User) -> ZoneInfo:
    """Where the user's days begin and end; UTC where their zone has ceased to exist."""
    try:
        return ZoneInfo(user.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
