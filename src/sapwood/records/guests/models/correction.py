"""Corrections: what a guest says is not so, and what a colleague answered."""

from django.conf import settings
from django.db import models


class CorrectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Like the links: for those who may change the account."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.sees_all:
            return self
        return self.filter(models.Q(relationship__owner=user) | models.Q(relationship__owner=None))

    def open(self):
        return self.filter(answered=None)


class Correction(models.Model):
    """A proposal: it changes nothing until a colleague accepts it."""

    class Kind(models.TextChoices):
        FIRM_NAME = "firm name", "the firm’s name"
        PERSON_NAME = "person name", "a person’s name"
        LEFT = "left", "somebody no longer works there"
        NOT_OURS = "not ours", "an address that is not theirs"
        AT_MOST = "at most", "how often to write at most"
        AT_LEAST = "at least", "how long not to be forgotten for"
        REASON = "reason", "why they bought"
        COME_TRUE = "come true", "whether what they bought for has come true"
        OTHER = "other", "something else"

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "accepted"
        REFUSED = "refused", "refused"

    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="corrections")
    link = models.ForeignKey("guests.GuestLink", models.CASCADE, related_name="corrections")
    guest = models.CharField(max_length=320, help_text="the address that was proved")
    made = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=Kind)
    person = models.ForeignKey("directory.Person", models.SET_NULL, null=True, related_name="corrections")
    address = models.ForeignKey("directory.Address", models.SET_NULL, null=True, related_name="+")
    about = models.CharField(max_length=40, blank=True, help_text="which reason they bought for: reason 12, deal 7")
    was = models.CharField(max_length=400, blank=True)
    should = models.CharField(max_length=1000, blank=True)
    answered = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer, blank=True)
    reply = models.CharField(max_length=500, blank=True, help_text="a sentence for the guest")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "correction"
        ordering = ["-id"]
