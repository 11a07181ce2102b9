"""What somebody who took part says about their own words with one account: who else may read them."""

from django.conf import settings
from django.db import models


class SharingQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(undone=None)


class Sharing(models.Model):
    """A record of who and when; taking it back is a record too. Without one, words are for those who took part."""

    class Kind(models.TextChoices):
        SHARED = "shared", "for everybody who sees the account"
        NONE = "none", "who and when only"

    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="sharings")
    kind = models.CharField(max_length=8, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    undone = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = SharingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["relationship", "by"], condition=models.Q(undone=None), name="one_sharing_in_force"
            )
        ]
