"""Reach: who knows whom, how well, and whose leaving would cut an account off. docs/measures/reach.md."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import ibis

HALF_LIFE_DAYS = 75.0  # 60 to 90 predicted best on mail
CROWD = 4  # people addressed; beyond it a mail's weight is shared out
HOLDS = 0.8  # share of the tie that makes an account hang on somebody
EPOCH = date(1970, 1, 1)


def weight(addressed: ibis.Column) -> ibis.Column:
    """1 for an interaction with up to four people addressed, 4 / addressed for larger ones."""
    return ibis.ifelse(addressed > CROWD, CROWD / addressed.cast("float64"), ibis.literal(1.0))


def ties(touches: ibis.Table, attending: ibis.Table, as_of: date, half_life: float = HALF_LIFE_DAYS) -> ibis.Table:
    """A row per (organisation, colleague, contact) who have been in touch.

    In a mail the writer is in touch with each person addressed; in a meeting, call, chat or visit everybody with
    everybody. Columns: touches, last (day), strength = Σ weight · 2^(−age / half_life) with age in days.
    """
    ours = attending.filter(attending.home, attending.person.notnull())
    ours = ours.select("id", colleague="person", we_wrote="writer")
    theirs = attending.filter(~attending.home, attending.person.notnull())
    theirs = theirs.select("id", "organisation", contact="person", they_wrote="writer")
    rows = touches.select("organisation", "id", "day", "channel", "addressed").join(ours, "id")
    rows = rows.join(theirs, ["id", "organisation"])
    rows = rows.filter((rows.channel != "mail") | rows.we_wrote | rows.they_wrote)
    age = (as_of - EPOCH).days - rows.day
    fresh = weight(rows.addressed) * (-age / half_life * 0.6931471805599453).exp()
    return rows.group_by("organisation", "colleague", "contact").agg(
        touches=rows.id.nunique().cast("int32"), last=rows.day.max(), strength=fresh.sum()
    )


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
                "strength": round(strength, 4),
            }
            for colleague, contact, touches, last, strength in cells
        ],
        "hangs_on": hangs,
        "bus_factor": len(hangs) or None,
        "their_hangs_on": theirs,
        "their_bus_factor": len(theirs) or None,
    }


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
