"""Who asked not to be written to."""

from django.conf import settings
from django.db import models


class AskedNot(models.Model):
    """The address with the log's key `key` asked it of us; taking it back is a record too. It goes with an
    erasure."""

    key = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    heard = models.DateField()
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        verbose_name = "wish not to be written to"
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=models.Q(ended=None), name="one_asked_not_in_force")
        ]
