"""A colleague's calendar feed: made, found by its secret, revoked."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from sapwood.records.access.models import User
from sapwood.records.reminders.models import Feed

from ..audit import audit
from ..guests import limits
from ..guests.tokens import digest, new_token
from ..permission import require

BY_CLIENT = limits.Limit("calendars fetched by one client", 300, timedelta(minutes=10))
OF_A_FEED = limits.Limit("fetches of one calendar", 120, limits.HOUR)
NOTED_EVERY = timedelta(hours=1)


def make_feed(user: User, now: datetime, door: str = "page") -> str:
    """The path of a new feed, which is shown once and not kept; the one they had opens nothing any more."""
    require(user, "have reminders", user)
    secret = new_token()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # pressed twice at once
        Feed.objects.filter(user=user, revoked=None).update(revoked=now, revoked_by=user)
        feed = Feed.objects.create(user=user, digest=digest(secret), made=now)
        audit(user, door, "make calendar feed", feed)
    return f"/feeds/{secret}.ics"


def revoke_feed(user: User, feed: Feed, now: datetime, door: str = "page") -> None:
    """Its address opens nothing from now on. Revoking twice changes nothing. Raises Refused."""
    require(user, "end reminders", feed.user)
    with transaction.atomic():
        if Feed.objects.filter(pk=feed.pk, revoked=None).update(revoked=now, revoked_by=user):
            audit(user, door, "revoke calendar feed", feed, whose=feed.user.email)


def feed_for(secret: str, client: str, now: datetime) -> Feed | None:
    """The feed with this secret; wrong, revoked, and of somebody who left are the same None. Raises TooOften."""
    BY_CLIENT.admit(limits.whole_client(client), now)
    feed = Feed.objects.live().select_related("user").filter(digest=digest(secret)).first()
    if feed is None:
        return None
    OF_A_FEED.admit(feed.pk, now)
    Feed.objects.filter(Q(read=None) | Q(read__lt=now - NOTED_EVERY), pk=feed.pk).update(read=now)
    return feed
