"""Touches to listen: how often one is asked for, and which touches were one."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .relationship import seen_by


class ListeningQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(ended=None)


class Listening(models.Model):
    """That somebody asked for one every `every` days (empty: for none, whatever a policy says) with one account, or
    all of a tier or tag. Nothing said is overwritten: the newer ends the older."""

    relationship = models.ForeignKey(
        "relationships.Relationship", models.CASCADE, null=True, related_name="listenings"
    )
    tier = models.ForeignKey("relationships.Tier", models.CASCADE, null=True, related_name="listenings")
    tag = models.ForeignKey("relationships.Tag", models.CASCADE, null=True, related_name="listenings")
    every = models.PositiveSmallIntegerField(null=True, help_text="days")
    said = models.DateField(help_text="the day it was said on")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ListeningQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(relationship__isnull=False, tier=None, tag=None)
                | Q(relationship=None, tier__isnull=False, tag=None)
                | Q(relationship=None, tier=None, tag__isnull=False),
                name="listening_of_one_thing",
            ),
            *(
                models.UniqueConstraint(
                    fields=[name],
                    condition=Q(ended=None, **{f"{name}__isnull": False}),
                    name=f"one_listening_of_{name}",
                )
                for name in ("relationship", "tier", "tag")
            ),
        ]


class ListenedQuerySet(ListeningQuerySet):
    def visible_to(self, user):
        """Whoever sees the account."""
        return self.filter(seen_by(user, "relationship"))


class Listened(models.Model):
    """That a touch had no agenda, by somebody's word. `interaction` is its id in the log, `brought` the imports that
    brought it: once none of them counts any more, and nothing else brings it, neither does this."""

    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="listened")
    interaction = models.BigIntegerField()
    when = models.DateTimeField(help_text="when the touch was")
    brought = models.JSONField(default=list, help_text="numbers of imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ListenedQuerySet.as_manager()

    class Meta:
        ordering = ["-when", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["relationship", "interaction"], condition=Q(ended=None), name="one_mark_in_force"
            )
        ]
        indexes = [models.Index(fields=["relationship", "when"], condition=Q(ended=None), name="listened_last")]
