"""What the two Delta tables share: made on first use, appended to by import, cut by import."""

from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
from deltalake import DeltaTable, Field, write_deltalake
from deltalake.exceptions import CommitFailedError, TableNotFoundError

from .adopt import adopt

# Statistics stand in the table's own history, which outlives its files; of a key nothing shall stay there.
STATISTICS = {"delta.dataSkippingStatsColumns": "id,import_id"}


def open_table(url: str, schema: pa.Schema) -> DeltaTable:
    """The table at `url` (a folder or an object store), made empty where there is none."""
    if "://" not in url:
        Path(url).mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        table = DeltaTable(url)
    except TableNotFoundError:
        table = DeltaTable.create(url, schema, mode="ignore", configuration=STATISTICS)
    present = {field.name for field in table.schema().fields}
    missing = [field for field in schema if field.name not in present]
    return _with_columns(table, missing) if missing else table


def files(url: str, schema: pa.Schema) -> list[str]:
    """The Parquet files of the present version."""
    if "://" in url:
        return open_table(url, schema).file_uris()
    try:
        newest = max(path for path in Path(url, "_delta_log").iterdir() if path.suffix == ".json")
        written = newest.stat().st_mtime_ns
    except (FileNotFoundError, ValueError):
        return open_table(url, schema).file_uris()
    return list(_files(url, newest.name, written))


@lru_cache(maxsize=8)
def _files(url: str, newest: str, written: int) -> tuple[str, ...]:
    """A version never changes, and reading its history takes longer than a page has. `written` tells it from one of
    the same number in a log that was put back from a copy."""
    return tuple(DeltaTable(url).file_uris())


def _with_columns(table: DeltaTable, fresh: list[pa.Field]) -> DeltaTable:
    """A table of before some columns were thought of gets them, empty. Two processes at once: one does it."""
    with suppress(CommitFailedError):
        table.alter.add_columns([Field.from_arrow(field) for field in fresh])
    return DeltaTable(table.table_uri)


def append(url: str, schema: pa.Schema, staged: list[str]) -> None:
    """Takes staged Parquet files, none of them empty, into the table in one commit; no file, no commit."""
    if not staged:
        return
    table = open_table(url, schema)
    if "://" in url:
        rows = ds.dataset(staged, schema=schema, format="parquet").scanner(batch_size=65_536)
        write_deltalake(table, rows.to_reader(), mode="append")
        return
    adopt(table, Path(url), [Path(file) for file in staged])


def holds_import(url: str, schema: pa.Schema, import_id: int) -> bool:
    """Whether a commit of this import stands in the table."""
    rows = open_table(url, schema).to_pyarrow_dataset()
    return rows.head(1, filter=ds.field("import_id") == import_id, columns=["id"]).num_rows > 0


def cut_imports(url: str, schema: pa.Schema, imports: list[int]) -> None:
    """Deletes every row of these imports; files without any of them are not touched."""
    if imports:
        open_table(url, schema).delete(f"import_id IN ({', '.join(str(int(i)) for i in imports)})")


READERS_HOURS = 1


def vacuum(url: str, schema: pa.Schema) -> None:
    """Removes files that the present version does not read, and orphans that a killed process left, once they are
    an hour old: somebody may still be reading them."""
    open_table(url, schema).vacuum(
        retention_hours=READERS_HOURS, dry_run=False, enforce_retention_duration=False, full=True
    )


def imports_in(url: str, schema: pa.Schema) -> set[int]:
    """The imports that have rows in the table."""
    column = open_table(url, schema).to_pyarrow_dataset().to_table(columns=["import_id"])["import_id"]
    return set(column.unique().to_pylist())
