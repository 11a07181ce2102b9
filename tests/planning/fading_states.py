"""Small cases in which accounts fade, solved exactly: in their rhythm, quiet or long quiet; six steps of five days.

Who is quiet and left alone may slip to where a contact helps less. What counts is the weight that is in its rhythm.
The rule gets what planning/worth.py gets, a chance for each state, and does not see the slipping. Run as a program it
prints how far it is from the best there is, and how far the gain within 14 days was.
"""

from dataclasses import dataclass
from functools import reduce
from itertools import chain, combinations, product
from types import SimpleNamespace

import numpy as np

from sapwood.planning.fit import fit, turn_of
from sapwood.planning.worth import MONTH, days_without

STEPS, STEP, MINUTES = 6, 5, (5, 10, 30)


@dataclass(frozen=True)
class Account:
    """A step's chances: to fall quiet; by state (in rhythm, quiet, long quiet) to come back by themselves, and
    through a contact; to slip from quiet to long quiet."""

    value: float
    minutes: int
    falls: float
    alone: tuple[float, float, float]
    contact: tuple[float, float, float]
    slips: float

    def moves(self, contacted):
        """(state now, state next)"""
        back = [1 - (1 - n) * (1 - c * contacted) for n, c in zip(self.alone, self.contact, strict=True)]
        return np.array(
            [
                [1 - self.falls, self.falls, 0],
                [back[1], (1 - back[1]) * (1 - self.slips), (1 - back[1]) * self.slips],
                [back[2], 0, 1 - back[2]],
            ]
        )


def drawn(seed, accounts=3):
    """Accounts, and the minutes of a step: about half of what all would take."""
    chance = np.random.default_rng(seed)
    several = []
    for _ in range(accounts):
        alone, contact = chance.uniform(0.02, 0.3), chance.uniform(0.1, 0.7)
        several.append(
            Account(
                value=float(chance.choice((1.0, 1.0, 2.0, 4.0))),
                minutes=int(chance.choice(MINUTES)),
                falls=chance.uniform(0.1, 0.4),
                alone=(0.0, alone, alone * chance.uniform(0.0, 0.3)),
                contact=(0.0, contact, contact * chance.uniform(0.0, 0.6)),
                slips=chance.uniform(0.05, 0.4),
            )
        )
    return several, max(5, int(0.5 * sum(one.minutes for one in several)))


def solved(accounts, minutes, choose=None):
    """Expected value in rhythm over the steps, from all states alike: by the best choices, going back from the last
    step (Bellman 1957), or by `choose`: states to the places of those contacted."""
    places = range(len(accounts))
    states = list(product(range(3), repeat=len(accounts)))
    reward = np.array([sum(a.value for a, at in zip(accounts, state, strict=True) if at == 0) for state in states])
    every = chain.from_iterable(combinations(places, size) for size in range(len(accounts) + 1))
    allowed = [some for some in every if sum(accounts[i].minutes for i in some) <= minutes]
    moves = np.array([reduce(np.kron, [accounts[i].moves(i in some) for i in places]) for some in allowed])
    chosen = None if choose is None else [allowed.index(choose(state)) for state in states]
    worth = np.zeros(len(states))
    for _ in range(STEPS):
        by_choice = moves @ (reward + worth)
        worth = by_choice.max(axis=0) if chosen is None else by_choice[chosen, range(len(states))]
    return worth.mean()


def spared(one, at):
    """The rule of Today: value x chance x days without them, of 30."""
    return one.value * one.contact[at] * days_without(1 - (1 - one.alone[at]) ** (MONTH / STEP)) / MONTH


def within_14(one, at):
    """The rule before: value x what a contact changes within 14 days."""
    return one.value * max(0.0, one.contact[at] - (1 - (1 - one.alone[at]) ** (14 / STEP)))


def by(gain, accounts, minutes):
    def choose(state):
        offered = []
        for place, (one, at) in enumerate(zip(accounts, state, strict=True)):
            turn = turn_of(owed=False, held=at == 0, urgency=1.0, density=gain(one, at) / one.minutes)
            offered.append(SimpleNamespace(place=place, minutes=one.minutes, turn=turn, held=""))
        first, _ = fit(sorted(offered, key=lambda one: one.turn), minutes)
        return tuple(sorted(one.place for one in first))

    return choose


def gaps(seeds, gain=spared):
    """Of what the best choices gain over doing nothing, the share that the rule leaves, by case."""
    found = []
    for seed in seeds:
        several, minutes = drawn(seed)
        best, mine = solved(several, minutes), solved(several, minutes, by(gain, several, minutes))
        found.append((best - mine) / (best - solved(several, minutes, lambda state: ())))
    return np.array(found)


if __name__ == "__main__":
    for gain in (spared, within_14):
        gap = gaps(range(300), gain)
        print(
            f"{gain.__name__}, 300 cases: mean {gap.mean():.1%}, 95 % of cases below {np.quantile(gap, 0.95):.1%}, "
            f"worst {gap.max():.1%}; none in {np.mean(gap < 1e-9):.0%}"
        )
