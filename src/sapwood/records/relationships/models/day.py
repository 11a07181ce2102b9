"""The day: what Today offers, and what people decided about it."""

from django.conf import settings
from django.db import models


class DayItem(models.Model):
    """One saved line of a day's plan. Disposable: plan_day makes it anew."""

    class Section(models.TextChoices):
        TOUCH = "touch", "offered"
        FADED = "faded", "over rather than neglected"
        PEACE = "peace", "left in peace"

    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="+")
    as_of = models.DateField()
    section = models.CharField(max_length=8, choices=Section)
    rank = models.FloatField(help_text="smaller comes first")
    kind = models.CharField(max_length=40)
    colleague = models.ForeignKey("directory.Person", models.SET_NULL, null=True, related_name="+")
    contact = models.ForeignKey("directory.Person", models.SET_NULL, null=True, related_name="+")
    channel = models.CharField(max_length=10)
    minutes = models.PositiveSmallIntegerField()
    why = models.TextField()
    note = models.CharField(max_length=300, default="", help_text="where whose it would be is away")
    arithmetic = models.JSONField(default=list, help_text="sentences")
    evidence = models.JSONField(default=list, help_text="interaction ids, newest first")
    until = models.DateField(null=True, help_text="for those left in peace: until when")
    hours = models.JSONField(
        default=dict,
        help_text="when they may be called: their zone, and from when until when in UTC; empty: any time",
    )
    turn = models.FloatField(default=2.0, help_text="when, where minutes are counted (planning/fit.py)")
    held = models.CharField(max_length=300, default="", help_text="what holds it back, where something does")

    @property
    def touches(self) -> list[int]:
        return [one for one in self.evidence if isinstance(one, int)]

    @property
    def service_events(self) -> list[int]:
        """Numbers of the service events it rests on."""
        return self._numbers("service event")

    @property
    def next_steps(self) -> list[int]:
        return self._numbers("next step")

    @property
    def cover_brief(self) -> int | None:
        """Number of the brief for who covers it today."""
        return next(iter(self._numbers("cover brief")), None)

    def _numbers(self, kind: str) -> list[int]:
        said = (one.rpartition(" ") for one in self.evidence if isinstance(one, str))
        return [int(number) for what, _, number in said if what == kind and number.isdecimal()]

    class Meta:
        ordering = ["rank", "relationship"]
        indexes = [
            models.Index(fields=["section", "rank", "relationship"], name="day_by_rank"),
            models.Index(fields=["section", "colleague", "rank"], name="day_by_colleague"),
            models.Index(fields=["section", "colleague", "turn"], name="day_by_turn"),
        ]


class Decision(models.Model):
    """What a person decided about an item: a record of who and when. Undoing it is a record too."""

    class Kind(models.TextChoices):
        DONE = "done", "done"
        SNOOZE = "snooze", "snoozed"
        NOT_MINE = "not mine", "not mine"

    relationship = models.ForeignKey("relationships.Relationship", models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind)
    item_kind = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided = models.DateTimeField()
    day = models.DateField(help_text="the day it was offered on")
    until = models.DateField(null=True, help_text="for a snooze: offered again from this day")
    colleague = models.ForeignKey(
        "directory.Person", models.SET_NULL, null=True, related_name="+", help_text="whose item it was"
    )
    undone = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["day", "relationship"], name="decision_by_day")]
