"""What turning to an account is expected to change, against the minutes it takes. docs/measures/today.md."""

from dataclasses import dataclass, field
from math import log1p

from sapwood.measures.answered import ACTIVE, HORIZON_DAYS, LONG_QUIET, NOTHING, QUIET, UNKNOWN, Counts, quiet

from .owed import is_owed
from .relationship import Relationship
from .urgency import CARE

# Share that comes back within the horizon, before anything is counted here. Ours; nobody has measured them.
PRIOR = {ACTIVE: 0.5, QUIET: 0.35, LONG_QUIET: 0.15, UNKNOWN: 0.3}
PRIOR_COUNTS = 8  # contacts that the prior weighs as much as
MONTH = 30
NEUTRAL = 1.0
EVER_SO_LITTLE = 1e-9


@dataclass(frozen=True, slots=True)
class Known:
    """What an installation has counted and said: contacts of ours by how quiet it was (`answered`), the limits on
    unasked `calls` and `mails` a quarter (None: no limit; `limits_from`: whose they are), and whom a comparison holds
    out this week."""

    answered: Counts = field(default_factory=lambda: NOTHING)
    calls: int | None = None
    mails: int | None = None
    limits_from: str = ""
    held_out: frozenset[int] = frozenset()


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class Worth:
    """`contact` and `none`: the chances that they turn to us within 14 days if we turn to them, and if nobody does
    (None: unknown). `came` of `of` earlier contacts of ours after such a silence came back. `in_30_days`: the chance
    of any touch, of which they begin the share `theirs`."""

    value: float
    tier: str
    state: str
    came: int
    of: int
    contact: float
    none: float | None
    in_30_days: float | None
    theirs: float
    minutes: int

    @property
    def alone(self) -> float | None:
        """The chance that they turn to us within 30 days if nobody does; None: unknown."""
        return None if self.in_30_days is None else chance_alone(self.in_30_days, self.theirs)

    @property
    def contacted(self) -> float | None:
        """The same if we turn to them."""
        return None if self.alone is None else 1 - (1 - self.contact) * (1 - self.alone)

    @property
    def without(self) -> float | None:
        """Of the next 30 days, those that pass without them if nobody does anything, as a mean; None: unknown."""
        return None if self.alone is None else days_without(self.alone)

    @property
    def spared(self) -> float:
        """So many fewer of them if we turn to them. Half of the 30 days are taken where they are unknown."""
        return self.contact * (MONTH / 2 if self.without is None else self.without)

    @property
    def gain(self) -> float:
        """The share of the next 30 days that a contact keeps from being silent, weighed."""
        return self.value * self.spared / MONTH

    @property
    def density(self) -> float:
        """Gain a minute."""
        return self.gain / max(1, self.minutes)


def worth(one: Relationship, minutes: int, known: Known = NOTHING_KNOWN) -> Worth:
    silent = one.silent_days if one.unheard_days is None else one.unheard_days
    state = quiet(silent, one.usual_gap[2]) if silent is not None and one.usual_gap else UNKNOWN
    came, of = known.answered.get(state, (0, 0))
    ours, began = one.starts
    theirs = (1 + began - ours) / (2 + began)
    in_30 = one.p_touch_30d if one.usual_gap is not None else None
    return Worth(
        value=NEUTRAL if one.weight is None else one.weight,
        tier=one.tier,
        state=state,
        came=came,
        of=of,
        contact=chance_of(state, came, of),
        none=None if in_30 is None else chance_alone(in_30, theirs, HORIZON_DAYS),
        in_30_days=in_30,
        theirs=theirs,
        minutes=minutes,
    )


def chance_of(state: str, came: int, of: int) -> float:
    """The mean of what a Beta prior becomes after `came` of `of` came back."""
    return (PRIOR[state] * PRIOR_COUNTS + came) / (PRIOR_COUNTS + of)


def chance_alone(in_30_days: float, theirs: float, days: int = MONTH) -> float:
    """The chance that they turn to us within so many days, out of that of any touch in 30 and the share of these that
    they begin, as if touches came evenly."""
    return float(1 - (1 - in_30_days) ** (theirs * days / MONTH))


def days_without(alone: float) -> float:
    """Mean of the days that pass until they turn to us, at most 30, where `alone` is the chance that they do within
    30: the area below a survival that falls evenly, 30 x alone / -ln(1 - alone)."""
    if alone < EVER_SO_LITTLE:
        return float(MONTH)
    return -MONTH * alone / log1p(-min(alone, 1 - EVER_SO_LITTLE))


def worth_sentences(one: Relationship, kind: str, found: Worth) -> tuple[str, ...]:
    """The arithmetic in words."""
    if kind in CARE:
        return ("Care after something broke. It comes first, and is never counted as a gain.",)
    if is_owed(one, kind):
        return ("Owed: it comes before everything that is weighed against minutes.",)
    valued = f"the weight of tier {found.tier}" if found.tier else "nobody said what it is worth, so it counts as one"
    chance = (
        f"Where they were {found.state}, {found.came:,} of our {found.of:,} contacts were followed by a touch of "
        f"theirs within {HORIZON_DAYS} days; with a prior of {_percent(PRIOR[found.state])} that weighs like "
        f"{PRIOR_COUNTS}: {_percent(found.contact)}."
    )
    if found.without is None or found.in_30_days is None:
        alone = f"If nobody does anything: unknown; half of the next {MONTH} days is taken for silent."
        days = f"half of {MONTH} days"
    else:
        alone = (
            f"If nobody does anything, they turn to us within {MONTH} days with {_percent(found.alone)}, and on "
            f"average {found.without:.1f} of these days pass before; with a contact with "
            f"{_percent(found.contacted)}, and {found.without - found.spared:.1f}. That is from "
            f"{_percent(found.in_30_days)} for any touch in {MONTH} days, of which they begin "
            f"{_percent(found.theirs)}."
        )
        days = f"{found.without:.1f} days"
    return (
        f"Value {found.value:g} ({valued}) × {_percent(found.contact)} of {days} without them, for "
        f"{found.minutes} minutes.",
        chance + " Whom we turned to was our choice, so this is no proof of what a contact changes.",
        alone,
    )


def _percent(share: float | None) -> str:
    if share is None:
        return "unknown"
    return "under 1 %" if share < 0.01 else "over 99 %" if share > 0.99 else f"{share * 100:.0f} %"
