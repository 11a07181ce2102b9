"""Visits: one browser's way through the door, from the code it asked for to the end of its session."""

from django.db import models


class Visit(models.Model):
    """`proved` once the code was right; only then it opens anything. The cookie holds a token, the row its digest."""

    link = models.ForeignKey("guests.GuestLink", models.CASCADE, related_name="visits")
    digest = models.CharField(max_length=64, unique=True)
    asked = models.DateTimeField()
    code = models.CharField(max_length=64, help_text="a keyed digest of the code, never the code")
    code_expires = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    proved = models.DateTimeField(null=True)
    seen = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    client = models.CharField(max_length=45, blank=True, help_text="the network it came from, cut short")

    class Meta:
        ordering = ["-id"]
