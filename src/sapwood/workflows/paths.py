"""File names as text: a name may be any bytes, a record holds text that every database takes."""

import os
from pathlib import Path
from urllib.parse import unquote_to_bytes


def as_text(path: Path) -> str:
    """The absolute path as a file URI, from which path_of gives the same bytes again."""
    return path.absolute().as_uri()


def path_of(uri: str) -> Path:
    return Path(os.fsdecode(unquote_to_bytes(uri.removeprefix("file://"))))


def readable(name: str) -> str:
    """A name to show: what is no text in it becomes a question mark."""
    return name.encode("utf-8", "replace").decode()
