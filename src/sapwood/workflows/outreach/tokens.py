"""By what a program asks: a token that a lead makes, shown once, revoked at any time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from sapwood.records.access.models import User
from sapwood.records.outreach.models import MailerToken

from ..audit import audit
from ..guests import limits
from ..guests.tokens import digest, new_token
from ..permission import require

BY_CLIENT = limits.Limit("wrong tokens of one client", 60, timedelta(minutes=10))
NOTED_EVERY = timedelta(hours=1)
PREFIX = "sapwood-mailer-"


def make_token(user: User, name: str, now: datetime, door: str = "page") -> str:
    """The secret, which is shown once and not kept. Raises Refused, or ValueError with a sentence."""
    require(user, "plan touches")
    name = " ".join(name.replace("\0", "").split())[:100]
    if not name:
        raise ValueError("Say which program it is for. No token was made.")
    secret = PREFIX + new_token()
    with transaction.atomic():
        token = MailerToken.objects.create(name=name, digest=digest(secret), by=user, made=now)
        audit(user, door, "make mailer's token", token)
    return secret


def revoke_token(user: User, token: MailerToken, now: datetime, door: str = "page") -> None:
    """It opens nothing from now on; its plans stay. Twice changes nothing. Raises Refused."""
    require(user, "plan touches")
    with transaction.atomic():
        if MailerToken.objects.filter(pk=token.pk, revoked=None).update(revoked=now, revoked_by=user):
            audit(user, door, "revoke mailer's token", token)


def token_for(secret: str, client: str, now: datetime) -> MailerToken | None:
    """Wrong, revoked, and of somebody who may no longer are the same None. Raises TooOften where a client is wrong
    again and again."""
    found = MailerToken.objects.live().select_related("by").filter(digest=digest(secret)).first()
    if found is None:
        BY_CLIENT.admit(limits.whole_client(client), now)
        return None
    unnoted = Q(used=None) | Q(used__lt=now - NOTED_EVERY)
    MailerToken.objects.filter(unnoted, pk=found.pk).update(used=now)
    return found
