"""By what a program that sends mails asks: a secret that a lead made."""

from django.conf import settings
from django.db import models


class MailerTokenQuerySet(models.QuerySet):
    def live(self):
        """Of those whose maker may still do what it does."""
        roles = ("lead", "operator")
        return self.filter(revoked=None, by__is_active=True, by__role__in=roles)

    def visible_to(self, user):
        """Leads and operators know which programs ask."""
        return self if user.is_authenticated and user.sees_all else self.none()


class MailerToken(models.Model):
    """The secret itself is not stored, only a digest of it. It acts as who made it, for the plans of its own."""

    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    used = models.DateTimeField(null=True, help_text="when it last asked, to the hour")
    revoked = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = MailerTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "mailer's token"

    def __str__(self):
        return self.name
