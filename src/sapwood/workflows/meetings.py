"""When we last met an account and when we meet next, as a user may see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sapwood.records.access.models import User
from sapwood.records.relationships.models import Relationship

from .permission import require
from .who_may_read import sightings_to_read, words_of


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
    readable = sightings_to_read(user, relationship, [one["id"] for one in found.values()])
    kept = words_of(readable)
    return {name: _met(one, kept, readable) for name, one in found.items()}


def _met(one: dict[str, Any], kept: Any, readable: Any) -> Met:
    text = kept.get(one["id"])
    return Met(
        id=one["id"],
        when=datetime.fromisoformat(one["when"]),
        minutes=one["minutes"],
        agreed=one.get("agreed", True),
        subject=text.subject if text else None,
        hidden=one["id"] not in readable,
    )
