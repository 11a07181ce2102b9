"""Feeds: a colleague's day as a calendar, at an address that nobody guesses."""

from django.conf import settings
from django.db import models


class FeedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody sees their own, operators that others have one."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self if user.role == "operator" else self.filter(user=user)

    def live(self):
        return self.filter(revoked=None, user__is_active=True)


class Feed(models.Model):
    """The address itself is not stored, only a digest of its secret; one at a time for each colleague."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feeds")
    digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    read = models.DateTimeField(null=True, help_text="when a calendar last fetched it, to the hour")

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = "calendar feed"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=models.Q(revoked=None), name="one_feed_each"),
        ]
