"""People at different organisations, or at none, who may be one: proposed with a probability and what it rests on.
Costs what is new: only those are compared who share a block with somebody new."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa
from django.db import transaction
from django.utils import timezone

from sapwood.identity.across import Side, likely_move, odd_locals, sentences
from sapwood.identity.blocks import CROWD, blocks, called_for_short
from sapwood.identity.described import Described, described
from sapwood.identity.moved import Span, joined_span
from sapwood.identity.rareness import FAMILY, full_name_share, prior, share
from sapwood.records.directory.models import Address, Match, Organisation, Person
from sapwood.store.comparisons import ACROSS, settings
from sapwood.store.likeness import Weighed, odds_in_bits, weigh
from sapwood.store.spans import spans_of

from ..audit import audit
from ..installation import counting_imports, log
from ..spilled import spill
from .blocked import batches, candidates, counted, learn_blocks

OFFERED = 0.5  # from here on one person is more likely than two
SHORT = 1 / 100  # of those with a family name: whose given name is short for a given one


@dataclass(frozen=True)
class Known:
    """Somebody as they stand in the records."""

    who: Described
    name: str
    organisation: int | None
    keys: list[int] = field(default_factory=list)


def look_across(persons: Collection[int]) -> int:
    """Compares these people with whoever shares a block with them at another organisation. Returns how many pairs
    were proposed; none merges by itself."""
    proposed = 0
    for some in batches(sorted(persons)):
        learn_blocks("person", {n: _blocks(one.who) for n, one in _known(some).items()})
    for some in batches(sorted(persons)):
        proposed += _propose(_known(some))
    return proposed


def _propose(fresh: Mapping[int, Known]) -> int:
    pairs = candidates("person", {number: blocks(one.who) for number, one in fresh.items()}, CROWD)
    others = {number for pair in pairs for number in pair} - fresh.keys()
    known = dict(fresh)
    for some in batches(sorted(others)):
        known |= _known(some)
    homes = set(Organisation.objects.filter(home=True).values_list("pk", flat=True))
    met = _met({number for pair in pairs for number in pair})
    pairs = {pair for pair in pairs if pair not in met and _may_be_asked(*pair, known, homes)}
    if not pairs:
        return 0
    people = Person.objects.present().count()
    counts = counted("person", _counted_names(known[n].who for pair in pairs for n in pair))

    likely = _weighed(pairs, known, counts, people)
    return _save(likely, known, counts, people)


def _known(persons: Collection[int]) -> dict[int, Known]:
    rows = Address.objects.filter(person__in=persons, kind=Address.Kind.PERSON).order_by("key")
    found: defaultdict[tuple[int, str, int | None], list[tuple[int, str]]] = defaultdict(list)
    columns = ("person_id", "person__name", "person__organisation_id", "key", "address")
    for number, name, organisation, key, address in rows.values_list(*columns).iterator():
        found[number, name, organisation].append((key, address))
    return {
        number: Known(
            described(number, name, [address for _, address in said]), name, organisation, [key for key, _ in said]
        )
        for (number, name, organisation), said in found.items()
    }


def _may_be_asked(one: int, other: int, known: Mapping[int, Known], homes: Collection[int]) -> bool:
    """Not within one organisation, where rules decide; not at home, where it decides who may read what."""
    if one not in known or other not in known:
        return False
    firms = {known[one].organisation, known[other].organisation}
    return len(firms) == 2 and firms.isdisjoint(homes)


def _met(numbers: Collection[int]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for some in batches(sorted(numbers)):
        for one, other in Match.objects.filter(kept__in=some).values_list("kept", "other"):
            found.add((min(one, other), max(one, other)))
    return found


def _blocks(who: Described) -> set[str]:
    return {*blocks(who), *_counted_names([who])}


def _counted_names(people: Iterable[Described]) -> set[str]:
    """Blocks that are there to be counted, not compared: how many have a given name, a family name."""
    found = set()
    for who in people:
        if who.full:
            found |= {
                f"given {who.given}",
                f"family {who.family}",
                "name " + " ".join(sorted((who.given, who.family))),
            }
    return found


def _weighed(pairs: Iterable[tuple[int, int]], known: Mapping[int, Known], counts: Mapping[str, int], people: int):
    beside: defaultdict[int, list[int]] = defaultdict(list)
    for place, pair in enumerate(sorted(pairs)):
        for number in pair:
            beside[number].append(place)
    rows = [_row(known[number], places, counts, people) for number, places in beside.items()]
    return weigh(pa.Table.from_pylist(rows, ROW), settings(ACROSS, "", prior(people)), OFFERED)


ROW = pa.schema(
    [("number", pa.int64()), ("blocks", pa.list_(pa.int64()))]
    + [(name, pa.string()) for name in ("given", "family", "full", "turned", "short")]
    + [(f"tf_{name}", pa.float64()) for name in ("full", "short")]
    + [(name, pa.list_(pa.string())) for name in ("numbers", "locals")]
)


def _row(one: Known, blocks: list[int], counts: Mapping[str, int], people: int) -> dict[str, object]:
    """As Splink reads it; `blocks` are the pairs it is to be compared in, and nothing else."""
    who = one.who
    family = counts.get(f"family {who.family}", 0)
    return {
        "number": who.number,
        "blocks": blocks,
        "given": who.given if who.full else None,
        "family": who.family if who.full else None,
        "full": who.full or None,
        "turned": f"{who.family} {who.given}" if who.full else None,
        "short": f"{min(called_for_short(who.given))} {who.family}" if who.full else None,
        "tf_full": full_name_share(counts.get(f"given {who.given}", 0), family, people),
        "tf_short": share(family, people, FAMILY) * SHORT,
        "numbers": list(who.numbers),
        "locals": odd_locals(who, one.name),
    }


def _save(likely: list[Weighed], known: Mapping[int, Known], counts: Mapping[str, int], people: int) -> int:
    if not likely:
        return 0
    keys = [key for one in likely for n in (one.first, one.second) for key in known[n].keys]
    spans = spans_of(log().files(), keys, counting_imports(), spill())
    firms = Organisation.objects.in_bulk(
        {known[n].organisation for one in likely for n in (one.first, one.second)} - {None}
    )
    matches = []
    for one in likely:
        sides = []
        for number in (one.first, one.second):
            there = known[number]
            firm = firms[there.organisation].name if there.organisation else ""
            sides.append(Side(there.who, there.name, firm, joined_span(spans[k] for k in there.keys if k in spans)))
        called_so = counts.get("name " + " ".join(sorted((sides[0].who.given, sides[0].who.family))), 0)
        matches.append(_match(sides, known, one, sentences(sides[0], sides[1], one.bits, called_so, people), people))
    with transaction.atomic():
        Match.objects.bulk_create(matches)
        audit(None, "import", "compare people", "organisations", offered=len(matches))
    return len(matches)


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
