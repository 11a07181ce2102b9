"""The blocks that people and organisations stand in, kept so that only what is new has to be compared."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import islice

from django.db import connection
from django.db.models import Count

from sapwood.facts.keys import key
from sapwood.records.directory.models import Block

from ..installation import log_secret

BATCH = 5000
Names = Mapping[int, Collection[str]]


def hashed(name: str) -> int:
    return key(log_secret(), "block", name)


def learn_blocks(of: str, names: Names) -> None:
    """In place of those that these (`of` them: "person" or "organisation") stood in before."""
    table, quoted = Block._meta.db_table, connection.ops.quote_name
    insert = f"INSERT INTO {quoted(table)} ({quoted('name')}, {quoted(f'{of}_id')}) VALUES (%s, %s)"  # noqa: S608
    for some in batches(sorted(names)):
        Block.objects.filter(**{f"{of}__in": some}).delete()
        with connection.cursor() as cursor:  # a prepared statement: a million rows as objects would take minutes
            cursor.executemany(insert, [(hashed(name), number) for number in some for name in names[number]])


def candidates(of: str, names: Names, crowd: int) -> set[tuple[int, int]]:
    """Pairs (the smaller first) of one of `names` and anybody who stands in one of the same blocks, unless more than
    `crowd` do."""
    asked: defaultdict[int, list[int]] = defaultdict(list)
    for number, blocks in names.items():
        for name in blocks:
            asked[hashed(name)].append(number)
    found: set[tuple[int, int]] = set()
    for some in batches(sorted(asked)):
        inside: defaultdict[int, set[int]] = defaultdict(set)
        rows = Block.objects.filter(name__in=some).exclude(**{of: None}).values_list("name", f"{of}_id")
        for name, number in rows.iterator(BATCH):
            inside[name].add(number)
        for name, numbers in inside.items():
            if 1 < len(numbers) <= crowd:
                found.update((min(a, b), max(a, b)) for a in asked[name] for b in numbers if a != b)
    return found


def counted(of: str, names: Iterable[str]) -> dict[str, int]:
    """How many stand in each block."""
    asked = {hashed(name): name for name in names}
    found = dict.fromkeys(asked.values(), 0)
    for some in batches(sorted(asked)):
        rows = Block.objects.filter(name__in=some).exclude(**{of: None})
        for name, count in rows.values_list("name").annotate(Count(f"{of}_id", distinct=True)):
            found[asked[name]] = count
    return found


def batches(items: Iterable[int]) -> Iterable[list[int]]:
    rest = iter(items)
    while some := list(islice(rest, BATCH)):
        yield some
