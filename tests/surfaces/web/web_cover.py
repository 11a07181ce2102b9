"""That an account hangs on who is away."""

from django.utils import timezone


def brief_of(absence, relationship):
    return absence.briefs.create(relationship=relationship, made=timezone.now(), looked=absence.since)
