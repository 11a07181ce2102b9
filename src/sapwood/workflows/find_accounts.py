"""Accounts that one may see, through a sieve and in an order, a page at a time however many there are.

An order is a chain of queries that an index answers each, what is unknown last whichever way round; so no page sorts
or reads more rows than it shows. docs/decisions says why in words.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import StrIndex

from sapwood.identity.folding import folded
from sapwood.records.access.models import User
from sapwood.records.directory.models import Address
from sapwood.records.relationships.models import Findable, Relationship, Standing, seen_by

from .clock import zone_of
from .sieve import Sieve

STATES = [state for state in Standing.State.values if state != Standing.State.UNKNOWN]
MEASURED = {
    "silent": "standing__silent_days",
    "last": "standing__last_touch",
    "usual": "standing__usual_days",
    "chance": "standing__p_touch_30d",
}
SORTS = ("name", "role", "state", "owner", *MEASURED)
FEW = 500  # numbers that are handed to the database as they are
GATHERED = 3000  # fewer than these are sorted sooner than an index of all is walked through


@dataclass
class Chain:
    """Queries one after another as one list of `number` relationships: what a paginator slices. How many a part
    finds is known, or counted only where a page reaches beyond it."""

    parts: list[tuple[QuerySet, int | Callable[[], int]]]
    number: int

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, wanted: slice) -> list[int]:
        start, stop, _ = wanted.indices(self.number)
        found: list[int] = []
        asked = stop - start
        for rows, number in self.parts:
            if len(found) >= asked or stop <= 0:
                break
            known = None if callable(number) else number
            if known is None or start < known:
                end = stop if known is None else min(stop, known)
                found += rows.values_list("pk", flat=True)[max(start, 0) : end]
            if len(found) < asked:
                count = number() if callable(number) else number
                start, stop = start - count, stop - count
        return found


@dataclass
class Found:
    """`rows` is what the sieve lets through of what the user may see; `states` counts it by state."""

    rows: QuerySet
    gathered: QuerySet  # the same, said in the way that counts quickly
    states: dict[str, int]
    unmeasured: int  # of those that are unknown

    @property
    def number(self) -> int:
        return sum(self.states.values())

    def sorted(self, asked: str) -> Chain:
        """By one of SORTS, with "-" before it the other way round; by what needs care for anything else."""
        key, down = asked.removeprefix("-"), asked.startswith("-")
        if key == "name":
            order = ("-sort_name", "-pk") if down else ("sort_name", "pk")
            return self._chain([(self.rows.order_by(*order), self.number)])
        if key == "role":
            return self._grouped("role", [role for role, _ in Relationship.Role.choices], "unknown", down)
        if key == "owner":
            users = User.objects.order_by("name", "email").values_list("pk", flat=True)
            return self._grouped("owner", list(users), None, down)
        if key in MEASURED:
            return self._measured(MEASURED[key], down)
        return self._by_state(down)

    def _by_state(self, down: bool) -> Chain:
        rank = F("standing__silence_rank").desc(nulls_last=True)
        parts = [
            (self.rows.filter(standing__state=state).order_by(rank, "sort_name", "pk"), self.states[state])
            for state in (reversed(STATES) if down else STATES)
        ]
        unknown = self.rows.filter(standing__state=Standing.State.UNKNOWN).order_by(rank, "sort_name", "pk")
        parts.append((unknown, self.states["unknown"] - self.unmeasured))
        parts.append((self.rows.filter(standing=None).order_by("sort_name", "pk"), self.unmeasured))
        return self._chain(parts)

    def _measured(self, column: str, down: bool) -> Chain:
        known = self.rows.filter(**{f"{column}__isnull": False})
        unknown = self.rows.filter(**{f"{column}__isnull": True}).order_by("sort_name", "pk")
        count = self.gathered.filter(**{f"{column}__isnull": False}).count
        return self._chain(
            [(known.order_by(f"-{column}" if down else column, "sort_name", "pk"), count), (unknown, lambda: 0)]
        )

    def _chain(self, parts: list) -> Chain:
        return Chain(parts, self.number)

    def _grouped(self, column: str, order: list, last: object, down: bool) -> Chain:
        counts = dict(self.gathered.order_by().values_list(column).annotate(n=Count("pk")))
        order = [value for value in (reversed(order) if down else order) if value != last and value in counts]
        return self._chain(
            [
                (self.rows.filter(**{column: value}).order_by("sort_name", "pk"), counts.get(value, 0))
                for value in [*order, last]
            ]
        )


def find_accounts(user: User, sieve: Sieve = Sieve()) -> Found:  # noqa: B008 - an empty sieve does not change
    """What `user` may see of the accounts that the sieve lets through."""
    conditions, everything = list(_conditions(user, sieve)), user.sees_all and not sieve
    gathered = Relationship.objects.filter(seen_by(user, gathered=True), *conditions)
    if everything:
        states = dict(Standing.objects.order_by().values_list("state").annotate(n=Count("pk")))
        states[None] = gathered.count() - sum(states.values())
    else:
        states = dict(gathered.order_by().values_list("standing__state").annotate(n=Count("pk")))
    number, unmeasured = sum(states.values()), states.pop(None, 0)
    states["unknown"] = states.get("unknown", 0) + unmeasured
    states = {state: states.get(state, 0) for state in Standing.State.values}
    rows = gathered if number < GATHERED else Relationship.objects.filter(seen_by(user), *conditions)
    return Found(rows, gathered, states, unmeasured)


def _conditions(user: User, sieve: Sieve) -> Iterable[Q]:
    return chain(_of_people(user, sieve), _of_silence(user, sieve))


def _of_people(user: User, sieve: Sieve) -> Iterable[Q]:
    if sieve.text:
        yield _of_text(sieve.text)
    if sieve.role:
        yield Q(role=sieve.role)
    if sieve.owner == "nobody":
        yield Q(owner=None)
    elif sieve.owner:
        yield Q(owner=user.pk if sieve.owner == "me" else int(sieve.owner))
    if sieve.state == Standing.State.UNKNOWN:
        yield Q(standing=None) | Q(standing__state=sieve.state)
    elif sieve.state:
        yield Q(standing__state=sieve.state)


def _of_silence(user: User, sieve: Sieve) -> Iterable[Q]:
    if sieve.silent_from is not None:
        yield Q(standing__silent_days__gte=sieve.silent_from)
    if sieve.silent_to is not None:
        yield Q(standing__silent_days__lte=sieve.silent_to)
    if sieve.touched_from:
        yield Q(standing__last_touch__gte=_begins(sieve.touched_from, user))
    if sieve.touched_to:
        yield Q(standing__last_touch__lt=_begins(sieve.touched_to + timedelta(days=1), user))


def _of_text(text: str) -> Q:
    """Every word in a name, a domain or a person's name; or one whole mail address."""
    words = Findable.objects.all()
    for at, word in enumerate(folded(text).split()[:5]):
        words = words.alias(**{f"place{at}": StrIndex("words", Value(word))}).filter(**{f"place{at}__gt": 0})
    numbers = list(words.values_list("pk", flat=True)[: FEW + 1])
    found = Q(pk__in=numbers if len(numbers) <= FEW else words.values("pk"))
    if "@" in text:
        found |= Q(
            organisation__in=list(Address.objects.filter(address=text.lower()).values_list("organisation")[:1])
        )
    return found


def _begins(day: date, user: User) -> datetime:
    """A day begins where the reader is: so the page shows its touches, and so it is asked for."""
    return datetime.combine(day, time(), zone_of(user)).astimezone(UTC)
