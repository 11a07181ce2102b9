"""What is unusual about everybody's rhythm at the moment, as the last measuring of all found it."""

from sapwood.measures.rhythm import learned_from, notices
from sapwood.records.relationships.models import Measurement


def unusual() -> list[str]:
    """Sentences about all relationships together, which name none; mostly none."""
    learned = Measurement.objects.values_list("learned", flat=True).first()
    return notices(learned_from(learned)) if learned else []
