"""Who of ours is on duty from when until when: to whom calls about service go."""

from django.conf import settings
from django.db import models


class DutyQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(ended=None)

    def at(self, moment):
        return self.in_force().filter(since__lte=moment, until__gt=moment)

    def visible_to(self, user):
        """Who is on duty is no secret at home: everybody may want to reach them."""
        return self if user.is_authenticated and user.is_active else self.none()


class Duty(models.Model):
    """From `since` until `until`, the last moment not included; taking it back is a record too."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="duties")
    since = models.DateTimeField()
    until = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        verbose_name = "duty"
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="duty_begins_before_it_ends")
        ]
