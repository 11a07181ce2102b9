"""That an account is out of the rhythm until a day: the one way out of it."""

from django.conf import settings
from django.db import models

from .relationship import seen_by


class RestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the account."""
        return self.filter(seen_by(user, "relationship"))

    def in_force(self):
        return self.filter(ended=None)


class Rest(models.Model):
    """A record of who, why and until when, never edited: another takes its place, and ending it is a record too.
    From `look_again` on the account is on Today again until somebody ends it, or looks and says "done"."""

    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="rests")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    since = models.DateField()
    look_again = models.DateField()
    made = models.DateTimeField()
    until = models.DateField(null=True, help_text="the first day on which it counts no more, once it is ended")
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="empty: by joining accounts"
    )

    objects = RestQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["ended", "look_again"], name="rest_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["relationship"], condition=models.Q(ended=None), name="one_rest_in_force"
            ),
            models.CheckConstraint(
                condition=models.Q(look_again__gt=models.F("since")) & ~models.Q(reason=""),
                name="rest_has_reason_and_day",
            ),
        ]
