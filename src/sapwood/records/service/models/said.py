"""What colleagues say about whom an event affects, beside what follows from tickets and holdings."""

from django.conf import settings
from django.db import models


class AffectedSaidQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(undone=None)


class AffectedSaid(models.Model):
    """That an event affects an organisation, or does not: a record of who and when; taking it back is one too."""

    event = models.ForeignKey("service.ServiceEvent", models.CASCADE, related_name="said")
    organisation = models.ForeignKey("directory.Organisation", models.CASCADE, related_name="+")
    affected = models.BooleanField(help_text="whether it is said to be affected, or not to be")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    undone = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = AffectedSaidQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation"], condition=models.Q(undone=None), name="one_standing_word"
            )
        ]
