"""What a live source hands on: files that hold what was fetched, and where to go on from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MOST_MESSAGES = 25_000  # each batch has reading processes to start and a commit to make
MOST_BYTES = 128 << 20


class Unreachable(Exception):
    """A source could not be reached or would not answer; the text is a sentence for people, without any secret."""


@dataclass
class Catch:
    """`files` pairs each file or folder with its name for people; `state` says where each part of the source goes on
    once these files are in; `notes` are sentences about what was left; `count` is in messages (events, files)."""

    files: list[tuple[Path, str]] = field(default_factory=list)
    state: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    count: int = 0


Tell = Callable[[str, int], None]
"""Told what is being fetched and how many there were so far; may raise to stop the fetching."""
