"""Standings: the measures of each relationship as of a date. Disposable: refresh makes them anew from the log."""

from django.db import models


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
    recent = models.JSONField(default=list, help_text="the newest touches, by interaction id")
