"""How long ahead of an end it is a reason to call, where a lead said so."""

from django.conf import settings
from django.db import models


class LeadTime(models.Model):
    """`days` for one `kind` of end (planning/ending.py). The newer ends the older."""

    kind = models.CharField(max_length=15)
    days = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        verbose_name = "lead time"
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=models.Q(ended=None), name="one_lead_time_in_force")
        ]
