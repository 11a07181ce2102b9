"""After an agreement or an owner has changed: the colours and the places in the day of these relationships, from what
was measured already. Costs what was changed, however many accounts and however long their history."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from django.db import connection

from sapwood.measures.standing import Standing as Measured
from sapwood.measures.standing import judged
from sapwood.measures.state import state_of
from sapwood.records.relationships.models import DayItem, Relationship, Standing

from .plan_day import plan_day
from .saved import measured_again

AT_ONCE = 500
CADENCE = {"floor", "ceiling"}
Colours = Counter[tuple[str, str]]
JUDGED = ("relationship_id", "state", "touches", "silent_days", "usual_gap_days", "silence_rank")


def judge_again(relationship: Relationship) -> None:
    judge_many([relationship.pk])


def judge_many(numbers: Collection[int], changed: Collection[str] = ("owner", *CADENCE)) -> None:
    """`changed` says which of owner, role, floor and ceiling did: a cadence can change colour and place, an owner
    the place only of what is offered, a role nothing."""
    if CADENCE & set(changed):
        for some in _slices(sorted(numbers)):
            _judge(some)
    elif "owner" in changed:
        for some in _slices(sorted(numbers)):
            offered = DayItem.objects.filter(relationship__in=some).exclude(section=DayItem.Section.PEACE)
            _plan(offered.values("relationship"))


def colours_after(numbers: list[int], agreed: Mapping[str, object]) -> Colours:
    """How many would turn from which colour to which under a cadence of `agreed` floor and ceiling."""
    turned: Colours = Counter()
    for some in _slices(numbers):
        rows = Standing.objects.filter(relationship__in=some)
        for row in rows.values_list(*JUDGED, "relationship__floor", "relationship__ceiling"):
            *known, floor, ceiling = row
            _, before, touches, silent, gap, rank = known
            after, _ = state_of(
                touches=touches,
                silent_days=silent,
                floor=agreed.get("floor", floor),  # type: ignore[arg-type]
                ceiling=agreed.get("ceiling", ceiling),  # type: ignore[arg-type]
                usual_gap=tuple(gap) if gap else None,
                silence_rank=rank,
            )
            if after != before:
                turned[before, after] += 1
    return turned


def _judge(numbers: list[int]) -> None:
    measured = []
    for row in Standing.objects.filter(relationship__in=numbers).select_related("relationship"):
        one = judged(measured_again(row), row.relationship.floor, row.relationship.ceiling)
        measured.append((row, one))
    _save(measured)
    _plan_measured([(row.relationship, one) for row, one in measured])


def _save(measured: list[tuple[Standing, Measured]]) -> None:
    """One prepared statement for all rows: a thousand different values in one CASE would take a database minutes."""
    field = Standing._meta.get_field
    table, names = Standing._meta.db_table, ("state", "why", "arithmetic")
    sets = ", ".join(f"{field(name).column} = %s" for name in names)
    rows = [
        [field(name).get_db_prep_save(getattr(one, name), connection) for name in names] + [row.pk]
        for row, one in measured
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {sets} WHERE id = %s", rows)  # noqa: S608 - names of our own


def _plan(relationships: object) -> None:
    rows = Standing.objects.filter(relationship__in=relationships).select_related("relationship")
    _plan_measured([(row.relationship, measured_again(row)) for row in rows])


def _plan_measured(measured: list[tuple[Relationship, Measured]]) -> None:
    if measured:
        plan_day(measured[0][1].as_of, measured, {relationship.pk for relationship, _ in measured})


def _slices(numbers: list[int]) -> Iterable[list[int]]:
    return (numbers[start : start + AT_ONCE] for start in range(0, len(numbers), AT_ONCE))
