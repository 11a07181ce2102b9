"""When we last met an account and when we meet next, as a user may see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sapwood.records.access.models import User
from sapwood.records.relationships.models import Relationship

from .permission import require
from .who_may_read import Words, words_about


@dataclass(frozen=True)
class Met:
    """`agreed`: on both sides somebody organises it or accepted. `subject` is None where nothing is kept, or `hidden`
    says that it is for others."""

    id: int
    when: datetime
    minutes: float | None
    agreed: bool
    subject: str | None
    hidden: bool


def meetings_of(user: User, relationship: Relationship) -> dict[str, Met]:
    """ "last" and "next", where there are such. That there is one, everybody who sees the account may know; what
    it is about, only who is on it or had it in their calendar."""
    require(user, "see", relationship)
    standing = getattr(relationship, "standing", None)
    found = standing.meetings if standing else {}
    return as_seen(found, words_about(user, relationship, [one["id"] for one in found.values()]))


def as_seen(found: dict[str, Any], words: Words) -> dict[str, Met]:
    """From a standing's meetings, and what the user may know of them."""
    return {name: _met(one, words) for name, one in found.items()}


def _met(one: dict[str, Any], words: Words) -> Met:
    return Met(
        id=one["id"],
        when=datetime.fromisoformat(one["when"]),
        minutes=one["minutes"],
        agreed=one.get("agreed", True),
        subject=words.subject(one["id"]),
        hidden=words.hidden(one["id"]),
    )
