"""Accounts that one may see, through a sieve and in an order, a page at a time however many there are.

An order is a chain of queries that an index answers each, what is unknown last whichever way round; so no page sorts
or reads more rows than it shows. Where few are found, they are all read and put in order here. docs/decisions says
why in words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count, F, QuerySet

from sapwood.records.access.models import User
from sapwood.records.relationships.models import Relationship, Standing, Tier, seen_by

from .chain import Chain, Part, leaping
from .counted import Counts
from .few_accounts import few_by_name, few_in_order
from .let_through import FEW, conditions
from .sieve import Sieve

STATES = [state for state in Standing.State.values if state != Standing.State.UNKNOWN]
MEASURED = {
    "silent": "standing__silent_days",
    "last": "standing__last_touch",
    "usual": "standing__usual_days",
    "chance": "standing__p_touch_30d",
}
GROUPED = {"role": "unknown", "owner": None, "tier": None}  # the value that comes last
SORTS = ("name", "state", *GROUPED, *MEASURED)
GATHERED = 3000  # fewer than these are sorted sooner than an index of all is walked through


@dataclass
class Found:
    """`rows` is what the sieve lets through of what the user may see, so many; `standings` is what is measured of
    them."""

    rows: QuerySet
    gathered: QuerySet  # the same, said in the way that counts quickly
    standings: QuerySet
    number: int
    counts: Counts

    @property
    def states(self) -> dict[str, int]:
        """How many are in which state; "unknown" are also those that have not been measured."""
        measured = self._measured()
        found = {state: measured.get(state, 0) for state in Standing.State.values}
        return found | {"unknown": found["unknown"] + self.number - sum(measured.values())}

    def _measured(self) -> dict[str, int]:
        by_state = self.standings.order_by().values_list("state").annotate(n=Count("pk"))
        return self.counts("states", lambda: dict(by_state))

    def sorted(self, asked: str) -> Sequence[int]:
        """By one of SORTS, with "-" before it the other way round; by what needs care for anything else."""
        key, down = asked.removeprefix("-"), asked.startswith("-")
        if self.number <= FEW:
            return self._few(key, down)
        if key == "name":
            order = ("-sort_name", "-pk") if down else ("sort_name", "pk")
            parts = [Part(self.rows.order_by(*order), self.number)]
        elif key in GROUPED:
            parts = self._grouped(key, down)
        elif key in MEASURED:
            parts = self._by_measure(MEASURED[key], down)
        else:
            parts = self._by_state(down)
        return Chain(parts, self.number)

    def _few(self, key: str, down: bool) -> list[int]:
        if key == "name":
            return few_by_name(self.gathered, down)
        if key in GROUPED:
            return few_in_order(self.gathered, key, _place(_order_of(key), GROUPED[key]), down)
        if key in MEASURED:
            return few_in_order(self.gathered, MEASURED[key], lambda value: value, down)
        return few_in_order(self.gathered, "standing__state", _place(STATES), down, then="standing__silence_rank")

    def _by_state(self, down: bool) -> list[Part]:
        parts = [self._in_state(state) for state in (reversed(STATES) if down else STATES)]
        unmeasured = self.rows.filter(standing=None).order_by("sort_name", "pk")
        last = Part(unmeasured, lambda: self.number - sum(self._measured().values()))
        return [*parts, self._in_state(Standing.State.UNKNOWN), last]

    def _in_state(self, state: str) -> Part:
        rank, column = F("standing__silence_rank").desc(nulls_last=True), "standing__silence_rank"
        rows = self.rows.filter(standing__state=state).order_by(rank, "sort_name", "pk")
        leap = leaping(rows, column, self.standings.filter(state=state), down=True)
        return Part(rows, lambda: self._measured().get(state, 0), leap)

    def _by_measure(self, column: str, down: bool) -> list[Part]:
        order = (f"-{column}" if down else column, "sort_name", "pk")
        known = self.rows.filter(**{f"{column}__isnull": False}).order_by(*order)
        unknown = self.rows.filter(**{f"{column}__isnull": True}).order_by("sort_name", "pk")
        alone = self.standings.filter(**{f"{column.removeprefix('standing__')}__isnull": False})
        count = partial(self.counts, column, alone.count)
        leap = leaping(known, column, alone, down)
        return [Part(known, count, leap), Part(unknown, lambda: self.number - count())]

    def _grouped(self, column: str, down: bool) -> list[Part]:
        last, by_value = GROUPED[column], self.gathered.order_by().values_list(column)
        counts = self.counts(column, lambda: dict(by_value.annotate(n=Count("pk"))))
        order = [value for value in _order_of(column) if value != last and value in counts]
        return [
            Part(self.rows.filter(**{column: value}).order_by("sort_name", "pk"), counts.get(value, 0))
            for value in [*(reversed(order) if down else order), last]
        ]


def _order_of(column: str) -> list:
    """The values of a column that groups accounts, the first first."""
    if column == "role":
        return [role for role, _ in Relationship.Role.choices]
    if column == "owner":
        return list(User.objects.order_by("name", "email").values_list("pk", flat=True))
    return list(Tier.objects.values_list("pk", flat=True))


def _place(order: list, last: object = None) -> Callable[[Any], int | None]:
    return {value: place for place, value in enumerate(order) if value != last}.get


def find_accounts(user: User, sieve: Sieve = Sieve()) -> Found:  # noqa: B008 - an empty sieve does not change
    """What `user` may see of the accounts that the sieve lets through."""
    asked, counts = conditions(user, sieve), Counts(user.pk, user.role, sieve)
    gathered = Relationship.objects.filter(seen_by(user, gathered=True), asked.gathered)
    rows = Relationship.objects.filter(seen_by(user), asked.of_accounts)
    standings = Standing.objects.filter(seen_by(user, "relationship"), asked.of_standings)
    number = counts("number", standings.count if asked.measured else gathered.count)
    if not sieve and (user.sees_all or number == counts("there", Relationship.objects.count)):
        rows = gathered = Relationship.objects.all()  # nobody owns any yet, which is how every home begins
        standings = Standing.objects.all()
    return Found(gathered if number < GATHERED else rows, gathered, standings, number, counts)
