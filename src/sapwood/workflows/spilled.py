"""Where an engine puts what has no room in memory: keys and numbers, gone with the engine unless it is killed."""

from datetime import datetime
from pathlib import Path
from shutil import rmtree

from django.conf import settings


def spill() -> Path:
    folder = Path(settings.SAPWOOD_HOME) / "measuring"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def forget_spilled(before: datetime) -> None:
    """What engines left that were killed before then."""
    for left in spill().iterdir():
        if left.stat().st_mtime < before.timestamp():
            rmtree(left, ignore_errors=True)
