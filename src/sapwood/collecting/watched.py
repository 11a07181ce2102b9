"""A watched folder: what is put there is taken once, as it lies; what is still being written is left until it
rests."""

import os
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from .catch import MOST_MESSAGES, Catch, Tell, Unreachable
from .skipped import is_skipped

REST_S = 10.0


def catches(
    folder: Path, state: dict[str, Any], now: datetime, tell: Tell, rest_s: float = REST_S
) -> Iterator[Catch]:
    """Files that are new or changed since `state`, and have rested for `rest_s` seconds by the file system's own
    account (its change time, which no copying program sets). Nothing is moved or deleted there."""
    if not folder.is_dir():
        raise Unreachable(f"There is no folder {folder} here, or it may not be opened. Nothing was changed.")
    before: dict[str, str] = state.get("files", {})
    seen: dict[str, str] = {}
    fresh: list[tuple[Path, str, str]] = []
    busy = 0
    for path in files(folder):
        try:
            about = path.lstat()
        except OSError:
            continue  # gone since it was listed
        if not stat.S_ISREG(about.st_mode):
            continue
        key, now_is = _key(path.relative_to(folder)), f"{about.st_size}-{about.st_mtime_ns}"
        if before.get(key) == now_is:
            seen[key] = now_is
        elif (
            now.timestamp() - max(about.st_ctime, about.st_mtime if about.st_mtime <= now.timestamp() else 0) < rest_s
        ):
            busy += 1
            if key in before:
                seen[key] = before[key]
        else:
            fresh.append((path, key, now_is))
    notes = [f"{busy} files are still being written. They are taken once they have rested."] if busy else []
    for start in range(0, len(fresh), MOST_MESSAGES):
        some = fresh[start : start + MOST_MESSAGES]
        tell("Taking files", len(fresh))
        seen |= {key: now_is for _, key, now_is in some}
        named = [(path, _shown(folder, path)) for path, _, _ in some]
        yield Catch(named, {"files": dict(seen)}, notes, len(some))
        notes = []
    if notes or (not fresh and seen != before):
        yield Catch([], {"files": seen}, notes)


def files(folder: Path) -> Iterator[Path]:
    """Every file there that may be worth taking, in order."""
    for root, folders, names in os.walk(folder, followlinks=False):
        if "cur" in folders or "new" in folders:
            folders[:] = [name for name in folders if name != "tmp"]
        maildir = {name for name in folders if name.startswith(".") and (Path(root) / name / "cur").is_dir()}
        folders[:] = sorted(name for name in folders if not name.startswith(".") or name in maildir)
        yield from (Path(root) / name for name in sorted(names) if not is_skipped(name))


def _key(inside: Path) -> str:
    """The name of a file for good: a maildir's mail changes its folder and its flags as it is read."""
    name = inside.as_posix().encode("utf-8", "replace").decode()
    if inside.parent.name in ("new", "cur"):
        return f"{inside.parent.parent.as_posix()}/{inside.name.partition(':2,')[0]}"
    return name


def _shown(folder: Path, path: Path) -> str:
    return f"{folder.name}/{path.relative_to(folder).as_posix()}".encode("utf-8", "replace").decode()
