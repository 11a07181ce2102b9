"""The one place that asks the clock which day it is."""

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from sapwood.records.access.models import Installation


def today() -> date:
    """The pinned date where SAPWOOD_AS_OF names one, else today in the installation's zone."""
    return settings.SAPWOOD_AS_OF or timezone.now().astimezone(ZoneInfo(Installation.get().zone)).date()
