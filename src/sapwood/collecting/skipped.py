"""What lies in mail folders without being mail: passed over in silence, or named with the reason."""

from pathlib import PurePosixPath

# Files that mail programs keep for themselves.
_NAMES = (
    " courierimapacl courierimapkeywords courierimapsubscribed courierimapuiddb courierpop3dsizelist"
    " maildirfolder maildirsize subscriptions uidvalidity"
)
INDEX_NAMES = frozenset(_NAMES.split())
INDEX_STARTS = ("dovecot", "courierimap")
INDEX_ENDS = (".msf",)


def is_skipped(name: str) -> bool:
    """Whether a path names a dotfile, a mail program's index, or a mail still being delivered (maildir's tmp)."""
    parts = PurePosixPath(name).parts
    if any(part.startswith(".") and part not in (".", "..") for part in parts[-1:]):
        return True
    if any(part.startswith("__MACOSX") for part in parts):
        return True
    last = parts[-1].lower() if parts else ""
    if last in INDEX_NAMES or last.startswith(INDEX_STARTS) or last.endswith(INDEX_ENDS):
        return True
    return len(parts) > 1 and parts[-2] == "tmp" and last[:9].isdigit()


def left_out(kind: str) -> str:
    """Why a file of this kind is not taken in."""
    if kind == "empty":
        return "The file is empty."
    return "It is not mail, a mailbox, a journal or an archive of these, so it was left out."
