"""After an agreement or an owner has changed: the colours and the places in the day of these relationships, from what
was measured already. Costs what was changed, however many accounts and however long their history."""

from collections.abc import Collection, Iterable

from django.db import connection

from sapwood.measures.standing import Standing as Measured
from sapwood.measures.standing import judged
from sapwood.records.relationships.models import DayItem, HandOver, Relationship, Standing

from .plan_day import plan_day
from .said_of_cadence import said_about
from .saved import measured_again

AT_ONCE = 500
CADENCE = {"floor", "ceiling", "tier", "tag", "untag", "policy", "closure"}


def judge_again(relationship: Relationship) -> None:
    judge_many([relationship.pk])


def plan_again(relationship: Relationship) -> None:
    """Its place in the day, where what changed is no measure."""
    _plan([relationship.pk])


def plan_many(numbers: Iterable[int]) -> None:
    """The same for several."""
    for some in _slices(sorted(set(numbers))):
        _plan(some)


def judge_many(numbers: Collection[int], changed: Collection[str] = ("owner", *CADENCE)) -> None:
    """`changed` says what did: what a cadence rests on can change colour and place, an owner the place only of what
    is offered or was handed over, a role nothing."""
    if CADENCE & set(changed):
        for some in _slices(sorted(numbers)):
            _judge(some)
    elif "owner" in changed:
        for some in _slices(sorted(numbers)):
            offered = DayItem.objects.filter(relationship__in=some).exclude(section=DayItem.Section.PEACE)
            new = HandOver.objects.in_force().filter(relationship__in=some, offered__isnull=False)
            _plan({*offered.values_list("relationship", flat=True), *new.values_list("relationship", flat=True)})


def _judge(numbers: list[int]) -> None:
    rows = list(Standing.objects.filter(relationship__in=numbers).select_related("relationship"))
    said = said_about(numbers)
    measured = [(row, judged(measured_again(row), said.cadence_of(row.relationship, row.as_of))) for row in rows]
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
