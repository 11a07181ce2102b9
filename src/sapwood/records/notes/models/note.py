"""Touches that somebody wrote down themselves: "called Jane at Orchard, 10 min"."""

from django.conf import settings
from django.db import models

from sapwood.records.imports.models import Import


class NoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Operators see every note, everybody else their own; its words are for who may read the interaction."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self if user.role == "operator" else self.filter(by=user)

    def standing(self):
        """Those that were not taken back; one that waits for its turn to be written into the log stands too."""
        over = (Import.Status.WITHDRAWN, Import.Status.FAILED, Import.Status.STOPPED)
        return self.exclude(brought__status__in=over)


class Note(models.Model):
    """That somebody said so, and when. The touch itself is a row of the log, which `brought` brought; the words are
    sealed there. `token` was made with the empty form: a second press finds the first."""

    token = models.CharField(max_length=32, unique=True)
    brought = models.OneToOneField("imports.Import", models.CASCADE, null=True, related_name="note")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    said = models.DateTimeField()
    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="notes")
    interaction = models.BigIntegerField(null=True, help_text="its id in the log; none where it is still to come")
    when = models.DateTimeField()
    channel = models.CharField(max_length=10)
    direction = models.CharField(max_length=4)
    minutes = models.FloatField(null=True)
    missed = models.BooleanField(default=False, help_text="nobody was reached, so it is no touch")
    contacts = models.JSONField(default=list, help_text="people's numbers")
    colleagues = models.JSONField(default=list, help_text="people's numbers")
    within = models.JSONField(default=dict, help_text="the floor it lies within: days, until, and the other touch")
    reason = models.CharField(max_length=300, blank=True, help_text="why within the floor")

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["relationship", "when"], name="note_by_account")]
