"""The plan for after a sale: what the installation means to do, and what people changed of it for one sale. Sales
themselves are deals that tables brought; `key` is the deal's."""

from django.conf import settings
from django.db import models

from sapwood.records.relationships.models import seen_by


class SalePlan(models.Model):
    """What holds from `made` on; the newer ends the older. Without any the usual one holds (planning/after_sale)."""

    steps = models.JSONField(help_text="[days after the sale, what for], in order")
    yearly = models.CharField(max_length=200, blank=True, help_text="empty: no yearly touch")
    review_days = models.PositiveSmallIntegerField(null=True, help_text="ahead of the usual breaking year")
    review = models.CharField(max_length=200, blank=True)
    written = models.BooleanField(default=False, help_text="mail of ours settles a touch, too")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]


class Seen(models.Model):
    """The day on which a sale was first seen here. It stays when its import is undone, so that the same sale brought
    again is the same."""

    key = models.BigIntegerField(unique=True)
    known = models.DateField()


class ChangeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the account."""
        return self.filter(seen_by(user, "relationship"))

    def standing(self):
        return self.filter(undone=None)


class PlanChange(models.Model):
    """What somebody changed of the plan of one sale, and why: a touch skipped, moved to another day, or all of it
    ended. Taking it back is a record too."""

    class Kind(models.TextChoices):
        SKIP = "skip", "skipped"
        MOVE = "move", "moved"
        END = "end", "ended"

    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="sale_changes")
    key = models.BigIntegerField(help_text="the deal's")
    step = models.CharField(max_length=20, blank=True, help_text="empty: the whole plan")
    kind = models.CharField(max_length=4, choices=Kind)
    day = models.DateField(null=True, help_text="where it was moved to")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    undone = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="sale_change_has_reason"),
            models.UniqueConstraint(
                fields=["relationship", "key", "step"],
                condition=models.Q(undone=None),
                name="one_sale_change_in_force",
            ),
        ]
