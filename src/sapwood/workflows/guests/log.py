"""What guests do, in the audit: who by address, when, what, and from which network."""

from sapwood.records.access.models import AuditLine
from sapwood.records.guests.models import GuestLink

from ..audit import audit
from .limits import short_client

DOOR = "guest page"


def note(link: GuestLink, act: str, client: str, proved: bool = True, **detail: object) -> None:
    """A line in the audit. Before the code was right, nobody knows who holds the link: the line says just that."""
    guest = link.address if proved else f"somebody with the link of {link.address}"
    audit(None, DOOR, act, link, guest=guest, network=short_client(client), **detail)


def lines_of(link: GuestLink):
    """Everything that happened to one link, the newest first, for who may see the link (to be asked before)."""
    return AuditLine.objects.filter(thing=f"{link._meta.verbose_name} {link.pk}").select_related("actor")
