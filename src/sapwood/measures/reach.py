"""Reach: who knows whom, how well, and whose leaving would cut an account off. docs/measures/reach.md."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from .once import once
from .touches import DAY_S

HALF_LIFE_DAYS = 75.0  # 60 to 90 predicted best on mail
CROWD = 4  # people addressed; beyond it a mail's weight is shared out
HOLDS = 0.8  # share of the tie that makes an account hang on somebody
EPOCH = date(1970, 1, 1)
TIE = ("colleague", "contact", "touches", "last", "strength")


def weight(addressed: ibis.Column) -> ibis.Column:
    """1 for an interaction with up to four people addressed, 4 / addressed for larger ones."""
    return ibis.ifelse(addressed > CROWD, CROWD / addressed.cast("float64"), ibis.literal(1.0))


@once
def ties(touches: ibis.Table, attending: ibis.Table, as_of: date, half_life: float = HALF_LIFE_DAYS) -> ibis.Table:
    """A row per (organisation, colleague, contact) who have been in touch.

    In a mail the writer is in touch with each person addressed; in a meeting, call, chat or visit everybody with
    everybody. Columns: touches, last (day), strength = Σ weight · 2^(−age / half_life) with age in days.
    """
    ours = attending.filter(attending.home, attending.person.notnull())
    ours = ours.select("id", colleague="person", we_wrote="writer", we_several="several")
    theirs = attending.filter(~attending.home, attending.person.notnull())
    theirs = theirs.select("id", "organisation", contact="person", they_wrote="writer", they_several="several")
    rows = touches.select("organisation", "id", "second", "channel", "addressed").join(ours, "id")
    rows = rows.join(theirs, ["id", "organisation"])
    rows = rows.filter((rows.channel != "mail") | rows.we_wrote | rows.they_wrote)
    day = rows.second // DAY_S
    fresh = weight(rows.addressed) * (-((as_of - EPOCH).days - day) / half_life * 0.6931471805599453).exp()
    twice = rows.we_several | rows.they_several  # the same two may meet there under several addresses
    once, distinct = (~twice).sum(), rows.id.nunique(where=twice)
    return rows.group_by("organisation", "colleague", "contact").agg(
        touches=(once + distinct).cast("int32"), last=day.max().cast("int32"), strength=fresh.sum()
    )


@once
def together(tied: ibis.Table) -> ibis.Table:
    """Rows of ties() from interactions apart, as of one day, added up."""
    return tied.group_by("organisation", "colleague", "contact").agg(
        touches=tied.touches.sum().cast("int32"), last=tied["last"].max(), strength=tied.strength.sum()
    )


def reaches(tied: pa.Table) -> dict[int, dict[str, Any]]:
    """reach() by organisation, from the rows of ties() in their order."""
    cells = list(zip(*(tied[name].to_pylist() for name in TIE), strict=True))
    names, start = np.unique(tied["organisation"].to_numpy(), return_index=True)
    ends = np.append(start, len(cells)).tolist()
    return {name: reach(cells[i:j]) for name, (i, j) in zip(names.tolist(), pairwise(ends), strict=True)}


def reach(rows: Iterable[tuple[int, int, int, int, float]]) -> dict[str, Any]:
    """One organisation's ties as (colleague, contact, touches, last day, strength), strongest first in the answer.

    "ties": who knows whom. "hangs_on": the smallest set of colleagues who together hold at least 80 % of the tie
    strength (equal ones: the smaller number); were they all to leave, less than a fifth of it would be left.
    "bus_factor" is its size. "their_hangs_on" and "their_bus_factor" say the same of contacts.
    """
    cells = sorted(rows, key=lambda row: (-row[4], row[0], row[1]))
    hangs, theirs = _hangs_on([(c[0], c[4]) for c in cells]), _hangs_on([(c[1], c[4]) for c in cells])
    return {
        "ties": [
            {
                "colleague": colleague,
                "contact": contact,
                "touches": touches,
                "last": _iso(last),
                "strength": _figure(strength),
            }
            for colleague, contact, touches, last, strength in cells
        ],
        "hangs_on": hangs,
        "bus_factor": len(hangs) or None,
        "their_hangs_on": theirs,
        "their_bus_factor": len(theirs) or None,
    }


def _figure(strength: float) -> float:
    """Four digits behind the point, or four that count: of a tie that has faded the share still tells."""
    return round(strength, 4) if strength >= 1 else float(f"{strength:.4g}")


@lru_cache(maxsize=4096)
def _iso(day: int) -> str:
    return (EPOCH + timedelta(days=day)).isoformat()


def _hangs_on(strengths: list[tuple[int, float]]) -> list[int]:
    sums: dict[int, float] = {}
    for person, strength in strengths:
        sums[person] = sums.get(person, 0.0) + strength
    wanted = HOLDS * sum(sums.values())
    chosen: list[int] = []
    held = 0.0
    for person, strength in sorted(sums.items(), key=lambda item: (-item[1], item[0])):
        if held >= wanted:
            break
        chosen.append(person)
        held += strength
    return chosen
