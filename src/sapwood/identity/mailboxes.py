"""Which folder of an archive holds one person's mail: each top folder of several gets an owner of its own."""

from collections.abc import Collection, Iterable

# Folder names that mail programs give inside one person's mailbox; where a split shows one of these, the split
# is inside a mailbox, not between two.
INSIDE = frozenset(
    {"inbox", "notes_inbox", "posteingang", "sent", "sent_items", "sent_mail", "_sent_mail", "gesendet", "outbox"}
    | {"drafts", "entwürfe", "trash", "deleted_items", "papierkorb", "archive", "archives", "all_documents"}
    | {"junk", "spam", "cur", "new", "tmp"}
)


def group_by_folder(wheres: Iterable[str]) -> list[str]:
    """The folders that hold one person's mail each, for the places ("/" between folders) of an import's messages.

    Goes down from the root while there is only one way, and splits where the ways part, unless they part into
    a mail program's own folders (inbox, sent, cur): then all of it is one mailbox. The last part of a place is
    the message itself; a file that holds many messages is a folder here ("ana.mbox/17").
    """
    folders = {tuple(where.split("/")[:-1]) for where in wheres}
    if not folders:
        return []
    depth = 0
    while len(heads := {folder[: depth + 1] for folder in folders}) == 1 and len(next(iter(heads))) > depth:
        depth += 1
    parting = {folder[depth] if len(folder) > depth else "" for folder in folders}
    if len(folders) == 1 or "" in parting or {_plain(name) for name in parting} & INSIDE:
        return ["/".join(next(iter(folders))[:depth])]
    return sorted("/".join(head) for head in heads)


def mailbox_of(where: str, folders: Collection[str]) -> str | None:
    """The one of `folders` (from group_by_folder) that `where` lies in; None where it lies in none."""
    return next((folder for folder in folders if not folder or where.startswith(folder + "/")), None)


def _plain(name: str) -> str:
    """ "Sent Items.mbox" -> "sent_items"."""
    return name.lower().removesuffix(".mbox").removesuffix(".sbd").strip(".").replace(" ", "_").replace("-", "_")
