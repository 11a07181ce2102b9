"""Organisations that may be one, or part of one another: proposed with a probability and what it rests on. Only those
are compared that share a block with a new one; nothing is accepted by itself."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import pyarrow as pa
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from sapwood.identity.firm_name import Firm, firm
from sapwood.identity.rareness import FIRM, prior, share
from sapwood.identity.same_firm import CROWD, firm_blocks, part_of, sentences, why_part
from sapwood.records.directory.models import Domain, FirmMatch, Organisation
from sapwood.records.trade.models import Firm as FirmRow
from sapwood.store.comparisons import FIRMS, settings
from sapwood.store.likeness import Weighed, odds_in_bits, weigh

from ..audit import audit
from .blocked import batches, candidates, counted, learn_blocks

OFFERED = 0.5
ROW = pa.schema(
    [
        ("number", pa.int64()),
        ("blocks", pa.list_(pa.int64())),
        ("core", pa.string()),
        ("tf_core", pa.float64()),
        ("labels", pa.list_(pa.string())),
    ]
)


def look_for_same_firms() -> int:
    """Compares organisations that were never compared. Returns how many pairs were proposed."""
    waiting = Organisation.objects.filter(compared=False, home=False, merged_into=None)
    fresh = list(waiting.values_list("pk", flat=True))
    for some in batches(fresh):
        learn_blocks("organisation", {number: firm_blocks(one) for number, one in _known(some).items()})
    proposed = 0
    for some in batches(fresh):
        with transaction.atomic():
            proposed += _propose(_known(some))
            Organisation.objects.filter(pk__in=some).update(compared=True)
    return proposed + _told_by_tables()


def _told_by_tables() -> int:
    """Parents that a table names: a sentence of a source, so it is offered and not taken for said."""
    met = FirmMatch.objects.filter(kept=OuterRef("parent"), other=OuterRef("organisation"))
    turned = FirmMatch.objects.filter(other=OuterRef("parent"), kept=OuterRef("organisation"))
    told = FirmRow.objects.present().exclude(parent=None).exclude(parent=F("organisation"))
    told = told.filter(organisation__home=False, parent__home=False).exclude(Exists(met) | Exists(turned))
    found = {
        (row.parent_id, row.organisation_id): FirmMatch(
            kept_id=row.parent_id,
            other_id=row.organisation_id,
            kind=FirmMatch.Kind.PART,
            evidence=[f"{row.source}, names {row.parent} as the parent of {row.organisation}."],
            proposed=timezone.now(),
        )
        for row in told.select_related("organisation", "parent", "sheet")
    }
    FirmMatch.objects.bulk_create(found.values())
    return len(found)


def _known(numbers: Collection[int]) -> dict[int, Firm]:
    domains: defaultdict[int, list[str]] = defaultdict(list)
    for organisation, name in Domain.objects.filter(organisation__in=numbers).values_list("organisation_id", "name"):
        domains[organisation].append(name)
    present = Organisation.objects.filter(pk__in=numbers, home=False, merged_into=None)
    return {number: firm(number, name, domains[number]) for number, name in present.values_list("pk", "name")}


def _propose(fresh: Mapping[int, Firm]) -> int:
    pairs = candidates("organisation", {number: firm_blocks(one) for number, one in fresh.items()}, CROWD)
    known = dict(fresh)
    for some in batches({number for pair in pairs for number in pair} - fresh.keys()):
        known |= _known(some)
    met = _met({number for pair in pairs for number in pair})
    pairs = {pair for pair in pairs if pair not in met and known.keys() >= set(pair)}
    if not pairs:
        return 0
    firms = Organisation.objects.filter(merged_into=None).count()
    counts = counted("organisation", {f"firm {known[n].core}" for pair in pairs for n in pair if known[n].core})
    found = []
    for one in _weighed(pairs, known, counts, firms):
        if made := _match(known[one.first], known[one.second], one, counts, firms):
            found.append(made)
    FirmMatch.objects.bulk_create(found)
    if found:
        audit(None, "import", "compare organisations", "organisations", offered=len(found))
    return len(found)


def _met(numbers: Collection[int]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for some in batches(numbers):
        for one, other in FirmMatch.objects.filter(kept__in=some).values_list("kept", "other"):
            found.add((min(one, other), max(one, other)))
    return found


def _weighed(
    pairs: Iterable[tuple[int, int]], known: Mapping[int, Firm], counts: Mapping[str, int], firms: int
) -> list[Weighed]:
    beside: defaultdict[int, list[int]] = defaultdict(list)
    for place, pair in enumerate(sorted(pairs)):
        for number in pair:
            beside[number].append(place)
    rows = [
        {
            "number": number,
            "blocks": places,
            "core": known[number].core or None,
            "tf_core": share(counts.get(f"firm {known[number].core}", 0), firms, FIRM),
            "labels": sorted(known[number].labels),
        }
        for number, places in beside.items()
    ]
    return weigh(pa.Table.from_pylist(rows, ROW), settings(FIRMS, "", prior(firms)))


def _match(one: Firm, other: Firm, weight: Weighed, counts: Mapping[str, int], firms: int) -> FirmMatch | None:
    """What is said outright goes before what is probable; a part never merges by its name alone."""
    if found := part_of(one, other):
        part, whole = found
        return FirmMatch(
            kept_id=whole.number,
            other_id=part.number,
            kind=FirmMatch.Kind.PART,
            evidence=[why_part(part, whole)],
            proposed=timezone.now(),
        )
    if weight.probability < OFFERED:
        return None
    evidence, against = sentences(one, other, weight.bits, counts.get(f"firm {one.core}", 0))
    return FirmMatch(
        kept_id=one.number,
        other_id=other.number,
        kind=FirmMatch.Kind.SAME,
        probability=weight.probability,
        bits={"before anything is compared": round(odds_in_bits(prior(firms)), 2), **weight.bits},
        evidence=evidence,
        against=against,
        proposed=timezone.now(),
    )
