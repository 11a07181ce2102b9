"""Live sources: where mail and meetings are fetched from by themselves, what each run brought, and what not."""

from django.conf import settings
from django.db import models

from sapwood.records.imports.models import Import


class SourceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Operators see every source; everybody else their own."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self if user.role == "operator" else self.filter(owner=user)

    def standing(self):
        return self.filter(removed=None)


class Source(models.Model):
    """A mailbox, a calendar, a folder, or an address to copy mail to. What it brings is its owner's."""

    class Kind(models.TextChoices):
        IMAP = "imap", "mailbox"
        CALDAV = "caldav", "calendars"
        FOLDER = "folder", "folder"
        COPY = "copy", "copies by mail"

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=200, help_text="what a person would call it")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    mailbox = models.CharField(max_length=320, blank=True, help_text="whose mailbox it is")
    text = models.CharField(max_length=8, choices=Import.Text, default=Import.Text.PRIVATE)
    where = models.JSONField(default=dict, help_text="host, port, user, folders: what is no secret")
    secret = models.BinaryField(null=True, help_text="password, sealed with the installation's key")
    state = models.JSONField(default=dict, help_text="where each part of it goes on")
    due = models.DateTimeField(null=True, help_text="when it is read next; none: as soon as may be")
    added = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self):
        return self.name

    @property
    def paused(self):
        """The pause that holds, or None."""
        return next((pause for pause in self.pauses.all() if pause.ended is None), None)


class SourcePause(models.Model):
    """Who had it rest, and who had it go on."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="pauses")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]


class SourceRun(models.Model):
    """One look at a source: when, what came, what not and why."""

    class Status(models.TextChoices):
        WAITING = "waiting", "waiting for its turn"
        STARTED = "started", "running"
        DONE = "done", "done"
        FAILED = "failed", "failed"
        STOPPED = "stopped", "stopped by a person"

    source = models.ForeignKey(Source, models.CASCADE, related_name="runs")
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    anew = models.BooleanField(default=False, help_text="asked to read everything again from the start")
    asked = models.DateTimeField()
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    stop_asked = models.DateTimeField(null=True)
    stop_asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    fetched = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0)
    doing = models.CharField(max_length=300, blank=True)
    said = models.TextField(blank=True, help_text="why it failed, in a sentence")
    notes = models.JSONField(default=list, help_text="sentences: what was left, and why")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["source", "status"])]


class SourceBatch(models.Model):
    """What a run fetched at one time became an import; once that is in, the source goes on from `state`."""

    run = models.ForeignKey(SourceRun, models.CASCADE, related_name="batches")
    brought = models.OneToOneField(Import, models.CASCADE, related_name="batch")
    state = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]


class Refusal(models.Model):
    """A mail that was copied to an address of ours and not taken, and why."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="refusals")
    when = models.DateTimeField()
    what = models.CharField(max_length=500)

    class Meta:
        ordering = ["-id"]
