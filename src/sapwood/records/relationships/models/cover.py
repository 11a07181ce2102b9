"""While somebody is away: which accounts that hang on them have a brief, who covers, what they add, who read it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from .relationship import seen_by


class CoverBriefQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the account."""
        return self.filter(seen_by(user, "relationship"))

    def in_force(self, day):
        """Of absences that are still to come or going on."""
        return self.filter(absence__ended=None, absence__until__gte=day)


class CoverBrief(models.Model):
    """That an account hangs on who will be away, so somebody else needs a brief. What the brief says is put together
    for whoever opens it. `hangs` is no more true where, at `looked`, it hung on them no longer; what people wrote
    about it stays."""

    absence = models.ForeignKey("access.Absence", models.CASCADE, related_name="briefs")
    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="cover_briefs")
    made = models.DateTimeField()
    looked = models.DateField(help_text="the day as of which it was last asked whether it hangs on them")
    hangs = models.BooleanField(default=True)

    objects = CoverBriefQuerySet.as_manager()

    class Meta:
        ordering = ["relationship__sort_name", "id"]


LAST_ZONE = timedelta(hours=12)  # west of Greenwich, where each day ends last


def day_of_covers():
    """The oldest day that is not over everywhere on Earth: covers up to it are in force."""
    return settings.SAPWOOD_AS_OF or (timezone.now() - LAST_ZONE).date()


class CoverQuerySet(models.QuerySet):
    def in_force(self):
        """The refresh of the day after the absence ends a cover; where none runs, it is over all the same."""
        until = {"brief__absence__ended": None, "brief__absence__until__gte": day_of_covers()}
        return self.filter(ended=None, **until)

    def of(self, user):
        """Those that let `user` see the account."""
        return self.in_force().filter(colleague=user)


class Cover(models.Model):
    """That a colleague covers: a record of who said so and when; another takes its place, and ending it is a record
    too. While it is in force, the colleague sees the account."""

    brief = models.ForeignKey(CoverBrief, models.CASCADE, related_name="covers")
    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="empty: with the absence"
    )

    objects = CoverQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["colleague", "brief"], condition=models.Q(ended=None), name="covering_now")]
        constraints = [
            models.UniqueConstraint(fields=["brief"], condition=models.Q(ended=None), name="one_covers_at_a_time")
        ]


class CoverWords(models.Model):
    """What who is away adds in their own words, for whoever sees the account; the newest count."""

    brief = models.ForeignKey(CoverBrief, models.CASCADE, related_name="words")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]


class CoverReading(models.Model):
    """That somebody has read the brief, and when."""

    brief = models.ForeignKey(CoverBrief, models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    read = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
