"""A comparison that a lead began: some of what nobody waits for is held out, so that one can tell what a contact
changes."""

from django.conf import settings
from django.db import models


class ComparisonQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(ended=None)

    def visible_to(self, user):
        """Everybody at home may see that there is one, and what came of it: its result names no account."""
        return self if user.is_authenticated and user.is_active else self.none()


class Comparison(models.Model):
    """Which share is held out, from which day; ending it is a record too."""

    share = models.FloatField(help_text="of what nobody waits for, at most .2")
    since = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ComparisonQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    @property
    def percent(self) -> int:
        return round(self.share * 100)


class ComparisonLine(models.Model):
    """The first time that an account was in it: held out or offered that week, and whether they turned to us within
    14 days (null: not known yet)."""

    of = models.ForeignKey(Comparison, models.CASCADE, related_name="lines")
    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="+")
    first = models.DateField()
    held_out = models.BooleanField()
    came_back = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "relationship"], name="once_in_a_comparison")]
        indexes = [models.Index(fields=["came_back", "first"], name="comparison_open")]
