"""Organisations and the domains that stand for them."""

from django.db import models


class Organisation(models.Model):
    """A firm known by its domains. The home organisation is the one this installation belongs to."""

    name = models.CharField(max_length=200)
    named_by_person = models.BooleanField(default=False, help_text="a name that an import must not overwrite")
    home = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="+", help_text="an empty row, kept for undoing the merge"
    )
    compared = models.BooleanField(
        default=False, db_index=True, help_text="whether it was asked which other organisation this may be"
    )
    counted = models.BooleanField(default=False, help_text="whether its name counts for how rare a name is")

    country = models.CharField(
        max_length=2, blank=True, help_text="whose public holidays are off the clock: DE; empty where nobody said"
    )
    subdivision = models.CharField(max_length=6, blank=True, help_text="BY of DE-BY; empty for the whole country's")

    def now(self):
        """The organisation this one is part of the records of today."""
        organisation = self
        while organisation.merged_into_id:
            organisation = organisation.merged_into
        return organisation

    def __str__(self):
        return self.name

    @classmethod
    def of_home(cls):
        return cls.objects.filter(home=True).order_by("pk").first()


class Domain(models.Model):
    """A registrable domain. `said` tells how we know that a home domain is home."""

    class Said(models.TextChoices):
        SEEN = "seen", "seen in mail"
        INFERRED = "inferred", "inferred, not confirmed yet"
        GIVEN = "given", "given or confirmed by a person"

    name = models.CharField(max_length=253, unique=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="domains")
    said = models.CharField(max_length=10, choices=Said, default=Said.SEEN)
    evidence = models.CharField(max_length=300, blank=True, help_text="for an inferred home domain: what it rests on")

    def __str__(self):
        return self.name
