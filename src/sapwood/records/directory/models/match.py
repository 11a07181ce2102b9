"""That two people are one: proposed, merged, refused, undone, each with who and when."""

from django.conf import settings
from django.db import models


class MatchQuerySet(models.QuerySet):
    def open(self):
        return self.filter(merged=None, refused=None)

    def merged_now(self):
        return self.exclude(merged=None).filter(undone=None)

    def within(self):
        """Those of one organisation: who sees it may see them. For others one has to see both."""
        return self.filter(other_organisation=None).exclude(other__organisation=None)

    def loose(self):
        """Those whose other side belongs to no organisation, so that seeing an account says nothing of it."""
        return self.filter(other_organisation=None, other__organisation=None)

    def decided_by_people(self):
        """Those that a person had a hand in: they outlive the import that brought the addresses."""
        return self.exclude(merged_by=None, refused_by=None, undone_by=None)


class Match(models.Model):
    """`other` became part of `kept`, or may. A merge without `merged_by` happened by itself. A pair that has any
    match is not proposed again, so what was refused or undone stays so. Who moved is `kept` where they are now, and
    `other` where they were."""

    class Kind(models.TextChoices):
        SAME = "same", "one person"
        MOVED = "moved", "one person, who changed firms"

    organisation = models.ForeignKey("directory.Organisation", models.CASCADE, related_name="matches")
    other_organisation = models.ForeignKey(
        "directory.Organisation", models.CASCADE, null=True, related_name="+", help_text="of `other`, where another"
    )
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.SAME)
    last_there = models.DateField(null=True, help_text="who moved: the last day they were in touch from there")
    first_here = models.DateField(null=True, help_text="who moved: the first day they were in touch from here")
    probability = models.FloatField(null=True, help_text="where it was computed")
    bits = models.JSONField(default=dict, help_text="what the probability adds up from: log2 of odds")
    kept = models.ForeignKey("directory.Person", models.CASCADE, related_name="+")
    other = models.ForeignKey("directory.Person", models.CASCADE, related_name="+")
    certain = models.BooleanField(default=False)
    seen = models.JSONField(
        default=dict, help_text="person: how often, from when to when, by which imports, when found"
    )
    evidence = models.JSONField(default=list, help_text="sentences")
    against = models.JSONField(default=list, help_text="sentences")
    proposed = models.DateTimeField()
    merged = models.DateTimeField(null=True)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    refused = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    before = models.JSONField(default=dict, help_text="what undoing puts back: rows moved, and the name")

    objects = MatchQuerySet.as_manager()

    class Meta:
        ordering = ["-certain", "id"]
