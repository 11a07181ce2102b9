"""What the tenure page says: sentences, rows of years and the picture, from what was found."""

from dataclasses import dataclass

import numpy as np
from django.utils.safestring import SafeString, mark_safe

from sapwood.measures.tenure.itch import ITCH, NONE, Itch
from sapwood.surfaces.web.tenure_curve import Point, tenure_curve
from sapwood.surfaces.web.words import count
from sapwood.workflows.tenure.look import AHEAD, DRAWN_AHEAD, Found

ITCH_YEAR = 7


@dataclass(frozen=True)
class Share:
    """In percent; `low` and `high` None: no interval."""

    middle: float
    low: float | None
    high: float | None

    def __str__(self) -> str:
        middle = f"{self.middle:.0f} %"
        if self.low is None or self.high is None:
            return middle
        return f"{middle} ({self.low:.0f} to {self.high:.0f})"


@dataclass(frozen=True)
class Year:
    """One year of age: relationship-years on record and how many ended in it; the shares that last beyond it, by the
    record and by the forecast. None: unknown."""

    number: int
    exposure: float
    ended: int
    lasted: Share | None
    foretold: Share | None


def years_of(found: Found) -> list[Year]:
    last, start = _last(found), found.curve.start
    ahead = int(np.ceil(last)) + DRAWN_AHEAD if found.forecast.lasting.known else int(np.ceil(last))
    numbers = range(int(np.floor(start)) + 1, ahead + 1)
    told = dict(zip(numbers, _foretold(found, numbers), strict=True)) if found.forecast.lasting.known else {}
    rows = []
    for number in numbers:
        ended, exposure = found.table.years_between(number - 1, number)
        rows.append(Year(number, exposure, round(ended), lasted(found, number), told.get(number)))
    return rows


def lasted(found: Found, years: float) -> Share | None:
    """By the record, which reaches only so far; where none has ended yet, it says nothing of how long they last."""
    if not found.curve.start <= years <= _last(found) or not found.ended:
        return None
    return _share(*found.curve.at(years))


def start_said(found: Found) -> str:
    """The age from which on enough are on record, "3 months"; "" where that is from the beginning."""
    months = round(12 * found.curve.start)
    return "" if not months else count(months, "month") if months < 24 else f"{months / 12:.3g} years"


def _foretold(found: Found, numbers: range) -> list[Share]:
    shares = found.forecast.given(found.curve.start, np.array(numbers, float))
    return [_share(*one) for one in zip(*(part.tolist() for part in shares), strict=True)]


def _share(middle: float, low: float, high: float) -> Share:
    sure = low == low and high == high
    return Share(100 * middle, 100 * low if sure else None, 100 * high if sure else None)


def _last(found: Found) -> float:
    """The last age at which enough are on record."""
    enough = found.table.age[found.table.at_risk >= 1]
    return float(enough.max(initial=0.0))


def still_there(found: Found) -> list[tuple[int, str]]:
    """(years ahead, "41 (36 to 45)") of the relationships that go on."""
    said = []
    for ahead in AHEAD:
        if number := found.still_there(ahead):
            middle, low, high = number
            said.append((ahead, f"{middle:,.0f} ({low:,.0f} to {high:,.0f})"))
    return said


def itch_sentence(one: Itch) -> str:
    """The honest answer, in a sentence or two."""
    if one.answer == ITCH:
        return (
            f"Yes: in the seventh year {_times(one.ratio)} as many end as in the years beside it"
            f"{_interval(one)}. So many, or more, would be chance in {_in_hundred(one.p)}."
        )
    if one.answer == NONE:
        return (
            f"No: in the seventh year {_times(one.ratio)} as many end as in the years beside it{_interval(one)}. "
            "Had twice as many ended, your data would most likely have shown it."
        )
    total = one.ends + one.ends_beside
    seen = f"{total} relationship{'' if total == 1 else 's'} ended in the sixth to eighth year"
    if one.needed is None:
        return (
            f"Too little to tell: {seen}, and not all of these years are on record. "
            "It takes about 60 ends in them to find out whether twice as many end in the seventh."
        )
    return (
        f"Too little to tell: {seen}; it takes {one.needed:,} to find out whether twice as many end in the seventh."
    )


def _times(ratio: float | None) -> str:
    return "infinitely many times" if ratio is None else f"{ratio:.1f} times"


def _interval(one: Itch) -> str:
    if one.low is None:
        return ""
    high = "no limit" if one.high is None else f"{one.high:.1f}"
    return f" (95 %: from {one.low:.1f} to {high})"


def _in_hundred(p: float | None) -> str:
    hundred = 100 * (p or 0.0)
    return "less than 1 case of 100" if hundred < 1 else f"{hundred:.0f} cases of 100"


def pictures(found: Found) -> list[SafeString]:
    """[wide, narrow]; [] where no end is on record yet."""
    last, start = _last(found), found.curve.start
    if not found.ended or last <= start:
        return []
    steps: list[Point] = [(start, 1.0, None, None)]
    for row in zip(*(part.tolist() for part in _columns(found)), strict=True):
        age, share, low, high = row
        steps.append((age, share, low if low == low else None, high if high == high else None))
    steps.append((last, steps[-1][1], None, None))
    told: list[Point] = []
    end = last
    if found.forecast.lasting.known:
        end = np.ceil(last) + DRAWN_AHEAD
        ages = np.linspace(start, end, 60)
        told = list(zip(ages.tolist(), *(part.tolist() for part in found.forecast.given(start, ages)), strict=True))
    label = "How many of 100 relationships last for how many years; the same figures stand in the table below."
    drawn = (tenure_curve(steps, told, float(end), ITCH_YEAR, width, label) for width in (960, 360))
    return [mark_safe(one) for one in drawn]  # noqa: S308 - numbers of ours, the label escaped


def _columns(found: Found):
    return found.curve.age, found.curve.share, found.curve.low, found.curve.high
