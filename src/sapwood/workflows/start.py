"""What every door does first: tables as they should be, and whatever a killed process left, repaired."""

from sapwood.records.directory.models import Forgetting
from sapwood.records.imports.models import Import

from .installation import initialise
from .repair import repair


def start() -> None:
    initialise()
    half_forgotten = Forgetting.objects.filter(finished=None).exists()
    if half_forgotten or Import.objects.filter(status=Import.Status.STARTED).exists():
        repair()
        if half_forgotten:
            from .refresh import refresh  # costs a second to load; hardly ever needed

            refresh()
