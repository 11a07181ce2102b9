"""Writing what tables say: rows of an import that is not done, which nobody reads, some thousand in each transaction.
A process killed in between leaves nothing that shows; `sweep_tables` takes it away."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from django.db import connection, transaction

from sapwood.collecting.piece import Piece
from sapwood.facts.interaction import Trouble
from sapwood.reading.table.vocabulary import BY_NAME
from sapwood.records.directory.models import Domain, Organisation
from sapwood.records.imports.models import Import
from sapwood.records.trade.models import LeftRow, Sheet

from ..insert_rows import insert_numbered, insert_values
from ..no_garbage import no_garbage
from .judged import ADDED, CHANGED, KNOWN, SKIPPED, Present, Verdict, judged
from .kinds import KINDS, Given, Kind
from .look import given_to
from .opened import Opened, opened
from .problems import problems, shelf_of
from .profile import Profile, profile
from .whose import Whose

BATCH = 5000
UNKNOWN_TABLE = (
    "Nobody can tell what this is a table of: its columns are {}. Bring it on the Imports page and say so."
)


@dataclass
class Staged:
    """What was written of all tables of an import: `real` numbers of accounts that were made for it."""

    whose: Whose
    given: list[tuple[Sheet, Given]] = field(default_factory=list)
    real: dict[int, int] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    added: int = 0
    known: int = 0
    left: int = 0

    def said(self) -> str:
        """How it went, a sentence a table."""
        return " ".join(
            f"{sheet.where}: {sheet.added:,} {'row' if sheet.added == 1 else 'rows'} came in, {sheet.known:,} known."
            for sheet, _ in sorted(self.given, key=lambda one: one[0].number)
        )

    def number(self, organisation: int) -> int:
        return self.real.get(organisation, organisation)


@no_garbage()
def stage(running: Import, pieces: Iterable[Piece], on_rows: Callable[[int, int, int], None]) -> Staged:
    """`on_rows` is told how many were added, were known and stay out, as they are read."""
    sweep_sheets([running.pk], sheets=False)
    with opened(running, pieces) as (tables, troubles):
        staged = Staged(Whose(), troubles=list(troubles), left=len(troubles))
        profiled = []
        for one in tables:
            if one.sheet.kind not in BY_NAME:
                shown = ", ".join(one.table.header[:8])
                staged.troubles.append(Trouble(one.sheet.where, UNKNOWN_TABLE.format(shown)))
                staged.left += 1
                continue
            profiled.append((one, profile(one.table, BY_NAME[one.sheet.kind], one.sheet)))
        shelf = shelf_of(profiled)
        present: dict[str, Present] = {}
        for one, found in profiled:
            here = present.setdefault(one.sheet.kind, Present.of(KINDS[one.sheet.kind].model))
            _stage_one(one, found, here, staged, on_rows)
            one.sheet.look = {"problems": [p.as_json() for p in problems(one, found, shelf, staged.whose)]}
            one.sheet.save()
    return staged


def _stage_one(
    one: Opened, found: Profile, present: Present, staged: Staged, on_rows: Callable[[int, int, int], None]
) -> None:
    sheet, kind = one.sheet, KINDS[one.sheet.kind]
    given = given_to(sheet, staged.whose)
    staged.given.append((sheet, given))
    sheet.rows, sheet.added, sheet.known = found.rows, 0, 0
    fresh: list[Verdict] = []
    left: list[Verdict] = []

    def write() -> None:
        with transaction.atomic():
            _make_accounts(staged)
            _insert(kind, sheet, fresh, staged)
            _leave(sheet, left, staged)
        fresh.clear()
        left.clear()
        on_rows(staged.added, staged.known, staged.left)

    for verdict in judged(one, found, given, present):
        outcome = verdict.outcome
        if outcome in (ADDED, CHANGED):
            fresh.append(verdict)
            sheet.added += 1
            staged.added += 1
        elif outcome in (KNOWN, SKIPPED):
            sheet.known += 1
            staged.known += 1
        else:
            left.append(verdict)
            staged.left += 1
        if len(fresh) + len(left) >= BATCH:
            write()
    write()


def _make_accounts(staged: Staged) -> None:
    """A row alone shows nowhere: an account begins with its relationship, which comes with the end."""
    new = staged.whose.fresh[len(staged.real) :]
    made = insert_numbered(Organisation, ["name"], ([one.name] for one in new))
    staged.real.update((one.number, number) for one, number in zip(new, made, strict=True))
    domains = ((one.domain, number) for one, number in zip(new, made, strict=True) if one.domain)
    insert_values(Domain, ["name", "organisation_id"], domains, unless_there=True)


def _insert(kind: Kind, sheet: Sheet, verdicts: list[Verdict], staged: Staged) -> None:
    """One prepared statement for all: making an object of each row first would take three times as long."""
    if not verdicts:
        return
    columns = ["sheet_id", "line", "key", "digest"]
    columns += [kind.model._meta.get_field(name).column for name in kind.columns]
    account = kind.account
    rows = []
    for verdict in verdicts:
        values = [value if (plain := PLAIN(type(value))) is None else plain(value) for value in verdict.values or ()]
        if account is not None and values[account] is not None and values[account] < 0:
            values[account] = staged.real[values[account]]
        rows.append([sheet.pk, verdict.record[0], verdict.key, verdict.digest, *values])
    quoted = ", ".join(map(connection.ops.quote_name, columns))
    sql = f"INSERT INTO {kind.model._meta.db_table} ({quoted}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


_any = json.JSONEncoder(ensure_ascii=False).encode
TEXT = {str}


def _json(said: Any) -> str:
    """As json.dumps writes it; texts by name, which most are, in half the time."""
    if type(said) is dict and TEXT.issuperset(map(type, said.values())):
        return "{" + ", ".join([f'"{name}": {encode_basestring(value)}' for name, value in said.items()]) + "}"
    return _any(said)


# what neither database takes as it is
PLAIN: Callable[[type], Callable[[Any], str] | None] = {Decimal: str, date: str, dict: _json, list: _json}.get


def _leave(sheet: Sheet, verdicts: list[Verdict], staged: Staged) -> None:
    LeftRow.objects.bulk_create(
        (LeftRow(sheet=sheet, line=v.record[0], cells=v.record[1], why=v.why[:500]) for v in verdicts),
        batch_size=1000,
    )
    staged.troubles += [Trouble(f"{sheet.where}, line {v.record[0]:,}", v.why) for v in verdicts]


def tables_of(imports: Iterable[int]) -> bool:
    """Whether rows of tables that these imports wrote are there."""
    mine = Sheet.objects.filter(of__in=list(imports))
    return any(kind.model._base_manager.filter(sheet__in=mine).exists() for kind in KINDS.values())


def sweep_sheets(imports: Iterable[int], sheets: bool = True) -> int:
    """Deletes what these imports wrote of tables; their sheets too, unless `sheets` says that they stay. Returns how
    many rows went."""
    mine = Sheet.objects.filter(of__in=list(imports))
    gone = 0
    for model in {kind.model for kind in KINDS.values()} | {LeftRow}:
        rows = model._base_manager.filter(sheet__in=mine)
        if rows.exists():
            gone += rows._raw_delete(rows.db)
    if sheets:
        mine.update(look={})
    return gone
