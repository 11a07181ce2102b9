"""Accounts that one may see, through a sieve and in an order, a page at a time however many there are.

An order is a chain of queries that an index answers each, what is unknown last whichever way round; so no page sorts
or reads more rows than it shows. Where few are found, they are all read and put in order here. docs/decisions says
why in words.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Count, F, QuerySet

from sapwood.records.access.models import User
from sapwood.records.relationships.models import Relationship, Standing, Tier, seen_by

from .chain import Chain, Part, leaping
from .counted import Counts
from .few_accounts import few_by_name, few_in_order
from .let_through import FEW, Conditions, conditions
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


class Found:
    """What `user` may see of the accounts that the sieve lets through. `rows` are they, `gathered` the same, said in
    the way that counts quickly, `standings` what is measured of them. Each is put into words only where it is asked
    for: to do so for all of them takes longer than to read a page."""

    def __init__(self, user: User, sieve: Sieve, counts: Counts):
        self._user, self._sieve, self.counts = user, sieve, counts

    @cached_property
    def number(self) -> int:
        def count() -> int:
            return (self._standings() if self._asked.measured else self._gathered()).count()

        return self.counts("number", count)

    @property
    def rows(self) -> QuerySet:
        return self.gathered if self.number < GATHERED else self._walked

    @property
    def gathered(self) -> QuerySet:
        return Relationship.objects.all() if self._everything else self._gathered()

    @property
    def standings(self) -> QuerySet:
        return Standing.objects.all() if self._everything else self._standings()

    @cached_property
    def _asked(self) -> Conditions:
        return conditions(self._user, self._sieve)

    @cached_property
    def _walked(self) -> QuerySet:
        if self._everything:
            return Relationship.objects.all()
        return Relationship.objects.filter(seen_by(self._user), self._asked.of_accounts)

    def _gathered(self) -> QuerySet:
        return Relationship.objects.filter(seen_by(self._user, gathered=True), self._asked.gathered)

    def _standings(self) -> QuerySet:
        return Standing.objects.filter(seen_by(self._user, "relationship"), self._asked.of_standings)

    @cached_property
    def _everything(self) -> bool:
        """Nobody owns any yet, which is how every home begins, or the user sees all."""
        if self._sieve:
            return False
        return self._user.sees_all or self.number == self.counts("there", Relationship.objects.count)

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
            parts = [Part(lambda: self.rows.order_by(*order), self.number)]
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
        last = Part(
            lambda: self.rows.filter(standing=None).order_by("sort_name", "pk"),
            lambda: self.number - sum(self._measured().values()),
        )
        return [*parts, self._in_state(Standing.State.UNKNOWN), last]

    def _in_state(self, state: str) -> Part:
        column = "standing__silence_rank"

        def rows() -> QuerySet:
            return self.rows.filter(standing__state=state).order_by(
                F(column).desc(nulls_last=True), "sort_name", "pk"
            )

        leap = leaping(rows, column, lambda: self.standings.filter(state=state), down=True)
        return Part(rows, lambda: self._measured().get(state, 0), leap)

    def _by_measure(self, column: str, down: bool) -> list[Part]:
        def known() -> QuerySet:
            there = self.rows.filter(**{f"{column}__isnull": False})
            return there.order_by(f"-{column}" if down else column, "sort_name", "pk")

        def alone() -> QuerySet:
            return self.standings.filter(**{f"{column.removeprefix('standing__')}__isnull": False})

        def unknown() -> QuerySet:
            return self.rows.filter(**{f"{column}__isnull": True}).order_by("sort_name", "pk")

        def count() -> int:
            return self.counts(column, lambda: alone().count())

        return [Part(known, count, leaping(known, column, alone, down)), Part(unknown, lambda: self.number - count())]

    def _grouped(self, column: str, down: bool) -> list[Part]:
        last, by_value = GROUPED[column], self.gathered.order_by().values_list(column)
        counts = self.counts(column, lambda: dict(by_value.annotate(n=Count("pk"))))
        order = [value for value in _order_of(column) if value != last and value in counts]

        def part(value: object) -> Part:
            rows = lambda: self.rows.filter(**{column: value}).order_by("sort_name", "pk")  # noqa: E731
            return Part(rows, counts.get(value, 0))

        return [part(value) for value in [*(reversed(order) if down else order), last]]


def _order_of(column: str) -> list:
    """The values of a column that groups accounts, the first first."""
    if column == "role":
        return [role for role, _ in Relationship.Role.choices]
    if column == "owner":
        return list(User.objects.order_by("name", "email").values_list("pk", flat=True))
    return list(Tier.objects.values_list("pk", flat=True))


def _place(order: list, last: object = None) -> Callable[[Any], int | None]:
    return {value: place for place, value in enumerate(order) if value != last}.get


def find_accounts(user: User, sieve: Sieve = Sieve(), beside: Counts | None = None) -> Found:  # noqa: B008 - an empty sieve does not change
    """`beside`: what was counted for the same page already."""
    return Found(user, sieve, Counts(user.pk, user.role, sieve, beside=beside))
