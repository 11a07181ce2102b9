"""Who was erased and must not come back."""

from sapwood.records.directory.models import Suppression

from .installation import suppression_secret
from .take_in.erased import Erased


def suppressed() -> Erased:
    """The addresses whose suppression stands, as something that recognises them and cannot list them."""
    return Erased(suppression_secret(), frozenset(Suppression.objects.standing().values_list("digest", flat=True)))
