"""When a colleague is away."""

from django.db import models


class AbsenceQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(ended=None)

    def on(self, day):
        return self.in_force().filter(since__lte=day, until__gte=day)

    def visible_to(self, user):
        """Who is away is no secret at home: their accounts are offered to others."""
        return self if user.is_authenticated and user.is_active else self.none()


class Absence(models.Model):
    """From `since` to `until`, both days included; coming back early, or not going, is a record too."""

    user = models.ForeignKey("access.User", models.CASCADE, related_name="absences")
    since = models.DateField()
    until = models.DateField()
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
