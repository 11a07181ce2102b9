"""How long relationships have lasted. Disposable: made anew from standings, tables and what people say."""

from django.db import models

from .relationship import seen_by


class TenureQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(seen_by(user, "relationship"))


class Tenure(models.Model):
    """What one sign tells of one relationship (planning/tenure.py). Ages are in whole months; both are null where it
    cannot be counted, and `left_out` says why."""

    class LeftOut(models.TextChoices):
        NO = "", "counted"
        BEGINNING = "beginning", "nobody knows when it began"
        SHORT = "short", "too short on record"

    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="tenures")
    by = models.CharField(max_length=8, help_text="silence or contract: what tells whether it is over")
    decides = models.BooleanField(help_text="whether this is what tells, where a relationship has both")
    began = models.DateField(null=True)
    began_by = models.CharField(max_length=11, blank=True)
    until = models.DateField(help_text="when it ended; or the last day on which it certainly went on")
    over = models.BooleanField()
    entered = models.PositiveSmallIntegerField(null=True, help_text="its age at the first record of it")
    left = models.PositiveSmallIntegerField(null=True, help_text="its age at `until`")
    since = models.PositiveSmallIntegerField(null=True, help_text="months from `until` to the day it was measured")
    left_out = models.CharField(max_length=9, blank=True, choices=LeftOut)

    objects = TenureQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relationship", "by"], name="one_tenure_by_each")]
        indexes = [
            models.Index(
                fields=["by", "decides", "left_out", "over", "entered", "left", "since", "relationship"],
                name="tenure_counted",
            ),
            models.Index(fields=["until"], name="tenure_by_end"),
        ]

    @property
    def lasted(self) -> str:
        """Its age at `until` in words."""
        if self.left is None:
            return "unknown"
        years, months = divmod(self.left, 12)
        said = [f"{n} {name}{'' if n == 1 else 's'}" for n, name in ((years, "year"), (months, "month")) if n]
        return " ".join(said) or "less than a month"
