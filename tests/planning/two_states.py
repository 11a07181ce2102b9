"""Small cases of whom to turn to, solved exactly: accounts that are active or fading, a few days, minutes a day.

Run as a program it prints how far the rule of planning/fit.py is from the best there is.
"""

from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations, product
from math import prod
from types import SimpleNamespace

import numpy as np

from sapwood.planning.fit import fit, turn_of

DAYS, MINUTES = 5, (5, 10, 30)


@dataclass(frozen=True)
class Account:
    """Chances by state (active, fading): that they turn to us if contacted or not; that they are active tomorrow."""

    value: float
    minutes: int
    contact: tuple[float, float]
    none: tuple[float, float]
    stays: tuple[float, float]
    revives: tuple[float, float]


def drawn(seed, accounts=3):
    """Accounts, and the minutes of a day: about half of what all would take."""
    chance = np.random.default_rng(seed)
    several = []
    for _ in range(accounts):
        none = chance.uniform(0.05, 0.5), chance.uniform(0.0, 0.15)
        contact = tuple(n + chance.uniform(0.05, 0.5) for n in none)
        stays = chance.uniform(0.5, 0.95), chance.uniform(0.0, 0.15)
        revives = tuple(min(1.0, s + chance.uniform(0.0, 0.4)) for s in stays)
        several.append(
            Account(chance.choice((1.0, 1.0, 2.0, 4.0)), int(chance.choice(MINUTES)), contact, none, stays, revives)
        )
    return several, max(5, int(0.5 * sum(one.minutes for one in several)))


def solved(accounts, minutes, choose=None, days=DAYS):
    """Expected value of the touch-backs in so many days from all states alike: by the best choice each day, found by
    going back from the last (Bellman 1957), or by `choose`: states to the places of those contacted."""
    n = len(accounts)
    states = list(product((0, 1), repeat=n))
    every = list(chain.from_iterable(combinations(range(n), size) for size in range(n + 1)))
    allowed = [s for s in every if sum(accounts[i].minutes for i in s) <= minutes]

    @cache
    def worth(state, left):
        if not left:
            return 0.0
        choices = allowed if choose is None else [choose(state)]
        return max(_now(state, chosen) + _then(state, chosen, left) for chosen in choices)

    def _now(state, chosen):
        return sum(a.value * (a.contact if i in chosen else a.none)[state[i]] for i, a in enumerate(accounts))

    def _then(state, chosen, left):
        active = [(a.revives if i in chosen else a.stays)[state[i]] for i, a in enumerate(accounts)]
        return sum(
            prod(p if s == 0 else 1 - p for p, s in zip(active, after, strict=True)) * worth(after, left - 1)
            for after in states
        )

    return sum(worth(state, days) for state in states) / len(states)


def ours(accounts, minutes):
    """The rule of Today: the greatest gain a minute first, whatever fits."""

    def choose(state):
        offered = []
        for place, (one, at) in enumerate(zip(accounts, state, strict=True)):
            density = one.value * (one.contact[at] - one.none[at]) / one.minutes
            turn = turn_of(owed=False, held=False, urgency=1.0, density=density)
            offered.append(SimpleNamespace(place=place, minutes=one.minutes, turn=turn, held=""))
        first, _ = fit(sorted(offered, key=lambda one: one.turn), minutes)
        return tuple(one.place for one in first)

    return choose


def gaps(seeds, accounts=3, days=DAYS):
    """Of what the best choices gain over doing nothing, the share that ours leaves, by case."""
    found = []
    for seed in seeds:
        several, minutes = drawn(seed, accounts)
        best, mine = solved(several, minutes, days=days), solved(several, minutes, ours(several, minutes), days)
        nothing = solved(several, minutes, lambda state: (), days)
        found.append((best - mine) / (best - nothing))
    return np.array(found)


if __name__ == "__main__":
    for days in (1, DAYS):
        gap = gaps(range(300), days=days)
        print(
            f"{days} days, 300 cases: mean {gap.mean():.1%}, 95 % of cases below {np.quantile(gap, 0.95):.1%}, "
            f"worst {gap.max():.1%}; none in {np.mean(gap < 1e-9):.0%}"
        )
