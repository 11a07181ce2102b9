"""What every door does first: tables as they should be, and whatever a killed process left, repaired."""

from sapwood.records.imports.models import Import

from .installation import initialise
from .repair import repair


def start() -> None:
    initialise()
    if Import.objects.filter(status=Import.Status.STARTED).exists():
        repair()
