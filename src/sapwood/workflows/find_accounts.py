"""Accounts that one may see, through a sieve and in an order, a page at a time however many there are.

An order is a chain of queries that an index answers each, what is unknown last whichever way round; so no page sorts
or reads more rows than it shows. docs/decisions says why in words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial, reduce
from itertools import chain
from operator import and_

from django.db.models import Count, F, Q, QuerySet

from sapwood.identity.folding import folded
from sapwood.records.access.models import User
from sapwood.records.directory.models import Address
from sapwood.records.relationships.models import Findable, Relationship, Standing, Tagging, Tier, seen_by

from .chain import Chain, Part, leaping
from .clock import zone_of
from .counted import Counts
from .sieve import Sieve

STATES = [state for state in Standing.State.values if state != Standing.State.UNKNOWN]
MEASURED = {
    "silent": "standing__silent_days",
    "last": "standing__last_touch",
    "usual": "standing__usual_days",
    "chance": "standing__p_touch_30d",
}
SORTS = ("name", "role", "state", "owner", "tier", *MEASURED)
FEW = 500  # numbers that are handed to the database as they are
GATHERED = 3000  # fewer than these are sorted sooner than an index of all is walked through


@dataclass
class Found:
    """`rows` is what the sieve lets through of what the user may see; `states` counts it by state. `everything`: that
    is every relationship there is."""

    rows: QuerySet
    gathered: QuerySet  # the same, said in the way that counts quickly
    states: dict[str, int]
    unmeasured: int  # of those that are unknown
    everything: bool
    counts: Counts

    @property
    def number(self) -> int:
        return sum(self.states.values())

    def sorted(self, asked: str) -> Chain:
        """By one of SORTS, with "-" before it the other way round; by what needs care for anything else."""
        key, down = asked.removeprefix("-"), asked.startswith("-")
        if key == "name":
            order = ("-sort_name", "-pk") if down else ("sort_name", "pk")
            parts = [Part(self.rows.order_by(*order), self.number)]
        elif key == "role":
            parts = self._grouped("role", [role for role, _ in Relationship.Role.choices], "unknown", down)
        elif key == "owner":
            users = User.objects.order_by("name", "email").values_list("pk", flat=True)
            parts = self._grouped("owner", list(users), None, down)
        elif key == "tier":
            parts = self._grouped("tier", list(Tier.objects.values_list("pk", flat=True)), None, down)
        elif key in MEASURED:
            parts = self._measured(MEASURED[key], down)
        else:
            parts = self._by_state(down)
        return Chain(parts, self.number)

    def _by_state(self, down: bool) -> list[Part]:
        parts = [self._in_state(state, self.states[state]) for state in (reversed(STATES) if down else STATES)]
        parts.append(self._in_state(Standing.State.UNKNOWN, self.states["unknown"] - self.unmeasured))
        return [*parts, Part(self.rows.filter(standing=None).order_by("sort_name", "pk"), self.unmeasured)]

    def _in_state(self, state: str, number: int) -> Part:
        rank = F("standing__silence_rank").desc(nulls_last=True)
        rows = self.rows.filter(standing__state=state).order_by(rank, "sort_name", "pk")
        alone = Standing.objects.filter(state=state)
        return self._part(rows, number, "standing__silence_rank", alone, down=True)

    def _measured(self, column: str, down: bool) -> list[Part]:
        order = (f"-{column}" if down else column, "sort_name", "pk")
        known = self.rows.filter(**{f"{column}__isnull": False}).order_by(*order)
        unknown = self.rows.filter(**{f"{column}__isnull": True}).order_by("sort_name", "pk")
        count = partial(self.counts, column, self.gathered.filter(**{f"{column}__isnull": False}).count)
        return [self._part(known, count, column, down=down), Part(unknown, lambda: self.number - count())]

    def _part(self, rows, number, column, alone=None, *, down: bool) -> Part:
        """Where all are there, the values alone tell where a page far down begins."""
        if not self.everything:
            return Part(rows, number)
        return Part(rows, number, leaping(rows, column, Standing.objects.all() if alone is None else alone, down))

    def _grouped(self, column: str, order: list, last: object, down: bool) -> list[Part]:
        by_value = self.gathered.order_by().values_list(column)
        counts = self.counts(column, lambda: dict(by_value.annotate(n=Count("pk"))))
        order = [value for value in (reversed(order) if down else order) if value != last and value in counts]
        return [
            Part(self.rows.filter(**{column: value}).order_by("sort_name", "pk"), counts.get(value, 0))
            for value in [*order, last]
        ]


def find_accounts(user: User, sieve: Sieve = Sieve()) -> Found:  # noqa: B008 - an empty sieve does not change
    """What `user` may see of the accounts that the sieve lets through."""
    conditions = list(_conditions(user, sieve))
    gathered = Relationship.objects.filter(seen_by(user, gathered=True), *conditions)
    counts = Counts(user.pk, user.role, sieve)
    everything = not sieve and (user.sees_all or counts("hidden", lambda: _hidden(gathered)) == 0)
    states = counts("states", lambda: _states(gathered, everything))
    number, unmeasured = sum(states.values()), states.get(None, 0)
    by_state = {state: states.get(state, 0) for state in Standing.State.values}
    by_state[Standing.State.UNKNOWN] += unmeasured
    if everything:
        rows = gathered = Relationship.objects.all()
    else:
        rows = gathered if number < GATHERED else Relationship.objects.filter(seen_by(user), *conditions)
    return Found(rows, gathered, by_state, unmeasured, everything, counts)


def _hidden(seen: QuerySet) -> int:
    """How many relationships there are besides: none where nobody owns any yet, which is how every home begins."""
    return Relationship.objects.count() - seen.count()


def _states(rows: QuerySet, everything: bool) -> dict[str | None, int]:
    """How many are in which state, None for those that have not been measured."""
    if not everything:
        return dict(rows.order_by().values_list("standing__state").annotate(n=Count("pk")))
    states = dict(Standing.objects.order_by().values_list("state").annotate(n=Count("pk")))
    return states | {None: rows.count() - sum(states.values())}


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
    if sieve.tier:
        yield Q(tier=None if sieve.tier == "none" else int(sieve.tier))
    if sieve.tag:
        yield Q(pk__in=Tagging.objects.filter(tag=int(sieve.tag), ended=None).values("relationship"))
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
    """Every word in a name, a domain or a person's name; or one whole mail address. What is likely the rarest is
    looked for first: a number, then the longest word."""
    said = sorted(folded(text).split()[:5], key=lambda word: (word.isalpha(), -len(word)))
    numbers = list(Findable.objects.filter(_with("words", said)).values_list("pk", flat=True)[: FEW + 1])
    found = Q(pk__in=numbers) if len(numbers) <= FEW else _with("findable__words", said)
    if "@" in text:
        found |= Q(
            organisation__in=list(Address.objects.filter(address=text.lower()).values_list("organisation")[:1])
        )
    return found


def _with(words: str, said: list[str]) -> Q:
    return reduce(and_, (Q(**{f"{words}__contains": word}) for word in said), Q())


def _begins(day: date, user: User) -> datetime:
    """A day begins where the reader is: so the page shows its touches, and so it is asked for."""
    return datetime.combine(day, time(), zone_of(user)).astimezone(UTC)
