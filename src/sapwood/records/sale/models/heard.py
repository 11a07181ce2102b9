"""What accounts heard from us before and after they bought, and in which year relationships here break. Disposable:
made anew by every refresh."""

from django.db import models

from sapwood.records.relationships.models import seen_by


class HeardQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(seen_by(user, "relationship"))


class HeardAfter(models.Model):
    """measures/heard.Heard of one relationship, with the touches of ours that it was counted from."""

    relationship = models.OneToOneField("relationships.Relationship", models.CASCADE, related_name="heard_after")
    as_of = models.DateField()
    won = models.DateField()
    what = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=1100, blank=True)
    before_touches = models.PositiveIntegerField()
    before_days = models.PositiveSmallIntegerField()
    after_touches = models.PositiveIntegerField()
    after_days = models.PositiveSmallIntegerField()
    silence_before = models.PositiveIntegerField(null=True)
    silence_after = models.PositiveIntegerField(null=True)
    silent = models.PositiveIntegerField(null=True)
    gaps = models.PositiveIntegerField()
    gaps_after = models.PositiveIntegerField()
    less = models.BooleanField(help_text="they hear less, and it is not chance")
    longer = models.BooleanField(help_text="a silence is longer than any before the sale, and it is not chance")
    touches = models.JSONField(default=list, help_text="[id, seconds since 1970, channel], the newest first")

    objects = HeardQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["less", "longer"], name="heard_after_named")]


class BreakingYear(models.Model):
    """One row, or none: the year in which relationships here usually break, where the data tell one."""

    year = models.PositiveSmallIntegerField(null=True)
    looked = models.PositiveSmallIntegerField()
    ended = models.PositiveIntegerField()
