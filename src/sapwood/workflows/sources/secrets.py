"""Passwords of sources: sealed with the installation's key, opened only to sign in where they were given for."""

from django.conf import settings

from sapwood.records.sources.models import Source
from sapwood.store.sealing import Sealer, derive


def keep_secret(source: Source, secret: str) -> None:
    """Seals it for this source, server and user: at another server it opens nothing. The caller saves the source."""
    source.secret = _sealer().seal(_bound_to(source), secret) if secret else None


def secret_of(source: Source) -> str:
    """ "" where there is none, or where it was given for another server, or under another key."""
    return (_sealer().open(_bound_to(source), bytes(source.secret)) or "") if source.secret else ""


def _sealer() -> Sealer:
    return Sealer(derive(settings.SECRET_KEY, "credentials of sources"))


def _bound_to(source: Source) -> str:
    where = source.where
    return "\n".join(
        str(part) for part in (source.pk, *(where.get(n) for n in ("url", "host", "port", "security", "user")))
    )
