"""The audit line that every write leaves."""

from django.utils import timezone

from sapwood.records.access.models import AuditLine, User


def audit(actor: User | None, door: str, act: str, thing: object, **detail: object) -> AuditLine:
    """Written inside the transaction of the act it records. `detail` holds what changed, never text of a mail."""
    name = thing if isinstance(thing, str) else f"{thing._meta.verbose_name} {thing.pk}"
    return AuditLine.objects.create(
        when=timezone.now(), actor=actor, door=door, act=act, thing=name[:120], detail=detail
    )
