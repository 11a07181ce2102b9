"""Who is held out in which week: chance decides, and the same wherever and whenever it is asked."""

from datetime import date

from sapwood.facts.keys import key
from sapwood.records.relationships.models import Comparison

from ..installation import log_secret


def is_held_out(comparison: Comparison, relationship: int, day: date) -> bool:
    """By a keyed hash of the account and the week, so that nobody can choose or foresee it."""
    year, week, _ = day.isocalendar()
    number = key(log_secret(), "comparison", f"{comparison.pk} {relationship} {year}-{week}")
    return (number % 2**64) / 2**64 < comparison.share
