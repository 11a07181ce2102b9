"""Choosing a digest, and stopping it."""

from datetime import datetime
from zoneinfo import available_timezones

from django.db import transaction

from sapwood.records.access.models import User
from sapwood.records.reminders.models import DigestChoice

from .. import mailing
from ..audit import audit
from ..permission import require

OFF = (
    "No mail leaves this installation, so there is no digest. Nothing was changed. The operator can switch mail on: "
    "set SAPWOOD_SMTP_URL, SAPWOOD_MAIL_FROM and SAPWOOD_URL."
)


def choose(
    user: User, often: str, hour: int, now: datetime, weekday: int = 0, zone: str = "", door: str = "page"
) -> DigestChoice:
    """From now on a mail every day or once a week, at the hour in the user's zone, which `zone` may correct. Raises
    ValueError with a sentence; then nothing is changed."""
    require(user, "have reminders", user)
    if not mailing.switched_on():
        raise ValueError(OFF)
    if user.email.endswith("@localhost"):
        raise ValueError("Your login has no mail address yet, so there is nowhere to send it. Nothing was changed.")
    if often not in DigestChoice.Often.values:
        raise ValueError(f"{often!r} is not how often. Say daily or weekly. Nothing was changed.")
    if not 0 <= hour <= 23 or not 0 <= weekday <= 6:
        raise ValueError("Say an hour from 0 to 23, and a day of the week. Nothing was changed.")
    if zone and zone not in available_timezones():
        raise ValueError(f"{zone!r} is not a time zone. Choose one such as Europe/Berlin. Nothing was changed.")
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)  # pressed twice at once
        before = DigestChoice.objects.filter(user=user, ended=None).first()
        if before:
            DigestChoice.objects.filter(pk=before.pk).update(ended=now, ended_by=user)
        if zone and zone != locked.zone:
            User.objects.filter(pk=user.pk).update(zone=zone)
            audit(user, door, "change zone", user, zone=[locked.zone, zone])
            user.zone = zone
        when = {"often": often, "hour": hour, "weekday": weekday}
        choice = DigestChoice.objects.create(user=user, made=now, on_since=before.on_since if before else now, **when)
        audit(user, door, "choose digest", choice, **when)
    return choice


def stop(user: User, choice: DigestChoice, now: datetime, door: str = "page") -> bool:
    """No digest from now on, and the links in earlier ones open nothing. False where it was stopped before. Raises
    Refused."""
    require(user, "end reminders", choice.user)
    with transaction.atomic():
        if not DigestChoice.objects.filter(pk=choice.pk, ended=None).update(ended=now, ended_by=user):
            return False
        audit(user, door, "stop digest", choice, whose=choice.user.email)
    return True


def choice_of(user: User) -> DigestChoice | None:
    return DigestChoice.objects.live().select_related("user").filter(user=user).first()
