"""Pairs that were offered as one person while both addresses were warm, of which later mail shows a move."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from sapwood.identity.across import likely_move, sentences
from sapwood.identity.moved import Span, may_yet_move
from sapwood.records.directory.models import Match
from sapwood.records.relationships.models import Standing

from ..audit import audit
from ..listed import listed
from .blocked import counted
from .known_people import how_many, known_people, whole_name
from .offer_people import as_seen, sides_of


def moves_shown_later() -> int:
    """How many are offered as moved from now on. The log is read once, and only where an account's figures show one
    of a pair in touch later than was known of them."""
    across = Match.objects.open().filter(kind=Match.Kind.SAME).exclude(other_organisation=None)
    heard = _heard_since([match for match in across if may_yet_move(*map(_span_of(match), _both(match)))])
    known = known_people({number for match in heard for number in _both(match)})
    heard = [match for match in heard if known.keys() >= set(_both(match))]
    if not heard:
        return 0
    sides, people = sides_of(known), how_many()
    counts = counted({whole_name(one.who) for one in known.values()})
    moved = 0
    with transaction.atomic():
        for match in heard:
            one, other = (sides[number] for number in _both(match))
            said = sentences(one, other, match.bits, counts[whole_name(one.who)], people)
            now = {"evidence": said[0], "against": said[1]}
            now["seen"] = {str(side.who.number): as_seen(side.span) for side in (one, other) if side.span}
            if move := likely_move(one, other):
                there, here = (known[side.who.number] for side in move)
                now |= {"kept": here.who.number, "organisation": here.organisation}
                now |= {"other": there.who.number, "other_organisation": there.organisation}
                now |= {"kind": Match.Kind.MOVED, "last_there": move[0].span.last, "first_here": move[1].span.first}
            changed = Match.objects.open().filter(pk=match.pk).update(**now)
            moved += bool(changed and move)
        if moved:
            audit(None, "import", "compare people", "organisations", moved=moved)
    return moved


def _both(match: Match) -> tuple[int, int]:
    return match.kept_id, match.other_id


def _span_of(match: Match):
    def span(number: int) -> Span | None:
        seen = match.seen.get(str(number))
        return seen and Span(
            date.fromisoformat(seen["first"]), date.fromisoformat(seen["last"]), seen["interactions"]
        )

    return span


def _heard_since(matches: Iterable[Match]) -> list[Match]:
    matches = list(matches)
    places = {number for match in matches for number in (match.organisation_id, match.other_organisation_id)}
    last: defaultdict[int, str] = defaultdict(str)
    rows = Standing.objects.filter(relationship__organisation__in=listed(sorted(places)))
    for reach in rows.values_list("reach", flat=True) if places else ():
        for tie in reach.get("ties", ()):
            last[tie["contact"]] = max(last[tie["contact"]], tie["last"])
    return [m for m in matches if any(last[n] > m.seen.get(str(n), {}).get("last", "") for n in _both(m))]
