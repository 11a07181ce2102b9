"""How far an import is, for the page and the caller; and whether a person asked it to stop."""

import time
from collections.abc import Callable

from sapwood.records.imports.models import Import

from .tally import Tally

EVERY_S = 0.5


class Stopped(Exception):
    """A person asked the import to stop."""


class Progress:
    def __init__(self, running: Import, tally: Tally, on_progress: Callable[[Import], None]):
        self.running, self.tally, self.on_progress, self.last = running, tally, on_progress, 0.0

    def show(self, at_once: bool = False) -> None:
        """Saves the counts, at most every EVERY_S seconds. Raises Stopped where somebody asked for it."""
        now = time.monotonic()
        if not at_once and now - self.last < EVERY_S:
            return
        self.last = now
        running, tally = self.running, self.tally
        running.read, running.added, running.known = tally.read, tally.added, tally.repeated
        running.bytes_done = tally.bytes
        running.save(update_fields=["read", "added", "known", "bytes_done", "bytes_total", "said"])
        if Import.objects.filter(pk=running.pk, stop_asked=True).exists():
            raise Stopped
        self.on_progress(running)
