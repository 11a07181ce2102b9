"""Sending digests: each at its hour, once a day at most, however many workers there are."""

import logging
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from sapwood.records.access.models import User
from sapwood.records.relationships.models import DayItem
from sapwood.records.reminders.models import DigestChoice, DigestMail

from .. import mailing
from ..audit import audit
from ..clock import today, zone_of
from .letter import Links, letter
from .own_day import Due, own_day
from .tokens import DONE, SNOOZE, item_token, stop_token
from .when import wanted

logger = logging.getLogger(__name__)
PAUSE, MOST_TRIES = timedelta(minutes=15), 6
HIDDEN = "…"  # stands for a link where the letter is only looked at


def send_due(now: datetime) -> int:
    """Sends what is due; how many left. While the day is not planned yet, nothing is sent."""
    due = wanted(now)
    if not due or DayItem.objects.filter(as_of__lt=today()).exists():
        return 0
    return sum(_send_one(choice, day, now) for choice, day in due)


def letter_for(choice: DigestChoice, now: datetime, live: bool = True) -> tuple[dict[str, str], int] | None:
    """The letter as it stands now, and how many items are in it; None where nothing is due. Not `live`: to look at,
    without links that do anything."""
    due, day = own_day(choice.user, today())
    if not due:
        return None
    url = settings.SAPWOOD_URL

    def links(one: Due) -> Links:
        page = f"{url}/accounts/{one.relationship.pk}/"
        if not live:
            return Links(HIDDEN, HIDDEN, page)
        about = (one.relationship.pk, one.kind, one.day, choice, now)
        return Links(*(f"{url}/digest/{item_token(act, *about)}/" for act in (DONE, SNOOZE)), page)

    stop = f"{url}/digest/stop/{stop_token(choice)}/" if live else HIDDEN
    weekly = choice.often == DigestChoice.Often.WEEKLY
    written = letter(due, day, links, f"{url}/", stop, weekly)
    if live:
        written["headers"] = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return written, len(due)


def _send_one(choice: DigestChoice, day: date, now: datetime) -> bool:
    mine = _claim(choice.user, day, now)
    if mine is None:
        return False
    row = DigestMail.objects.filter(pk=mine.pk)
    try:
        found = letter_for(choice, now)
        if found is None:
            row.update(over=now)
            return False
        written, items = found
        mailing.send(choice.user.email, sender="Sapwood", **written)  # outside of any transaction
    except mailing.NotSent:
        row.update(**_later(choice.user, mine, now))
        return False
    except Exception:
        logger.exception("a digest")
        row.update(over=now, trouble="It could not be written; the server’s log says why.")
        return False
    with transaction.atomic():
        row.update(sent=now, over=now, items=items, trouble="")
        audit(None, "worker", "send digest", mine, to=choice.user.email, day=str(day), items=items)
    return True


def _claim(user: User, day: date, now: datetime) -> DigestMail | None:
    """The row of this mail, where it is ours to send; None where another worker was first."""
    mine, made = DigestMail.objects.get_or_create(user=user, day=day, defaults={"begun": now})
    if made:
        return mine
    again = DigestMail.objects.filter(pk=mine.pk, over=None, again__lte=now)
    if not again.update(again=None, begun=now, tries=F("tries") + 1):
        return None
    mine.refresh_from_db()
    return mine


def _later(user: User, mine: DigestMail, now: datetime) -> dict[str, object]:
    """After a quarter of an hour, then twice as long each time, on the same day."""
    then = now + PAUSE * 2 ** (mine.tries - 1)
    if mine.tries >= MOST_TRIES or then.astimezone(zone_of(user)).date() != mine.day:
        return {"over": now, "trouble": "The mail server did not take it, all day."}
    return {"again": then, "trouble": "The mail server has not taken it yet; it is tried again."}
