"""Imports: what was read from where, by whom, and what could not be read."""

from django.conf import settings
from django.db import models


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Operators see every import; everybody else their own: file names can tell what is in them."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self if user.role == "operator" else self.filter(by=user)

    def counting(self):
        """Those whose rows in the log count: finished and not undone."""
        return self.filter(status=Import.Status.DONE)


class Import(models.Model):
    """One unit: its rows in the log count from the moment it is done, all or none."""

    class Text(models.TextChoices):
        PRIVATE = "private", "for those who took part"
        NONE = "none", "who and when only"
        SHARED = "shared", "for everybody who sees the account"

    class Status(models.TextChoices):
        WAITING = "waiting", "waiting for its turn"
        STARTED = "started", "running"
        LOOKED_AT = "looked at", "waiting for your look"
        DONE = "done", "in"
        STOPPED = "stopped", "stopped by a person"
        FAILED = "failed", "broken off"
        WITHDRAWN = "withdrawn", "undone"

    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    source = models.CharField(max_length=500, help_text="what a person would call it: the names of the files")
    asked = models.DateTimeField()
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    read = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    bytes_total = models.BigIntegerField(default=0)
    bytes_done = models.BigIntegerField(default=0)
    text = models.CharField(max_length=8, choices=Text, default=Text.PRIVATE, help_text="as its last change says")
    mailbox_given = models.BooleanField(default=False, help_text="a person said whose mailbox it is")
    own_words_kept = models.BooleanField(default=True)
    stop_asked = models.BooleanField(default=False)
    options = models.JSONField(default=dict, help_text="paths, home domains, mailbox: what it needs to run (again)")
    said = models.TextField(blank=True, help_text="what it has to say: mailboxes and home domains it inferred")

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"import {self.pk} of {self.source}"


class TextChange(models.Model):
    """Who said who may read what an import brought, and when; the last one holds."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="text_changes")
    text = models.CharField(max_length=8, choices=Import.Text)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class ImportTrouble(models.Model):
    """A part that could not be read, and why. The rest of the import is in."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="troubles")
    where = models.CharField(max_length=1000)
    what = models.CharField(max_length=500)

    class Meta:
        ordering = ["id"]


class ImportNote(models.Model):
    """A message that is in, but for what a limit left unread; it counts as read."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="notes")
    where = models.CharField(max_length=1000)
    what = models.CharField(max_length=500)

    class Meta:
        ordering = ["id"]
