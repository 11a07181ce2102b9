"""What two who are probably one are offered with: when each was in touch, what speaks for it and against it."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from sapwood.identity.across import Side, likely_move, sentences
from sapwood.identity.moved import Span, joined_span
from sapwood.identity.rareness import prior
from sapwood.records.directory.models import Match, Organisation
from sapwood.store.likeness import Weighed, odds_in_bits
from sapwood.store.spans import spans_of

from ..installation import counting_imports, log
from ..listed import listed
from ..spilled import spill
from .known_people import Known, whole_name


def offers(
    likely: Sequence[Weighed], known: Mapping[int, Known], counts: Mapping[str, int], people: int
) -> list[Match]:
    """Not saved yet. Reads the log once."""
    numbers = {number for one in likely for number in (one.first, one.second)}
    sides = sides_of({number: known[number] for number in numbers})
    found = []
    for one in likely:
        pair = [sides[one.first], sides[one.second]]
        said = sentences(*pair, one.bits, counts.get(whole_name(pair[0].who), 0), people)
        found.append(_match(pair, known, one, said, people))
    return found


def sides_of(known: Mapping[int, Known]) -> dict[int, Side]:
    keys = [key for one in known.values() for key in one.keys]
    spans = spans_of(log().files(), keys, counting_imports(), spill())
    firms = {one.organisation for one in known.values()} - {None}
    names = dict(Organisation.objects.filter(pk__in=listed(sorted(firms))).values_list("pk", "name"))
    return {
        number: Side(
            one.who,
            one.name,
            names[one.organisation] if one.organisation else "",
            joined_span(spans[key] for key in one.keys if key in spans),
        )
        for number, one in known.items()
    }


def as_seen(span: Span) -> dict[str, object]:
    """As a match keeps it."""
    days = {"first": span.first.isoformat(), "last": span.last.isoformat()}
    return days | {"interactions": span.interactions, "imports": sorted(span.imports)}


def _match(
    sides: list[Side], known: Mapping[int, Known], one: Weighed, said: tuple[list[str], list[str]], people: int
) -> Match:
    move = likely_move(*sides)
    there, here = move or sorted(sides, key=lambda side: (bool(side.firm), -side.who.number))
    return Match(
        organisation_id=known[here.who.number].organisation,
        other_organisation_id=known[there.who.number].organisation,
        kept_id=here.who.number,
        other_id=there.who.number,
        kind=Match.Kind.MOVED if move else Match.Kind.SAME,
        last_there=there.span.last if move and there.span else None,
        first_here=here.span.first if move and here.span else None,
        probability=one.probability,
        seen={str(side.who.number): as_seen(side.span) for side in sides if side.span},
        bits={"before anything is compared": round(odds_in_bits(prior(people)), 2), **one.bits},
        evidence=said[0],
        against=said[1],
        proposed=timezone.now(),
    )
