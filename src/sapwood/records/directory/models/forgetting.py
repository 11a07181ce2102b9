"""Who was erased from here: the work in progress, and afterwards only a keyed hash that keeps a later import from
bringing them back."""

from django.conf import settings
from django.db import models


class Forgetting(models.Model):
    """One erasure. What is being erased stands here until nothing else names it, so that an erasure broken off in
    the middle can be finished; then it is emptied too, and only who, when and how much stay."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started = models.DateTimeField()
    addresses = models.JSONField(default=list, help_text="what is being erased; emptied when it is")
    names = models.JSONField(default=list, help_text="names that go with them; emptied too")
    went = models.JSONField(default=dict, help_text="how much went, counted before it did")
    finished = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    @property
    def kept_out(self):
        return [kept for kept in self.suppressions.all() if kept.lifted is None]

    def __str__(self):
        return f"forgetting {self.pk}"


class SuppressionQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(lifted=None)


class Suppression(models.Model):
    """That an address was erased. Holds a hash under the installation's secret and nothing else of it."""

    digest = models.BigIntegerField()
    forgetting = models.ForeignKey(Forgetting, models.PROTECT, related_name="suppressions")
    lifted = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=models.Q(lifted=None), name="one_standing_suppression"
            )
        ]
