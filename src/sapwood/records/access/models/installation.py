"""The one row about this installation: whose it is, and whether its first-run questions are answered."""

from django.db import models


class Installation(models.Model):
    set_up = models.DateTimeField(null=True, help_text="when the first-run questions were answered")
    zone = models.CharField(max_length=64, default="UTC", help_text="IANA time zone in which a day begins and ends")

    @classmethod
    def get(cls):
        return cls.objects.get_or_create(pk=1)[0]
