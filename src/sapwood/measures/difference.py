"""The difference of two shares, with its interval. docs/measures/today.md."""

from math import sqrt
from typing import NamedTuple

Z = 1.959964  # of a normal distribution, for 95 %
ENOUGH = 20  # in each arm; below it no interval says anything worth reading


class Share(NamedTuple):
    """So many of so many; None where there are none. `low` and `high`: 95 % (Wilson 1927)."""

    came: int
    of: int
    share: float | None
    low: float
    high: float


class Difference(NamedTuple):
    """Of those offered, less of those held out; the interval is Newcombe's (1998, method 10). `tells`: there are
    enough in both arms, and 0 lies outside it."""

    offered: Share
    held_out: Share
    difference: float | None
    low: float
    high: float
    enough: bool
    tells: bool


def difference(offered: tuple[int, int], held_out: tuple[int, int]) -> Difference:
    """From (came back, how many) of each arm."""
    one, two = share(*offered), share(*held_out)
    if one.share is None or two.share is None:
        return Difference(one, two, None, -1.0, 1.0, enough=False, tells=False)
    between = one.share - two.share
    low = between - sqrt((one.share - one.low) ** 2 + (two.high - two.share) ** 2)
    high = between + sqrt((one.high - one.share) ** 2 + (two.share - two.low) ** 2)
    enough = min(one.of, two.of) >= ENOUGH
    return Difference(one, two, between, low, high, enough, tells=enough and (low > 0 or high < 0))


def share(came: int, of: int) -> Share:
    if not of:
        return Share(came, of, None, 0.0, 1.0)
    p, z2 = came / of, Z * Z
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = Z * sqrt(p * (1 - p) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return Share(came, of, p, middle - half, middle + half)
