"""Why they bought, in their words, and whether it has come true. Read by whoever sees the account."""

from django.conf import settings
from django.db import models

from sapwood.records.relationships.models import seen_by


class ReasonQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(seen_by(user, "relationship"))

    def standing(self):
        return self.filter(ended=None)


class Reason(models.Model):
    """What they decided by, as `contact` said it and `by` heard it on the day `heard`; of the sale `key`, of all of
    theirs where there is none."""

    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="sale_reasons")
    key = models.BigIntegerField(null=True, help_text="the deal's")
    words = models.CharField(max_length=300)
    contact = models.ForeignKey("directory.Person", models.SET_NULL, null=True, related_name="+")
    heard = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ReasonQuerySet.as_manager()

    class Meta:
        ordering = ["id"]


class Answer(models.Model):
    """Whether a reason has come true, by whose word, on which day: the newest of a reason counts. `reason` is empty
    where it is the one that the table gives for the sale `key`. What has not come true is a next step of ours."""

    class Said(models.TextChoices):
        YES = "yes", "yes"
        NOT_YET = "not yet", "not yet"
        NO = "no", "no"

    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="sale_answers")
    reason = models.ForeignKey(Reason, models.CASCADE, null=True, related_name="answers")
    key = models.BigIntegerField(null=True, help_text="the deal's, where the reason is its own")
    said = models.CharField(max_length=7, choices=Said)
    words = models.CharField(max_length=300, blank=True)
    day = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    step = models.ForeignKey("notes.NextStep", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
