"""Pairs of people as rows for Splink, each name with how rare it is here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pyarrow as pa

from sapwood.identity.across import odd_locals
from sapwood.identity.blocks import called_for_short
from sapwood.identity.rareness import prior
from sapwood.store.comparisons import ACROSS, settings
from sapwood.store.likeness import OFFERED, Weighed, weigh

from .known_people import Known, shares

ROW = pa.schema(
    [("number", pa.int64()), ("blocks", pa.list_(pa.int64()))]
    + [(name, pa.string()) for name in ("given", "family", "full", "turned", "short")]
    + [(f"tf_{name}", pa.float64()) for name in ("full", "short")]
    + [(name, pa.list_(pa.string())) for name in ("numbers", "locals")]
)


def weigh_people(
    pairs: Iterable[tuple[int, int]], known: Mapping[int, Known], counts: Mapping[str, int], people: int
) -> list[Weighed]:
    """Those of `pairs` who are more probably one than two. `counts`: how many of so many `people` have a name."""
    beside: defaultdict[int, list[int]] = defaultdict(list)
    for place, pair in enumerate(sorted(pairs)):
        for number in pair:
            beside[number].append(place)
    rows = [_row(known[number], places, counts, people) for number, places in beside.items()]
    return weigh(pa.Table.from_pylist(rows, ROW), settings(ACROSS, "", prior(people)), OFFERED)


def _row(one: Known, blocks: list[int], counts: Mapping[str, int], people: int) -> dict[str, object]:
    """As Splink reads it; `blocks` are the pairs it is to be compared in, and nothing else."""
    who = one.who
    full, short = shares(who, counts, people)
    return {
        "number": who.number,
        "blocks": blocks,
        "given": who.given if who.full else None,
        "family": who.family if who.full else None,
        "full": who.full or None,
        "turned": f"{who.family} {who.given}" if who.full else None,
        "short": f"{min(called_for_short(who.given))} {who.family}" if who.full else None,
        "tf_full": full,
        "tf_short": short,
        "numbers": list(who.numbers),
        "locals": odd_locals(who, one.name),
    }
