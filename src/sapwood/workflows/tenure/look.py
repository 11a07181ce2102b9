"""How long relationships last, as a user may see it: counted in the database, judged by measures/tenure."""

from collections import Counter
from dataclasses import asdict, dataclass
from functools import lru_cache
from math import isnan
from typing import Any

import numpy as np
from django.db.models import Count, QuerySet

from sapwood.measures.tenure import Curve, Forecast, Itch, LifeTable, curve, forecast, itch
from sapwood.measures.tenure.life_table import tabled
from sapwood.planning.tenure import CONTRACT, SILENCE
from sapwood.records.access.models import User
from sapwood.records.relationships.models import Relationship, Tenure, seen_by
from sapwood.workflows.installation import operator

BEST = "best"  # the contract where there is one, else silence
SIGNS = (BEST, CONTRACT, SILENCE)
NOT_YET, RIVAL = Relationship.Role.PROSPECT, Relationship.Role.COMPETITOR
ROLES = [role for role in Relationship.Role if role not in (NOT_YET, RIVAL)]
STEP = ("years", "at_risk", "ended", "share", "low", "high")
LEAST_AT_RISK = 5
AHEAD = (1, 2, 3, 5)
DRAWN_AHEAD = 5  # years beyond the oldest relationship on record


@dataclass(frozen=True)
class Found:
    """By one sign: how many relationships count, how many of them ended, how many are left out and why; `going_on` of
    (age in months when last known to go on, months since): how many."""

    sign: str
    counted: int
    ended: int
    no_beginning: int
    too_short: int
    table: LifeTable
    curve: Curve
    going_on: Counter

    def ended_in(self, year: int | None) -> int:
        """In this year of their age; None: in any."""
        return self.ended if year is None else round(self.table.years_between(year - 1, year)[0])

    @property
    def itch(self) -> Itch:
        return itch(self.table)

    @property
    def forecast(self) -> Forecast:
        return foretold(self.table)

    def still_there(self, ahead: int) -> tuple[float, float, float] | None:
        """(expected, low, high) of those who go on that will be there in so many years; None: unknown."""
        if not self.going_on or not self.forecast.lasting.known:
            return None
        return _still_there(_columns(self.table), self.table.step, _by_quarter(self.going_on), ahead)


def tenures_of(user: User, role: str = "") -> QuerySet[Tenure]:
    """Of the relationships in this role that the user sees; "": in any but prospects and competitors."""
    rows = Tenure.objects.filter(seen_by(user, "relationship", gathered=True))
    if role in ROLES:
        return rows.filter(relationship__role=role)
    others = Relationship.objects.filter(role__in=[NOT_YET, RIVAL])  # few: asked for once, and not of each in turn
    return rows.exclude(relationship__in=others.values("pk"))


def by_sign(rows: QuerySet[Tenure], sign: str) -> QuerySet[Tenure]:
    return rows.filter(by=sign) if sign in (CONTRACT, SILENCE) else rows.filter(decides=True)


def ended_of(user: User, role: str, sign: str, year: int | None = None) -> QuerySet[Tenure]:
    """Those that ended, the latest first; `year`: in this year of their age (1 is the first)."""
    rows = by_sign(tenures_of(user, role), sign).filter(over=True, left_out="")
    if year is not None:
        rows = rows.filter(left__gt=12 * (year - 1), left__lte=12 * year)
    return rows.select_related("relationship__organisation").order_by("-until", "-pk")


def tenure_for(user: User, role: str = "") -> dict[str, Found]:
    """By sign; two questions to the database, however many relationships there are."""
    rows = tenures_of(user, role).order_by()
    came = rows.values_list("by", "decides", "left_out", "entered").annotate(n=Count("pk"))
    went = rows.filter(left_out="").values_list("by", "decides", "over", "left", "since").annotate(n=Count("pk"))
    came, went = list(came), list(went)
    return {sign: _found(sign, came, went) for sign in SIGNS}


def _found(sign: str, came: list, went: list) -> Found:
    entered, left_out, ended, going_on = Counter(), Counter(), Counter(), Counter()
    for by, decides, why, age, n in came:
        if by == sign or (sign == BEST and decides):
            left_out[why] += n
            if not why:
                entered[age] += n
    for by, decides, over, age, since, n in went:
        if by == sign or (sign == BEST and decides):
            if over:
                ended[age] += n
            else:
                going_on[age, since] += n
    left: Counter = Counter()
    for (age, _), n in going_on.items():
        left[age] += n
    table = tabled(entered, ended, left)
    return Found(
        sign,
        left_out[""],
        ended.total(),
        left_out[Tenure.LeftOut.BEGINNING],
        left_out[Tenure.LeftOut.SHORT],
        table,
        curve(table, LEAST_AT_RISK),
        going_on,
    )


def foretold(table: LifeTable) -> Forecast:
    """The forecast for whole years; the same counts are not fitted twice."""
    return _foretold(_columns(table), table.step)


def _columns(table: LifeTable) -> tuple[bytes, ...]:
    return tuple(column.tobytes() for column in (table.age, table.entered, table.ended, table.going_on))


@lru_cache(maxsize=32)
def _foretold(columns: tuple[bytes, ...], step: float) -> Forecast:
    table = LifeTable(*map(np.frombuffer, columns), step)
    last = float(table.age.max(initial=0.0))
    return forecast(table, np.arange(0, np.ceil(last) + DRAWN_AHEAD + 1))


@lru_cache(maxsize=128)
def _still_there(columns, step: float, going_on: tuple, ahead: int) -> tuple[float, float, float]:
    age, since, count = np.array(going_on, float).T
    return _foretold(columns, step).still_there(age / 12, count, since / 12 + ahead)


def _by_quarter(going_on: Counter) -> tuple[tuple[int, int, int], ...]:
    """To the nearest quarter of a year of age: nobody sees the difference, and it takes a third of the time."""
    found: Counter = Counter()
    for (age, since), n in going_on.items():
        found[round(age / 3) * 3, since] += n
    return tuple((age, since, n) for (age, since), n in sorted(found.items()))


def tenure_of_all() -> list[dict[str, Any]]:
    """What `sapwood tenure` answers, by sign, as plain values; None: unknown. Acts as the operator, who sees all."""
    return [_plain(found) for found in tenure_for(operator()).values()]


def _plain(found: Found) -> dict[str, Any]:
    steps = zip(
        *(part.tolist() for part in (found.curve.age, found.curve.at_risk, found.curve.ended)),
        *(part.tolist() for part in (found.curve.share, found.curve.low, found.curve.high)),
        strict=True,
    )
    lasting = found.forecast.lasting
    return {
        "sign": found.sign,
        "counted": found.counted,
        "ended": found.ended,
        "no_beginning": found.no_beginning,
        "too_short": found.too_short,
        "from_years": found.curve.start,
        "median_years": _known(found.curve.median),
        "curve": [dict(zip(STEP, map(_known, step), strict=True)) for step in steps],
        "law": {"gamma": lasting.gamma, "delta": lasting.delta, "c": lasting.c} if lasting.known else None,
        "still_there": [
            dict(zip(("years", "expected", "low", "high"), (ahead, *said), strict=True))
            for ahead in AHEAD
            if (said := found.still_there(ahead))
        ],
        "itch": asdict(found.itch),
    }


def _known(value: float) -> float | None:
    return None if isnan(value) else value
