"""When a firm is closed: days that are off the clock."""

from django.conf import settings
from django.db import models


class Closure(models.Model):
    """Works holidays, stocktaking … from `since` to `until`, both days included; taking it back is a record too."""

    organisation = models.ForeignKey("directory.Organisation", models.CASCADE, related_name="closures")
    since = models.DateField()
    until = models.DateField()
    why = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["since", "id"]
