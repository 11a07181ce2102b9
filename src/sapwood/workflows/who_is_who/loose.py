"""Pairs of which one side belongs to no organisation: private mail, a number, a handle. Whose they are is nobody's to
know by seeing an account."""

from collections.abc import Iterable

from sapwood.records.access.models import User
from sapwood.records.directory.models import Match
from sapwood.records.imports.models import Import


def loose_seen(user: User, matches: Iterable[Match]) -> list[int]:
    """Numbers of those the user may see: an operator all, anybody else what came with their own imports."""
    matches = list(matches)
    if user.role == User.Role.OPERATOR or not matches:
        return [match.pk for match in matches]
    mine = set(Import.objects.filter(by=user).values_list("pk", flat=True))
    return [m.pk for m in matches if mine & set(m.seen.get(str(m.other_id), {}).get("imports", ()))]
