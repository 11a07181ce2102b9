"""What accounts are sorted by, besides their role: a tier, which orders them all, and tags, which say what is special
about some."""

from django.conf import settings
from django.db import models


class Tier(models.Model):
    """How much care an account is to get; a relationship has at most one. `place` orders them, the first best."""

    name = models.CharField(max_length=60)
    folded = models.CharField(max_length=60, unique=True, help_text="the name as it is compared")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place", "id"]

    def __str__(self):
        return self.name


class Tag(models.Model):
    name = models.CharField(max_length=60)
    folded = models.CharField(max_length=60, unique=True, help_text="the name as it is compared")

    class Meta:
        ordering = ["folded"]

    def __str__(self):
        return self.name


class Tagging(models.Model):
    """That a relationship has a tag: who said so and when; taking it off is a record too."""

    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["relationship", "tag"], condition=models.Q(ended=None), name="one_tagging_in_force"
            )
        ]
