"""Guest links: which outsider may look into what is held about their firm, on whose invitation, until when."""

from django.conf import settings
from django.db import models


class GuestLinkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who may change the account see its links: operators and leads all, a colleague those of accounts
        they own or nobody owns."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.sees_all:
            return self
        return self.filter(models.Q(relationship__owner=user) | models.Q(relationship__owner=None))

    def live(self, now):
        return self.filter(revoked=None, expires__gt=now)


class GuestLink(models.Model):
    """One person outside, one account. The link itself is not stored, only a digest of its token."""

    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="guest_links")
    address = models.CharField(max_length=320)
    scope = models.JSONField(default=list, help_text="names of the pages it opens")
    digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    expires = models.DateTimeField()
    sent = models.DateTimeField(null=True, help_text="when the mail with the link was handed to the mail server")
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    revoked = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoked_why = models.CharField(max_length=200, blank=True, help_text="where no person did it")

    objects = GuestLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "guest link"
        ordering = ["-id"]

    def is_live(self, now) -> bool:
        return self.revoked is None and self.expires > now

    def __str__(self):
        return f"guest link of {self.address}"
