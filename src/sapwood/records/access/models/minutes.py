"""How many minutes a colleague has for outreach."""

from django.db import models


class MinutesQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(ended=None)

    def visible_to(self, user):
        """One's own, and the team's; leads and operators, who may say them, see everybody's."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self if user.sees_all else self.filter(models.Q(user=user) | models.Q(user=None))


class Minutes(models.Model):
    """By weekday, from Monday on, null where nobody knows. Nothing said is overwritten: the newer ends the older."""

    user = models.ForeignKey(
        "access.User", models.CASCADE, null=True, related_name="minutes", help_text="empty: who said nothing else"
    )
    weekdays = models.JSONField(help_text="seven numbers or null")
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")

    objects = MinutesQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=models.Q(ended=None), name="one_minutes_in_force")
        ]

    def on(self, day) -> int | None:
        """On that day of the week."""
        return self.weekdays[day.weekday()]
