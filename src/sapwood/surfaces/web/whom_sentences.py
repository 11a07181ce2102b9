"""What the pages about how Today chooses say: chances with their priors, and what a comparison tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sapwood.measures.answered import ACTIVE, LONG, LONG_QUIET, QUIET, UNKNOWN
from sapwood.measures.difference import ENOUGH, Difference, Share
from sapwood.planning.worth import PRIOR, chance_of

MEANS = {
    ACTIVE: "not longer than 90 % of its gaps",
    QUIET: f"longer than that, up to {LONG:.0f} times",
    LONG_QUIET: f"more than {LONG:.0f} times as long",
    UNKNOWN: "fewer than three days with a touch",
}


@dataclass(frozen=True)
class Chance:
    state: str
    means: str
    came: int
    of: int
    prior: float
    now: float


@dataclass(frozen=True)
class Told:
    arms: list[tuple[str, Share]]
    said: str


def chances(counts: Mapping[str, Sequence[int]]) -> list[Chance]:
    """Of each state, what was counted and what that makes of the prior."""
    found = []
    for state, means in MEANS.items():
        came, of = counts.get(state, (0, 0))
        found.append(Chance(state, means, came, of, PRIOR[state], chance_of(state, came, of)))
    return found


def told(found: Difference) -> Told:
    arms = [("Offered", found.offered), ("Held out", found.held_out)]
    if found.difference is None or not found.enough:
        short = f"it takes {ENOUGH} accounts in each, whose days are over"
        return Told(arms, f"Too little to tell: {short}.")
    points = f"{_points(found.difference)} points of a hundred (95 %: {_points(found.low)} to {_points(found.high)})"
    if not found.tells:
        return Told(arms, f"Too little to tell: offering changed it by {points}, which may be nothing.")
    return Told(arms, f"Offering changed it by {points}. Nothing but chance chose, so this is what it changes.")


def _points(share: float) -> str:
    return f"{share * 100:+.0f}".replace("-", "\N{MINUS SIGN}")
