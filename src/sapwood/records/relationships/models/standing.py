"""Standings: the measures of each relationship as of a date. Disposable: refresh makes them anew from the log."""

from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from sapwood.measures.recent import Recent


class Standing(models.Model):
    class State(models.TextChoices):
        RED = "red"
        AMBER = "amber"
        GREEN = "green"
        UNKNOWN = "unknown"

    relationship = models.OneToOneField("relationships.Relationship", models.CASCADE, related_name="standing")
    as_of = models.DateField()
    state = models.CharField(max_length=8, choices=State)
    why = models.TextField()
    touches = models.PositiveIntegerField()
    touch_days = models.PositiveIntegerField()
    first_touch = models.DateTimeField(null=True)
    last_touch = models.DateTimeField(null=True)
    silent_days = models.PositiveIntegerField(null=True)
    usual_gap_days = models.JSONField(null=True, help_text="[p10, p50, p90] or null")
    silence_rank = models.FloatField(null=True)
    p_touch_30d = models.FloatField(null=True)
    expected_30d = models.FloatField(null=True)
    arithmetic = models.JSONField(default=dict)
    balance = models.JSONField(default=dict)
    reach = models.JSONField(default=dict)
    quarters = models.JSONField(default=list)
    meetings = models.JSONField(default=dict, help_text="the last and the next, as measures/meetings.py says them")
    recent = models.BinaryField(default=bytes, help_text="the newest touches, as measures/recent.py packs them")
    usual_days = models.GeneratedField(
        expression=Cast(KT("usual_gap_days__1"), models.FloatField()),
        output_field=models.FloatField(null=True),
        db_persist=True,
        help_text="the middle of usual_gap_days, to sort by",
    )
    best_known_by = models.GeneratedField(
        expression=Cast(KT("reach__ties__0__colleague"), models.BigIntegerField()),
        output_field=models.BigIntegerField(null=True),
        db_persist=True,
        help_text="the person of the strongest tie",
    )

    class Meta:
        indexes = [
            models.Index(fields=["relationship", "state"], name="standing_state_of"),
            models.Index(fields=["state", "silence_rank", "relationship"], name="standing_by_urgency"),
            models.Index(fields=["silent_days", "relationship", "state"], name="standing_by_silence"),
            models.Index(fields=["last_touch", "relationship", "state"], name="standing_by_last_touch"),
            models.Index(fields=["first_touch"], name="standing_by_first_touch"),
            models.Index(fields=["usual_days", "relationship"], name="standing_by_usual"),
            models.Index(fields=["p_touch_30d", "relationship"], name="standing_by_chance"),
            models.Index(fields=["best_known_by"], name="standing_by_best_known"),
        ]

    @property
    def newest(self) -> Recent:
        """The newest touches, newest first."""
        return Recent.of_bytes(bytes(self.recent))
