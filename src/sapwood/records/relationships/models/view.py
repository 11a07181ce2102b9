"""Saved views: a filter and an order of Accounts that somebody named."""

from django.conf import settings
from django.db import models


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those that are shared with everybody."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(models.Q(by=user) | models.Q(shared__isnull=False))

    def present(self):
        return self.filter(removed=None)


class SavedView(models.Model):
    """Its address keeps leading to its accounts, renamed or removed: both are records, not erasures."""

    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True, help_text="what stands in the address of Accounts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    shared = models.DateTimeField(null=True, help_text="since when everybody has it")
    shared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    removed = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self):
        return self.name


class OpeningView(models.Model):
    """Which view Accounts opens with, for one user."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="+")
    since = models.DateTimeField()
