"""What one import tells of one service event: never edited. All that count say together what is so, and an undone
import brings back what the others say."""

from django.db import models

from sapwood.records.imports.models import Import


class TellingQuerySet(models.QuerySet):
    def counting(self):
        return self.filter(of__status=Import.Status.DONE)


class Telling(models.Model):
    """`says` is the case without its words, keys in the place of addresses (workflows/service/told.py). What was
    written is among the kept texts, under the event's key and the import's number. `evidence` are interactions that
    tell it too. `digest` tells whether another says the same."""

    of = models.ForeignKey("imports.Import", models.CASCADE, related_name="tellings")
    event = models.ForeignKey("service.ServiceEvent", models.CASCADE, related_name="tellings")
    digest = models.BigIntegerField()
    where = models.CharField(max_length=1000)
    says = models.JSONField(default=dict)
    asker = models.BigIntegerField(null=True)
    organisation = models.ForeignKey("directory.Organisation", models.SET_NULL, null=True, related_name="+")
    evidence = models.JSONField(default=list)

    objects = TellingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
