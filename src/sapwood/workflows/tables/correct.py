"""What a person says about tables before they come in: which column is what, how it is written, what a cell should
say, which account a row is about. Each is a record, and the tables are looked at again with it."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from shutil import rmtree

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sapwood.collecting.piece import Piece
from sapwood.reading.table.days import DMY, MDY, SERIAL, YMD
from sapwood.reading.table.mapping import fits
from sapwood.reading.table.numbers import COMMA, POINT
from sapwood.reading.table.vocabulary import BY_NAME, DAY, NUMBER, WHOLE
from sapwood.records.access.models import User
from sapwood.records.imports.models import Import
from sapwood.records.trade.models import Choice, Fix, Sheet

from ..audit import audit
from ..permission import require
from ..tasks import run_import
from ..uploads import forget_uploads
from .whose import ACTS

Status = Import.Status
AT_ONCE = 20_000  # rows; more are looked at again by the worker
STYLES = {DAY: (DMY, MDY, YMD, SERIAL), NUMBER: (POINT, COMMA), WHOLE: (POINT, COMMA)}
ANSWERS = ("role", "currency", "kind", "notice", "region", "no account")
NOT_WAITING = "These tables no longer wait for a look. See below what became of them."


def map_columns(
    user: User,
    sheet: Sheet,
    kind: str,
    mapping: Mapping[str, int],
    styles: Mapping[int, str],
    answers: Mapping[str, str],
    door: str = "page",
) -> None:
    """Raises Refused, or ValueError with a sentence where such a table cannot be."""
    found = BY_NAME.get(kind)
    if found is None:
        raise ValueError("Say what the rows are: accounts, people, deals…")
    if len(set(mapping.values())) < len(mapping):
        raise ValueError("Two columns cannot be the same thing. Nothing was changed.")
    names = {field.name for field in found.fields}
    mapping = {name: column for name, column in mapping.items() if name in names}
    if not fits(found, dict(mapping)):
        groups = (" or ".join(found.field(name).title for name in group) for group in found.needs)
        needed = "; and ".join(groups)
        raise ValueError(f"A table of {found.title} needs a column for {needed}.")
    kinds = {column: found.field(name).kind for name, column in mapping.items()}
    styles = {column: style for column, style in styles.items() if style in STYLES.get(kinds.get(column, ""), ())}

    def write(locked: Sheet) -> None:
        locked.kind, locked.mapping = kind, dict(mapping)
        locked.styles = {str(column): style for column, style in styles.items()}
        locked.answers |= {name: answers[name] for name in ANSWERS if name in answers}
        locked.answers = {name: value for name, value in locked.answers.items() if value}
        locked.save()

    _say(user, sheet, write, door, "map columns", kind=kind)


def replace(user: User, sheet: Sheet, changes: Iterable[tuple[int, str, str]], door: str = "page") -> int:
    """(column, was, becomes): each cell of the column that says `was`. Returns how many were said."""
    changes = list(changes)
    _check(sheet, (column for column, _, _ in changes))

    def write(locked: Sheet) -> None:
        Fix.objects.bulk_create(
            Fix(sheet=locked, column=column, was=was, becomes=becomes, by=user, made=timezone.now())
            for column, was, becomes in changes
        )

    if changes:
        _say(user, sheet, write, door, "replace cells", number=len(changes))
    return len(changes)


def correct_row(user: User, sheet: Sheet, line: int, cells: Mapping[int, str], door: str = "page") -> None:
    """The cells of one row, by column."""
    _check(sheet, cells)

    def write(locked: Sheet) -> None:
        locked.fixes.filter(line=line, column__in=list(cells)).delete()
        Fix.objects.bulk_create(
            Fix(sheet=locked, column=column, line=line, becomes=text.strip(), by=user, made=timezone.now())
            for column, text in cells.items()
        )

    _say(user, sheet, write, door, "correct row", line=line)


def choose(user: User, sheet: Sheet, acts: Mapping[str, str], door: str = "page") -> None:
    """For each reference "skip", "update" or "create"; the reference "" stands for all others."""
    if wrong := set(acts.values()) - {*ACTS, ""}:
        raise ValueError(f"{wrong.pop()!r} is none of {', '.join(ACTS)}.")

    def write(locked: Sheet) -> None:
        locked.choices.filter(reference__in=list(acts)).delete()
        Choice.objects.bulk_create(
            Choice(sheet=locked, reference=reference[:300], act=act, by=user, made=timezone.now())
            for reference, act in acts.items()
            if act
        )

    _say(user, sheet, write, door, "choose matches", number=len(acts))


def confirm(user: User, waiting: Import, door: str = "page", queue: bool = True) -> None:
    """What was looked at comes in. Raises Refused, or ValueError where it is not waiting for it."""
    require(user, "see import", waiting)
    require(user, "import tables")
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=waiting.pk)
        if locked.status != Status.LOOKED_AT:
            raise ValueError(NOT_WAITING)
        locked.status, locked.options = Status.WAITING, locked.options | {"confirmed": True}
        locked.save(update_fields=["status", "options"])
        audit(user, door, "confirm tables", locked)
        if queue:
            transaction.on_commit(lambda: run_import.enqueue(locked.pk))


def throw_away(user: User, waiting: Import, door: str = "page") -> None:
    """Nothing of it comes in, and its files go."""
    require(user, "stop import", waiting)
    with transaction.atomic():
        if Import.objects.filter(pk=waiting.pk, status=Status.LOOKED_AT).update(
            status=Status.WITHDRAWN, finished=timezone.now(), said="It was thrown away before it came in."
        ):
            waiting.sheets.all().delete()
            audit(user, door, "throw away tables", waiting)
    forget_uploads(waiting)


def _check(sheet: Sheet, columns: Iterable[int]) -> None:
    if any(not 0 <= column < len(sheet.header) for column in columns):
        raise ValueError("The table has no such column. Nothing was changed.")


def _say(user: User, sheet: Sheet, write: Callable[[Sheet], None], door: str, act: str, **detail: object) -> None:
    require(user, "see import", sheet.of)
    require(user, "import tables")
    with transaction.atomic():
        locked = Sheet.objects.select_related("of").select_for_update(of=("self",)).get(pk=sheet.pk)
        if locked.of.status != Status.LOOKED_AT:
            raise ValueError(NOT_WAITING)
        write(locked)
        audit(user, door, act, locked, **detail)
    _look_again(locked.of)


def _look_again(waiting: Import) -> None:
    if sum(waiting.sheets.values_list("rows", flat=True)) > AT_ONCE:
        if Import.objects.filter(pk=waiting.pk, status=Status.LOOKED_AT).update(status=Status.WAITING):
            run_import.enqueue(waiting.pk)
        return
    from ..take_in.flow import gathered
    from .asked import tables_among
    from .look import look_at

    folder = Path(settings.SAPWOOD_HOME) / "staging" / f"look-{waiting.pk}"
    rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    try:
        pieces = [piece for piece in gathered(waiting, folder) if isinstance(piece, Piece)]
        look_at(waiting, tables_among(waiting, pieces)[0])
    finally:
        rmtree(folder, ignore_errors=True)
