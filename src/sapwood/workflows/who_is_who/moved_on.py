"""Who changed firms: whom Today names no longer at the old one, and where they went."""

from collections import defaultdict

from django.db.models import F

from sapwood.records.access.models import User
from sapwood.records.directory.models import Match, Organisation

from ..people import may_see_people


def moved_on() -> dict[int | None, set[int | None]]:
    """By person, the organisations they are no longer at. They are few, so all are looked up at once."""
    found: defaultdict[int | None, set[int | None]] = defaultdict(set)
    moves = Match.objects.merged_now().filter(kind=Match.Kind.MOVED).select_related("kept")
    for match in moves.exclude(organisation=F("other_organisation")):  # the two firms turned out to be one
        found[match.kept.now().pk].add(match.other_organisation_id)
    return found


def moved_from(user: User, organisation: Organisation) -> list[tuple[Match, bool]]:
    """Those who left it, the latest first, and whether the user may see where they are now."""
    moves = Match.objects.merged_now().filter(kind=Match.Kind.MOVED, other_organisation=organisation)
    found = moves.select_related("kept", "organisation").order_by("-last_there")
    return [(match, may_see_people(user, match.organisation)) for match in found]
