"""Do they hear less from us after the sale than before? Rates with exact intervals, and the longest silences.
docs/measures/after_the_sale.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from scipy.stats import beta, chi2

WINDOW_DAYS = 180  # before and after the sale
LEAST_DAYS = 30  # of a window, below which nothing is known
LEAST_TOUCHES = 3  # of ours before the sale, below which no silence is long or short
PER_DAYS = 30
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Rate:
    """`touches` of ours on `days` days; None of the figures where the days are too few."""

    touches: int
    days: int

    @property
    def known(self) -> bool:
        return self.days >= LEAST_DAYS

    @property
    def per_month(self) -> float | None:
        """Touches in 30 days."""
        return self.touches / self.days * PER_DAYS if self.known else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Of `per_month`, 95 %: exact for a Poisson count (Garwood 1936)."""
        if not self.known:
            return None
        low = chi2.ppf(0.025, 2 * self.touches) / 2 if self.touches else 0.0
        high = chi2.ppf(0.975, 2 * self.touches + 2) / 2
        return float(low) / self.days * PER_DAYS, float(high) / self.days * PER_DAYS


@dataclass(frozen=True, slots=True)
class Heard:
    """What an account heard from us before and after it bought on the day `won`. `silence_before` and
    `silence_after` are the longest in days (None: unknown), `silent` the one that lasts, `gaps` how many lie before
    the sale and `gaps_after` after it."""

    won: date
    before: Rate
    after: Rate
    silence_before: int | None
    silence_after: int | None
    silent: int | None
    gaps: int
    gaps_after: int

    @property
    def ratio(self) -> tuple[float, float | None] | None:
        """The 95 % interval of the rate after by the rate before (upper end None: without bound). Given all touches
        together, those after are binomial with the share of days that lies after, if the rates are alike
        (Przyborowski & Wilenski 1940); the interval is Clopper & Pearson's (1934)."""
        a, b = self.after.touches, self.before.touches
        if not (self.after.known and self.before.known) or not a + b:
            return None
        low = float(beta.ppf(0.025, a, b + 1)) if a else 0.0
        high = float(beta.ppf(0.975, a + 1, b)) if b else 1.0
        days = self.before.days / self.after.days
        return low / (1 - low) * days, high / (1 - high) * days if high < 1 else None

    @property
    def less(self) -> bool:
        """They hear less, and it is not chance: the whole interval lies below 1."""
        found = self.ratio
        return found is not None and found[1] is not None and found[1] < 1

    @property
    def longer(self) -> bool | None:
        """The longest silence after the sale is longer than any before it; None: unknown."""
        if self.silence_before is None or self.silence_after is None:
            return None
        return self.silence_after > self.silence_before

    @property
    def chance(self) -> float | None:
        """How likely it is that no silence after the sale were as long as the longest, had we gone on as before:
        (1 − (t / (t + s))ⁿ)ᵐ for n gaps of t days in all before it and m after it (the prediction for exponential
        gaps of unknown rate under the prior 1/rate; Aitchison & Dunsmore 1975)."""
        if self.silence_after is None or self.silence_before is None or not self.gaps:
            return None
        past = self.before.days / (self.before.days + self.silence_after)
        return float((1 - past**self.gaps) ** max(1, self.gaps_after))

    @property
    def forgotten(self) -> bool:
        """Longer than any before it, and not by chance."""
        chance = self.chance
        return bool(self.longer) and chance is not None and chance > SURE


def heard(touched: Sequence[date], won: date, as_of: date, records_from: date) -> Heard:
    """From the days of our touches (several on one day: each counts in the rate), the day they bought, and the first
    day that is on record at all. The day of the sale itself counts on neither side."""
    start = max(won - timedelta(days=WINDOW_DAYS), records_from)
    end = min(won + timedelta(days=WINDOW_DAYS), as_of)
    before = sorted(day for day in touched if start <= day < won)
    later = sorted(day for day in touched if won < day <= as_of)
    rate_before = Rate(len(before), max(0, (won - start).days))
    rate_after = Rate(sum(day <= end for day in later), max(0, (end - won).days))
    told = rate_before.known and len(set(before)) >= LEAST_TOUCHES
    last = later[-1] if later else won
    whole = sorted({won, *later})
    gaps = [(b - a).days for a, b in pairwise(whole)] + [(as_of - last).days]
    edges = sorted({start, *before, won})
    return Heard(
        won,
        rate_before,
        rate_after,
        max((b - a).days for a, b in pairwise(edges)) if told else None,
        max(gaps) if (as_of - won).days >= LEAST_DAYS else None,
        (as_of - last).days if as_of > won else None,
        len(set(before)),
        len(gaps),
    )
