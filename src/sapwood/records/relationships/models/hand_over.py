"""Whose an account was, and whose it became: a row for each change of owner, kept for good."""

from django.conf import settings
from django.db import models


class HandOverQuerySet(models.QuerySet):
    def in_force(self):
        """The last of each account."""
        return self.filter(until=None)

    def owing(self, day):
        """Of those that stood on the day, what an introduction may be owed of."""
        stood = models.Q(until=None) | models.Q(until__gt=day)
        return self.filter(stood, offered__isnull=False, day__lte=day)


class HandOver(models.Model):
    """From `day` on it is `owner`'s (empty: nobody's); until then it was `before`'s, for whom it was the last time
    theirs `since` (empty: not on record). `before` is empty where it never was anybody's. Another takes its place on
    `until`."""

    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="hand_overs")
    before = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    since = models.DateField(null=True, help_text="from when it was theirs; empty: not on record")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    day = models.DateField()
    offered = models.DateField(null=True, help_text="from when an introduction is owed; empty: none is")
    until = models.DateField(null=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["owner", "offered"], condition=models.Q(until=None), name="introductions_owed")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["relationship"], condition=models.Q(until=None), name="one_hand_over_in_force"
            )
        ]
