"""Tallies: how often something was done within one stretch of time, counted where all web processes meet."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F


class Tally(models.Model):
    """`bucket` is a digest of what is counted and for whom: no address of anybody stands here in clear."""

    bucket = models.CharField(max_length=64)
    until = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bucket", "until"], name="one_tally_per_stretch")]

    @classmethod
    def admit(cls, bucket: str, most: int, per: timedelta, now: datetime) -> bool:
        """Counts one more and says True, unless `most` were counted already since the clock last passed a multiple
        of `per`. Two statements, each atomic, so that any number of processes together never admit more."""
        length = per.total_seconds()
        until = datetime.fromtimestamp((now.timestamp() // length + 1) * length, tz=now.tzinfo)
        cls.objects.bulk_create([cls(bucket=bucket, until=until)], ignore_conflicts=True)
        mine = cls.objects.filter(bucket=bucket, until=until, count__lt=most)
        return mine.update(count=F("count") + 1) == 1
