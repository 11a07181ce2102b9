"""One change of many accounts at once, with what each was before, so that it can be taken back."""

from django.conf import settings
from django.db import models


class BulkChangeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Leads and operators see every one; everybody else their own."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self if user.sees_all else self.filter(by=user)


class BulkChange(models.Model):
    """Who set what, when; undoing it is a record too."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    when = models.DateTimeField()
    asked = models.JSONField(help_text="field: new value; an owner is a user's number")
    undone = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = BulkChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]


class BulkChangeLine(models.Model):
    """One account of it: only the fields that did change."""

    change = models.ForeignKey(BulkChange, models.CASCADE, related_name="lines")
    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="+")
    before = models.JSONField(help_text="field: value before; an owner is a user's number")
    restored = models.BooleanField(null=True, help_text="after an undo: whether this account went back")

    class Meta:
        ordering = ["relationship"]
