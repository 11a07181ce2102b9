"""Accounts that hang on one person. Disposable: refresh makes it anew from the standings."""

from django.db import models

from .relationship import seen_by


class HangingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the account."""
        return self.filter(seen_by(user, "relationship"))


class Hanging(models.Model):
    """One side of an account that hangs on `person` (measures/hang.py). `next` is who holds most of the rest."""

    class Side(models.TextChoices):
        OURS = "ours", "one of ours"
        THEIRS = "theirs", "one of theirs"

    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="hangings")
    side = models.CharField(max_length=6, choices=Side)
    person = models.ForeignKey("directory.Person", models.CASCADE, related_name="+")
    share = models.FloatField(help_text="of the strength of that side's ties, .8 to 1")
    next = models.ForeignKey("directory.Person", models.SET_NULL, null=True, related_name="+")
    next_share = models.FloatField(null=True)
    since = models.DateField(null=True, help_text="the last day with somebody else; the first touch where none was")

    objects = HangingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relationship", "side"], name="one_hanging_by_side")]
        indexes = [
            models.Index(fields=["side", "share", "relationship"], name="hanging_by_share"),
            models.Index(fields=["side", "since", "relationship"], name="hanging_by_since"),
            models.Index(fields=["person", "side", "share"], name="hanging_by_person"),
        ]
