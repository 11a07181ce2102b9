"""The blocks that people and organisations stand in, kept so that only what is new has to be compared."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import islice

from django.db import connection, transaction

from sapwood.facts.keys import key
from sapwood.records.directory.models import Block

from ..installation import log_secret
from ..listed import listed, rows_of

BATCH = 5000
Names = Mapping[int, Collection[str]]

# Of a block that holds more than so many no further rows are read: a common name's are thousands.
INSIDE = """
SELECT listed.value, one.{of} FROM {rows} CROSS JOIN {table} AS one
WHERE one.name = listed.value AND one.{of} IS NOT NULL AND (
    SELECT count(*) FROM (SELECT 1 FROM {table} AS beside WHERE beside.name = listed.value LIMIT %s) AS met
) BETWEEN 2 AND %s
"""
COUNTED = "SELECT listed.value, (SELECT count(*) FROM {table} AS one WHERE one.name = listed.value) FROM {rows}"


def hashed(name: str) -> int:
    return key(log_secret(), "block", name)


def learn_blocks(of: str, names: Names) -> None:
    """Those in which these (`of` them: "person" or "organisation") stand today: what is missing is added, what holds
    no longer goes."""
    table, quoted = Block._meta.db_table, connection.ops.quote_name
    insert = f"INSERT INTO {quoted(table)} ({quoted('name')}, {quoted(f'{of}_id')}) VALUES (%s, %s)"  # noqa: S608
    for some in batches(sorted(names)):
        wanted = {(hashed(name), number) for number in some for name in names[number]}
        with transaction.atomic():
            rows = Block.objects.filter(**{f"{of}__in": listed(some)})
            had = {(name, number): pk for pk, name, number in rows.values_list("pk", "name", f"{of}_id")}
            if gone := [pk for row, pk in had.items() if row not in wanted]:
                Block.objects.filter(pk__in=listed(gone)).delete()
            with connection.cursor() as cursor:  # a prepared statement: a million rows as objects would take minutes
                cursor.executemany(insert, sorted(wanted - had.keys()))  # in the order of the index


def candidates(of: str, names: Names, crowd: int) -> set[tuple[int, int]]:
    """Pairs (the smaller first) of one of `names` and anybody who stands in one of the same blocks, unless more than
    `crowd` do."""
    asked: defaultdict[int, list[int]] = defaultdict(list)
    for number, blocks in names.items():
        for name in blocks:
            asked[hashed(name)].append(number)
    found: set[tuple[int, int]] = set()
    for some in batches(sorted(asked)):
        for name, number in _rows(INSIDE, some, f"{of}_id", crowd + 1, crowd):
            found.update((min(number, other), max(number, other)) for other in asked[name] if other != number)
    return found


def counted(names: Iterable[str]) -> dict[str, int]:
    """How many stand in each block."""
    asked = {hashed(name): name for name in names}
    found: dict[str, int] = {}
    for some in batches(sorted(asked)):
        found |= {asked[name]: count for name, count in _rows(COUNTED, some)}
    return found


def batches(items: Iterable[int]) -> Iterable[list[int]]:
    rest = iter(items)
    while some := list(islice(rest, BATCH)):
        yield some


def _rows(statement: str, names: Collection[int], of: str = "", *more: int) -> list[tuple[int, int]]:
    quoted = connection.ops.quote_name
    rows, given = rows_of(names)
    with connection.cursor() as cursor:
        cursor.execute(statement.format(of=quoted(of), table=quoted(Block._meta.db_table), rows=rows), [given, *more])
        return cursor.fetchall()
