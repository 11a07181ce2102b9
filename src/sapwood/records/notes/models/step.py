"""What comes next with an account: what we said we would do, what they said they would."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sapwood.records.imports.models import Import


class NextStepQuerySet(models.QuerySet):
    def standing(self):
        """Those whose note was not taken back."""
        over = (Import.Status.WITHDRAWN, Import.Status.FAILED, Import.Status.STOPPED)
        return self.exclude(note__brought__status__in=over)

    def open(self):
        return self.standing().filter(closed=None)


class NextStep(models.Model):
    """Said in a note, about its interaction. `what` is sealed like every text and for who may read that interaction.
    Closing it is a record of who and when."""

    class By(models.TextChoices):
        US = "us", "we said we would"
        THEM = "them", "they said they would"

    class Closing(models.TextChoices):
        DONE = "done", "done"
        DROPPED = "dropped", "dropped"

    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="next_steps")
    note = models.ForeignKey("notes.Note", models.CASCADE, related_name="next_steps")
    what = models.BinaryField(help_text="sealed")
    by = models.CharField(max_length=4, choices=By)
    whose = models.ForeignKey("directory.Person", models.SET_NULL, null=True, related_name="+")
    due = models.DateField(null=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    said = models.DateTimeField()
    closed = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closing = models.CharField(max_length=8, choices=Closing, blank=True)

    objects = NextStepQuerySet.as_manager()

    class Meta:
        ordering = ["due", "id"]
        indexes = [models.Index(fields=["relationship", "due"], condition=Q(closed=None), name="step_open")]
