#!/usr/bin/env python3
"""Whom to turn to under a colleague's minutes: a SIMULATION, of invented accounts; it proves nothing about yours.

    OMP_NUM_THREADS=1 python benchmarks/whom_today.py
    OMP_NUM_THREADS=1 python benchmarks/whom_today.py --first-seed 100 --seeds 20 --world fading

Invented accounts write by themselves at rates of their own; a contact may bring an answer. For a year one colleague
has 30 minutes each working day, fewer than would do for all. Three worlds:

- fading: 300 accounts. Who hears nothing, from either side, for twice their own gap begins to fade, with 2 % a day,
  and is lost after a while; an answer may bring back to life. A contact in time keeps from fading, answered or not.
- answers only: 900 accounts. Nobody fades. A contact brings an answer, or none, and nothing else.
- growing: 300 accounts. The chance to fade grows with their own silence in their own gaps; a contact that nobody
  answers keeps from nothing. A second one within three of their gaps of one unanswered drives away, with 20 %.

The rules choose among the same accounts (silent beyond the 90 % point of their usual gap, not turned to for 14 days),
and see what an installation sees: when touches were, what a tier weighs, how long a contact takes; never the chances
that the simulation draws from. Ours is the shipped code (planning/worth.py, planning/fit.py) on a rhythm fitted on
the year before, its prior moved by the answers it gets. What is chance is drawn alike for all rules. The rule was
chosen on seeds 100 to 119; what is reported are seeds 0 to 19.

Rules beside it: oldest first (the longest silence), round-robin (whom we turned to longest ago), and a score list as
sales people know it (fifths of recency, frequency and weight, added up). Every rule fills the minutes with whatever
still fits. Prints Markdown tables: means over the seeds with 95 % intervals (Student's t), differences within seeds.

What counts: the weight that is in its own rhythm (their silence within the 90 % point of their true gaps), as a mean
over the days; what is lost at the end; and how much they write, which rewards volume.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np
from scipy.stats import t as student

from sapwood.measures.answered import quiet
from sapwood.measures.rhythm import fit as fit_rhythm
from sapwood.measures.rhythm import p_touch, summarise, usual_gap
from sapwood.planning.fit import fit, turn_of
from sapwood.planning.relationship import Relationship
from sapwood.planning.worth import Known, worth

BEFORE, MINUTES, AGAIN, HORIZON = 365, 30, 14, 14
ACTIVE, FADING, LOST = 0, 1, 2
ANSWERS = np.array([0.6, 0.3, 0.02])  # by state; drawn from, never shown to a rule
BEGINS = np.array([1.0, 0.1, 0.0])  # of their own rate
IS_LOST, REVIVES = 0.01, 0.5  # a day; by an answer
COSTS, SHARES = (5, 10, 30), (0.5, 0.35, 0.15)


@dataclass(frozen=True)
class World:
    """`fades`: by house and day the chance a day that who is active begins to. `annoys`: the chance that a second
    contact within three of their gaps of one unanswered drives away."""

    title: str
    accounts: int
    fades: Callable[["House", int], np.ndarray]
    annoys: float = 0.0


WORLDS = {
    "fading": World("they fade when they hear nothing", 300, lambda h, day: 0.02 * (day - h.last > 2 * h.gap)),
    "answers": World("contacts only bring answers", 900, lambda h, day: np.zeros(h.world.accounts)),
    "growing": World(
        "fading grows with silence, and contacts too close annoy",
        300,
        lambda h, day: 0.04 * np.maximum(0, (day - h.theirs) / h.gap - 1) / h.gap,
        annoys=0.2,
    ),
}


@dataclass
class House:
    """Accounts as they really are, and what can be seen of them."""

    chance: np.random.Generator
    world: World
    weights: tuple[float, ...]
    days: int
    touches: list[list[int]] = field(default_factory=list)
    came: dict[str, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        n, chance = self.world.accounts, self.chance
        self.gap = np.exp(chance.normal(np.log(15), 0.7, n))
        self.value = chance.choice(self.weights, n)
        self.minutes = chance.choice(COSTS, n, p=SHARES)
        self.drawn = chance.random((5, self.days, n))  # alike for every rule
        self.patience = chance.random((self.days, n))
        self.state = np.zeros(n, int)
        self.last, self.theirs, self.ours = np.zeros(n), np.zeros(n), np.zeros(n, int)
        self.turned = np.full(n, -10_000.0)
        self.due: dict[int, list[int]] = {}
        self.asked: list[tuple[int, int, str]] = []
        self.touches = [[] for _ in range(n)]

    def live(self, day: int) -> tuple[float, float]:
        """A day of theirs; the weight of who turned to us, and the share of it that is in its own rhythm."""
        begins, fading, losing, reviving, _ = self.drawn[:, day]
        begun = begins < BEGINS[self.state] / self.gap
        for one in self.due.pop(day, ()):
            begun[one] = True
            if self.state[one] == FADING and reviving[one] < REVIVES:
                self.state[one] = ACTIVE
        for one in np.flatnonzero(begun):
            self.touches[one].append(day)
            self.last[one] = self.theirs[one] = day
        lost = (self.state == FADING) & (losing < IS_LOST)
        fades = (self.state == ACTIVE) & (fading < self.world.fades(self, day))
        self.state[lost], self.state[fades] = LOST, FADING
        in_rhythm = day - self.theirs <= np.log(10) * self.gap
        return float(self.value[begun].sum()), float(self.value[in_rhythm].sum() / self.value.sum())

    def turn_to(self, one: int, day: int, how: str) -> None:
        unanswered = self.turned[one] >= self.theirs[one] and day - self.turned[one] < 3 * self.gap[one]
        if unanswered and self.patience[day, one] < self.world.annoys:
            self.state[one] = min(LOST, self.state[one] + 1)
        self.turned[one] = day
        self.ours[one] += 1
        self.touches[one].append(day)
        self.last[one] = day
        self.asked.append((one, day, how))
        answers = self.drawn[4, day, one]
        if answers < ANSWERS[self.state[one]]:
            after = 1 + int(7 * answers / ANSWERS[self.state[one]])
            self.due.setdefault(day + after, []).append(one)


class Seen:
    """What an installation works out once a week from the touches alone."""

    def __init__(self, house: House, params, day: int) -> None:
        n = house.world.accounts
        ids = np.repeat(np.arange(n), [len(times) for times in house.touches])
        summary = summarise(ids, np.concatenate([np.array(times, int) for times in house.touches]), day)
        who = np.asarray(summary.ids, int)
        self.high = np.full(n, np.inf)
        self.middle, self.month, self.number = np.full(n, np.nan), np.zeros(n), np.zeros(n)
        _, self.middle[who], self.high[who] = usual_gap(params, summary.x, summary.t_x, summary.s)
        self.month[who] = p_touch(params, summary.x, summary.t_x, summary.T, 30)
        self.number[who] = summary.x + 1


Rule = Callable[[House, Seen, np.ndarray, int], list[int]]


def ours(house: House, seen: Seen, open_: np.ndarray, day: int) -> list[int]:
    known = Known(answered=counted(house, seen, day))
    things = []
    for one in open_:
        gap = (1.0, float(seen.middle[one]), float(seen.high[one]))
        account = Relationship(
            account=int(one),
            state="red",
            why="",
            touches=int(seen.number[one]),
            touch_days=int(seen.number[one]),
            silent_days=int(day - house.last[one]),
            unheard_days=int(day - house.theirs[one]),
            usual_gap=gap,
            p_touch_30d=float(seen.month[one]),
            weight=float(house.value[one]),
            starts=(int(house.ours[one]), int(seen.number[one])),
        )
        found = worth(account, int(house.minutes[one]), known)
        turn = turn_of(owed=False, held=False, urgency=1.0, density=found.density)
        things.append(SimpleNamespace(one=int(one), minutes=found.minutes, turn=turn, held=""))
    first, _ = fit(sorted(things, key=lambda thing: thing.turn), MINUTES)
    return [thing.one for thing in first]


def counted(house: House, seen: Seen, day: int) -> dict[str, tuple[int, int]]:
    """Of contacts whose 14 days are over, how many were followed by a touch of theirs, by how quiet it had been."""
    for one, when, how in [asked for asked in house.asked if asked[1] + HORIZON < day]:
        came, of = house.came.get(how, (0, 0))
        back = any(when < touch <= when + HORIZON for touch in house.touches[one])
        house.came[how] = (came + back, of + 1)
    house.asked = [asked for asked in house.asked if asked[1] + HORIZON >= day]
    return house.came


def in_order(key: Callable[[House, Seen, np.ndarray, int], np.ndarray]) -> Rule:
    """The least first, whatever still fits."""

    def rule(house: House, seen: Seen, open_: np.ndarray, day: int) -> list[int]:
        left, chosen = MINUTES, []
        for one in open_[np.argsort(key(house, seen, open_, day), kind="stable")]:
            if house.minutes[one] <= left:
                chosen.append(int(one))
                left -= house.minutes[one]
        return chosen

    return rule


def score(house: House, seen: Seen, open_: np.ndarray, day: int) -> np.ndarray:
    def fifths(values: np.ndarray) -> np.ndarray:
        return np.digitize(values, np.quantile(values, (0.2, 0.4, 0.6, 0.8)))

    return -(fifths(house.last) + fifths(seen.number) + fifths(house.value))[open_]


def nobody(house: House, seen: Seen, open_: np.ndarray, day: int) -> list[int]:
    return []


RULES: dict[str, Rule] = {
    "nobody is turned to": nobody,
    "oldest first": in_order(lambda house, seen, open_, day: house.last[open_]),
    "round-robin": in_order(lambda house, seen, open_, day: house.turned[open_]),
    "score list": in_order(score),
    "Today": ours,
}


def year(rule: Rule, seed: int, world: World, weights: tuple[float, ...], days: int) -> tuple[float, ...]:
    """(% of the weight in its own rhythm, % lost at the end, weight of their touches a week, contacts a week)"""
    house = House(np.random.default_rng(seed), world, weights, BEFORE + days)
    for day in range(BEFORE):
        house.live(day)
    ids = np.repeat(np.arange(world.accounts), [len(times) for times in house.touches])
    params = fit_rhythm(summarise(ids, np.concatenate([np.array(t, int) for t in house.touches]), BEFORE - 1))
    total, rhythm, contacts, seen = 0.0, 0.0, 0, Seen(house, params, BEFORE - 1)
    for day in range(BEFORE, BEFORE + days):
        weight, share = house.live(day)
        total, rhythm = total + weight, rhythm + share
        if day % 7 == 0 and rule is not nobody:
            seen = Seen(house, params, day)
        if day % 7 < 5:
            open_ = np.flatnonzero((day - house.last > seen.high) & (day - house.turned >= AGAIN))
            for one in rule(house, seen, open_, day) if len(open_) else ():
                how = quiet(int(day - house.theirs[one]), float(seen.high[one]))
                house.turn_to(one, day, how)
                contacts += 1
    lost = float(house.value[house.state == LOST].sum() / house.value.sum())
    return 100 * rhythm / days, 100 * lost, total / days * 7, contacts / days * 7


def interval(values: np.ndarray) -> str:
    half = student.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    return f"{values.mean():.2f} ± {half:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument(
        "--world", choices=WORLDS, action="append", help="may be given more than once; all without it"
    )
    asked = parser.parse_args()
    seeds = range(asked.first_seed, asked.first_seed + asked.seeds)
    for name in asked.world or WORLDS:
        for title, weights in (("every account is worth 1", (1.0,)), ("tiers weigh 1, 2 and 4", (1.0, 2.0, 4.0))):
            print(f"\nSimulation: {WORLDS[name].title}; {title}; {asked.seeds} seeds, {asked.days} days\n")
            runs = {}
            for rule in RULES:
                runs[rule] = np.array([year(RULES[rule], seed, WORLDS[name], weights, asked.days) for seed in seeds])
                print(name, title, rule, file=sys.stderr)
            table(runs)


def table(runs: dict[str, np.ndarray]) -> None:
    titles = ["rule", "in rhythm, %", "Today's, less this", "lost, %", "they write a week", "Today's, less this"]
    print(f"| {' | '.join([*titles, 'contacts a week'])} |")
    print("|---|---|---|---|---|---|---|")
    for name, found in runs.items():
        more = [interval(runs["Today"][:, i] - found[:, i]) if name != "Today" else "" for i in (0, 2)]
        rhythm, lost, wrote = (interval(found[:, i]) for i in range(3))
        print(
            f"| {name} | {rhythm} | {more[0]} | {lost} | {wrote} | {more[1]} | {found[:, 3].mean():.1f} |", flush=True
        )


if __name__ == "__main__":
    main()
