"""Is there an itch? Whether relationships end more often in one year of their age than in the years beside it."""

from dataclasses import dataclass

from scipy.stats import beta, binom

from .life_table import LifeTable

TWICE, POWER, LEVEL, MOST = 2.0, 0.8, 0.05, 2000
UNTOLD, ITCH, NONE = "too little to tell", "an itch", "no itch of that size"


@dataclass(frozen=True, slots=True)
class Itch:
    """`ends` in `exposure` relationship-years of year `year`; `ends_beside` in `exposure_beside` of the years beside
    it. `ratio` of the two rates with its exact 95 % interval; None: unknown. `p`: the chance of so many ends or more
    in that year if it were like the others. `needed`: how many ends in all of these years it takes to find a doubling
    in four cases of five; None: more than 2,000, or nothing is under observation. `answer` is UNTOLD, ITCH or
    NONE."""

    year: int
    ends: int
    exposure: float
    ends_beside: int
    exposure_beside: float
    ratio: float | None
    low: float | None
    high: float | None
    p: float | None
    needed: int | None
    answer: str

    @property
    def exposure_of_all(self) -> float:
        return self.exposure + self.exposure_beside


def itch(table: LifeTable, year: int = 7, beside: int = 1) -> Itch:
    """The hazard of year `year` (ages from year - 1 to year) against that of `beside` years on either side.

    Given the ends of all these years together, those of the one year are binomial with the share of the exposure that
    lies in it, if the rates are alike (Przyborowski & Wilenski 1940): an exact test, one-sided at 5 %; the interval
    of the ratio is Clopper & Pearson's (1934)."""
    ends, exposure = table.years_between(year - 1, year)
    around = [table.years_between(max(0, year - 1 - beside), year - 1), table.years_between(year, year + beside)]
    ends_beside, exposure_beside = (sum(part) for part in zip(*around, strict=True))
    d, e, total = round(ends), round(ends_beside), round(ends + ends_beside)
    if min(exposure, *(part for _, part in around)) <= 0 or not total:
        possible = min(exposure, exposure_beside) > 0
        needed = _needed(exposure / (exposure + exposure_beside)) if possible else None
        return Itch(year, d, exposure, e, exposure_beside, None, None, None, None, needed, UNTOLD)
    share = exposure / (exposure + exposure_beside)
    p = float(binom.sf(d - 1, total, share))
    low = float(beta.ppf(0.025, d, e + 1)) if d else 0.0
    high = float(beta.ppf(0.975, d + 1, e)) if e else 1.0
    rates = exposure_beside / exposure
    needed = _needed(share)
    answer = ITCH if p <= LEVEL else NONE if needed and total >= needed else UNTOLD
    return Itch(
        year,
        d,
        exposure,
        e,
        exposure_beside,
        d / e * rates if e else None,
        low / (1 - low) * rates,
        high / (1 - high) * rates if high < 1 else None,
        p,
        needed,
        answer,
    )


def _needed(share: float) -> int | None:
    """The least number of ends from which on the test finds a doubled rate in four cases of five. What it finds goes
    up and down from number to number, so the next ten have to hold as well."""
    doubled = TWICE * share / (TWICE * share + 1 - share)
    held = 0
    for total in range(1, MOST + 1):
        least = int(binom.isf(LEVEL, total, share)) + 1  # the first count that is significant
        held = held + 1 if binom.sf(least - 1, total, doubled) >= POWER else 0
        if held > 10:
            return total - 10
    return None
