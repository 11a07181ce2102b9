"""That two organisations are one, or one is part of the other: proposed, accepted, refused, undone, with who and
when."""

from django.conf import settings
from django.db import models


class FirmMatchQuerySet(models.QuerySet):
    def open(self):
        return self.filter(accepted=None, refused=None)

    def in_force(self):
        return self.exclude(accepted=None).filter(undone=None)


class FirmMatch(models.Model):
    """Same: `other` became part of `kept`, or may. Part of: `other` is a subsidiary of `kept`, which merges nothing.
    Nothing is accepted by itself, and a pair that was refused or undone is not proposed again."""

    class Kind(models.TextChoices):
        SAME = "same", "one organisation"
        PART = "part", "a part of the other"

    kept = models.ForeignKey("directory.Organisation", models.CASCADE, related_name="+")
    other = models.ForeignKey("directory.Organisation", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind)
    probability = models.FloatField(null=True, help_text="where it was computed")
    bits = models.JSONField(default=dict, help_text="what the probability adds up from: log2 of odds")
    evidence = models.JSONField(default=list, help_text="sentences")
    against = models.JSONField(default=list, help_text="sentences")
    proposed = models.DateTimeField()
    accepted = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    refused = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    before = models.JSONField(default=dict, help_text="what undoing puts back")

    objects = FirmMatchQuerySet.as_manager()

    class Meta:
        ordering = ["-probability", "id"]
