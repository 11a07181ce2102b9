"""What whom-to-turn-to rests on: what an account is worth, how often is too often, how often they came back."""

from django.conf import settings
from django.db import models


class SaidQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(ended=None)


class SaidOnce(models.Model):
    """Who said it and when. Nothing said is overwritten: the newer ends the older."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = SaidQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-id"]


class TierWeight(SaidOnce):
    """What an account of the tier is worth, where one without a tier is worth 1."""

    tier = models.ForeignKey("relationships.Tier", models.CASCADE, related_name="weights")
    weight = models.FloatField()

    class Meta(SaidOnce.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tier"], condition=models.Q(ended=None), name="one_weight_of_a_tier")
        ]


class ContactLimit(SaidOnce):
    """Calls of ours, and mails of ours that answer nothing, an account gets in a quarter; null: no limit."""

    calls = models.PositiveSmallIntegerField(null=True)
    mails = models.PositiveSmallIntegerField(null=True)

    class Meta(SaidOnce.Meta):
        pass


class Answered(models.Model):
    """How often accounts came back after we turned to them, counted over all of them. Disposable: every measuring of
    everything counts anew; until then the parts go by what was counted last."""

    as_of = models.DateField()
    counts = models.JSONField(help_text="how quiet it was: [came back, turned to], as measures/answered.py says it")
