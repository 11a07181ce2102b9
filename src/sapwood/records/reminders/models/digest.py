"""Digests: who wants their day by mail and when, and what was sent to whom on which day."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class OwnQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody sees their own; operators see who gets one, since it leaves the machine."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self if user.role == "operator" else self.filter(user=user)


class ChoiceQuerySet(OwnQuerySet):
    def live(self):
        return self.filter(ended=None, user__is_active=True)


class DigestChoice(models.Model):
    """What a colleague chose; choosing anew ends the row and makes another. `on_since` stays the same until they
    stop: links in mails from before a stop open nothing."""

    class Often(models.TextChoices):
        DAILY = "daily", "every day"
        WEEKLY = "weekly", "once a week"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_choices")
    often = models.CharField(max_length=6, choices=Often)
    weekday = models.PositiveSmallIntegerField(default=0, help_text="for once a week: 0 is Monday")
    hour = models.PositiveSmallIntegerField(help_text="in the user's zone, 0 to 23")
    made = models.DateTimeField()
    on_since = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = "digest choice"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(ended=None), name="one_digest_choice_each"),
            models.CheckConstraint(condition=Q(hour__lt=24) & Q(weekday__lt=7), name="an_hour_of_a_weekday"),
        ]


class DigestMail(models.Model):
    """One colleague's mail of one day of theirs: made before it is sent, so that whoever comes second finds it.
    Over (`over`) without `sent`: nothing was due, or `trouble` says why it did not leave. Neither: it was being sent
    when Sapwood ended; nobody knows whether it left, and it is not sent again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_mails")
    day = models.DateField(help_text="where the user is")
    begun = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=1)
    again = models.DateTimeField(null=True, help_text="when the mail server did not take it: tried again then")
    over = models.DateTimeField(null=True)
    sent = models.DateTimeField(null=True)
    items = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = "digest"
        ordering = ["-day", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_digest_a_day")]
