"""Which service desk a ticket is of: two desks may have the same numbers."""

from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import urlsplit

FOLDER, KNOWN = "the folder it lies in", "the same tickets, known before"
WEAK = ("", FOLDER)  # what tells a desk by how a file was brought, and may tell another the next time
PACKED = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz")
MOST = 100


@lru_cache(maxsize=1024)  # the rows of a table say the same
def system_of(
    default: str, where: str, link: str = "", named: str = "", owner: str = "", desk: str = ""
) -> tuple[str, str]:
    """(what the desk is known by, what told it). The ticket's own link, or the name of a system beside it; else the
    mailbox that somebody named for the import (`owner`); else the `desk` that is known to have the same tickets; else
    the folder that the file lies in, passing over folders called by a date; else the `default` of its format, which
    all such files share."""
    if host := _host(link):
        return host, "its links"
    if named := " ".join(named.split()).casefold()[:MOST]:
        return named, "the name beside it"
    if owner:
        return owner[:MOST], "the mailbox that was named"
    if desk:
        return desk[:MOST], KNOWN
    for folder in reversed(PurePosixPath(where.partition(", ")[0]).parts[:-1]):
        if any(sign.isalpha() for sign in folder) and not folder.lower().endswith(PACKED):
            return folder.casefold()[:MOST], FOLDER
    return default, ""


def _host(link: str) -> str:
    if not link.startswith(("http://", "https://")) or len(link) > 2000:
        return ""
    try:
        return (urlsplit(link).hostname or "")[:MOST]
    except ValueError:
        return ""
