"""What turning to an account is expected to change, against the minutes it takes. docs/measures/today.md."""

from dataclasses import dataclass, field

from sapwood.measures.answered import ACTIVE, HORIZON_DAYS, LONG_QUIET, NOTHING, QUIET, UNKNOWN, Counts, quiet

from .owed import is_owed
from .relationship import Relationship
from .urgency import CARE

# Share that comes back within the horizon, before anything is counted here. Ours; nobody has measured them.
PRIOR = {ACTIVE: 0.5, QUIET: 0.35, LONG_QUIET: 0.15, UNKNOWN: 0.3}
PRIOR_COUNTS = 8  # contacts that the prior weighs as much as
MONTH = 30
NEUTRAL = 1.0


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
    (None: unknown). `came` of `of` earlier contacts of ours after such a silence came back."""

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
    def lift(self) -> float:
        """What the contact changes; never below 0. Half the chance is put down to us where the other is unknown."""
        return self.contact / 2 if self.none is None else max(0.0, self.contact - self.none)

    @property
    def gain(self) -> float:
        """Expected touch-backs, weighed."""
        return self.value * self.lift

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
        none=None if in_30 is None else 1 - (1 - in_30) ** (theirs * HORIZON_DAYS / MONTH),
        in_30_days=in_30,
        theirs=theirs,
        minutes=minutes,
    )


def chance_of(state: str, came: int, of: int) -> float:
    """The mean of what a Beta prior becomes after `came` of `of` came back."""
    return (PRIOR[state] * PRIOR_COUNTS + came) / (PRIOR_COUNTS + of)


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
    if found.none is None or found.in_30_days is None:
        alone = "If nobody does anything: unknown; half of that chance is taken for what we change."
        sum_ = f"{_percent(found.contact)} ÷ 2"
    else:
        alone = (
            f"If nobody does anything: {_percent(found.none)}, from {_percent(found.in_30_days)} for any touch in "
            f"{MONTH} days, of which they begin {_percent(found.theirs)}."
        )
        sum_ = f"({_percent(found.contact)} − {_percent(found.none)})"
    none = " They are as likely to turn to us by themselves." if found.lift == 0 else ""
    return (
        f"Value {found.value:g} ({valued}) × {sum_}, for {found.minutes} minutes.{none}",
        chance + " Whom we turned to was our choice, so this is no proof of what a contact changes.",
        alone,
    )


def _percent(share: float) -> str:
    return "under 1 %" if share < 0.01 else "over 99 %" if share > 0.99 else f"{share * 100:.0f} %"
