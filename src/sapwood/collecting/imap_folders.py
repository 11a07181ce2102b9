"""Which folders of a mailbox are read: INBOX and Sent, others where asked for, spam and trash never."""

from dataclasses import dataclass

from imap_tools.errors import ImapToolsError

from .imap import Mailbox

INBOX, SENT, OTHER, OUT = "inbox", "sent", "other", "out"
NEVER = {"\\junk", "\\trash", "\\drafts"}
# What folders are called where the server does not say what they are for (RFC 6154).
SENT_NAMES = frozenset(
    """sent|sent items|sent mail|sent messages|gesendet|gesendete elemente|gesendete objekte|envoyés|éléments envoyés
    |messages envoyés|enviados|elementos enviados|posta inviata|verzonden|verzonden items|skickat|wysłane""".replace(
        "\n    ", ""
    ).split("|")
)
OUT_NAMES = frozenset(
    """junk|spam|junk e-mail|junk email|bulk mail|trash|deleted|deleted items|deleted messages|papierkorb
    |gelöschte elemente|junk-e-mail|corbeille|papelera|cestino|drafts|entwürfe|brouillons|borradores|bozze
    |outbox""".replace("\n    ", "").split("|")
)


@dataclass(frozen=True)
class Folder:
    """A folder of the mailbox, what it is for, and how many messages it holds (None where it does not say)."""

    name: str
    role: str
    messages: int | None = None

    @property
    def usual(self) -> bool:
        return self.role in (INBOX, SENT)


def folders(mailbox: Mailbox, counted: bool = False) -> list[Folder]:
    """The folders that can be opened, INBOX and Sent first."""
    listed = [f for f in mailbox.folder.list() if not {"\\noselect", "\\nonexistent"} & _flags(f.flags)]
    says = any("\\sent" in _flags(found.flags) for found in listed)
    roles = [(found.name, _role(found.name, found.delim, _flags(found.flags), says)) for found in listed]
    order = [INBOX, SENT, OTHER, OUT]
    found = [Folder(name, role, _count(mailbox, name) if counted else None) for name, role in roles]
    return sorted(found, key=lambda one: (order.index(one.role), one.name))


def chosen(found: list[Folder], wanted: list[str]) -> tuple[list[Folder], list[str]]:
    """The folders to read, and a sentence for each that was wished for and is not there. No wish means the usual."""
    if not wanted:
        return [one for one in found if one.usual], []
    by_name = {one.name: one for one in found}
    missing = [f"There is no folder {name} any more." for name in wanted if name not in by_name]
    return [by_name[name] for name in wanted if name in by_name and by_name[name].role != OUT], missing


def _role(name: str, delimiter: str, flags: set[str], says: bool) -> str:
    last = name.rpartition(delimiter)[2].casefold() if delimiter else name.casefold()
    if name.upper() == "INBOX":
        return INBOX
    if flags & NEVER:
        return OUT
    if "\\sent" in flags or (not says and last in SENT_NAMES):
        return SENT
    return OUT if last in OUT_NAMES else OTHER


def _flags(flags: tuple[str, ...]) -> set[str]:
    return {flag.lower() for flag in flags}


def _count(mailbox: Mailbox, name: str) -> int | None:
    try:
        return mailbox.folder.status(name, ["MESSAGES"]).get("MESSAGES")
    except ImapToolsError:
        return None
