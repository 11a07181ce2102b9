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
from sapwood.store.comparisons import FIRM_ALIKE, FIRMS, settings
from sapwood.store.likeness import OFFERED, Weighed, bits_of, odds_in_bits, weigh

from ..audit import audit
from ..listed import listed
from .blocked import batches, candidates, counted, learn_blocks

ROW = pa.schema(
    [
        ("number", pa.int64()),
        ("blocks", pa.list_(pa.int64())),
        ("core", pa.string()),
        ("tf_core", pa.float64()),
        ("labels", pa.list_(pa.string())),
    ]
)


def count_firms(slice_of: int) -> bool:
    """Learns the names of some that are new, all of them before any is compared. False where none was left."""
    if not (some := _waiting(slice_of, counted=False)):
        return False
    _learn(_known(some))
    Organisation.objects.filter(pk__in=listed(some)).update(counted=True)
    return True


def compare_firms(slice_of: int) -> int | None:
    """Compares some that are new, or have another name since. Returns how many pairs were proposed, None where none
    was left."""
    if not (some := _waiting(slice_of, counted=True)):
        return None
    fresh = _known(some)
    _learn(fresh)
    found = _found(fresh)  # takes a while, so it locks nothing
    with transaction.atomic():
        numbers = {number for match in found for number in (match.kept_id, match.other_id)}
        there = set(Organisation.objects.filter(pk__in=numbers, merged_into=None).values_list("pk", flat=True))
        found = [match for match in found if {match.kept_id, match.other_id} <= there]
        FirmMatch.objects.bulk_create(found)
        if found:
            audit(None, "import", "compare organisations", "organisations", offered=len(found))
        Organisation.objects.filter(pk__in=listed(some)).update(compared=True)
    return len(found)


def _waiting(most: int, counted: bool) -> list[int]:
    waiting = Organisation.objects.filter(compared=False, home=False, merged_into=None, counted=counted)
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:most])


def _learn(firms: Mapping[int, Firm]) -> None:
    learn_blocks("organisation", {number: firm_blocks(one) for number, one in firms.items()})


def told_by_tables() -> int:
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
    those = listed(sorted(numbers))
    for organisation, name in Domain.objects.filter(organisation__in=those).values_list("organisation_id", "name"):
        domains[organisation].append(name)
    present = Organisation.objects.filter(pk__in=those, home=False, merged_into=None)
    return {number: firm(number, name, domains[number]) for number, name in present.values_list("pk", "name")}


def _found(fresh: Mapping[int, Firm]) -> list[FirmMatch]:
    pairs = candidates("organisation", {number: firm_blocks(one) for number, one in fresh.items()}, CROWD)
    known = dict(fresh) | _known({number for pair in pairs for number in pair} - fresh.keys())
    met = _met({number for pair in pairs for number in pair})
    pairs = {pair for pair in pairs if pair not in met and known.keys() >= set(pair)}
    parts = [part for one, other in sorted(pairs) if (part := _part(known[one], known[other]))]
    pairs -= {(min(m.kept_id, m.other_id), max(m.kept_id, m.other_id)) for m in parts}
    firms = Organisation.objects.filter(merged_into=None).count()
    alike_is_enough = odds_in_bits(prior(firms)) + bits_of(FIRM_ALIKE) >= odds_in_bits(OFFERED)
    pairs = {pair for pair in pairs if alike_is_enough or _share_a_word(*(known[number] for number in pair))}
    counts = counted({f"firm {known[n].core}" for pair in pairs for n in pair if known[n].core})
    return parts + [
        _match(known[one.first], known[one.second], one, counts, firms)
        for one in _weighed(pairs, known, counts, firms)
    ]


def _share_a_word(one: Firm, other: Firm) -> bool:
    """Their names alike and nothing else is not enough among many."""
    return bool((one.core and one.core == other.core) or one.labels & other.labels)


def _met(numbers: Collection[int]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for some in batches(sorted(numbers)):
        for one, other in FirmMatch.objects.filter(kept__in=listed(some)).values_list("kept", "other"):
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
    return weigh(pa.Table.from_pylist(rows, ROW), settings(FIRMS, "", prior(firms)), OFFERED)


def _part(one: Firm, other: Firm) -> FirmMatch | None:
    """What is said outright goes before what is probable; a part never merges by its name alone."""
    if not (found := part_of(one, other)):
        return None
    part, whole = found
    return FirmMatch(
        kept_id=whole.number,
        other_id=part.number,
        kind=FirmMatch.Kind.PART,
        evidence=[why_part(part, whole)],
        proposed=timezone.now(),
    )


def _match(one: Firm, other: Firm, weight: Weighed, counts: Mapping[str, int], firms: int) -> FirmMatch:
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
