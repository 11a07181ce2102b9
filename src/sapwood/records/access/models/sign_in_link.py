"""A link that signs one user in, once, within a day. Only a digest of it is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import models


class SignInLink(models.Model):
    user = models.ForeignKey("access.User", models.CASCADE)
    digest = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)

    @classmethod
    def make(cls, user, now: datetime) -> str:
        """The token that goes into the link; it is not stored and cannot be read back."""
        token = secrets.token_urlsafe(24)
        cls.objects.create(user=user, digest=cls._digest(token), expires=now + timedelta(days=1))
        return token

    @classmethod
    def use(cls, token: str, now: datetime):
        """The user whose link this is, or None where it is unknown, expired or used; two uses at once: one wins."""
        mine = cls.objects.filter(digest=cls._digest(token), used=None, expires__gt=now, user__is_active=True)
        link = mine.select_related("user").first()
        return link.user if link and mine.filter(pk=link.pk).update(used=now) else None

    @staticmethod
    def _digest(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()
