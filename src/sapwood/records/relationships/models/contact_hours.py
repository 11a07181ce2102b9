"""In which hours a firm may be called, where somebody said so."""

from django.conf import settings
from django.db import models


class ContactHours(models.Model):
    """From `opens` to `closes` in `zone` (an IANA name; empty: that of their country), on their working days. The
    newer ends the older, and taking it back is a record too."""

    organisation = models.ForeignKey("directory.Organisation", models.CASCADE, related_name="contact_hours")
    zone = models.CharField(max_length=64, blank=True)
    opens = models.TimeField()
    closes = models.TimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        verbose_name = "contact hours"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(ended=None), name="one_contact_hours_in_force"
            )
        ]
