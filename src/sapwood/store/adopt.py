"""Files as they were staged become files of a table: moved into its folder, named in one commit. Nothing is read and
written a second time."""

import json
import os
from pathlib import Path
from shutil import move
from uuid import uuid4

import pyarrow.parquet as pq
from deltalake import DeltaTable
from deltalake.transaction import AddAction

STATISTICS = ("id", "import_id")


def adopt(table: DeltaTable, folder: Path, staged: list[Path]) -> None:
    """One commit that adds all of `staged`. What a process killed before it leaves in the folder, a full vacuum
    sweeps; where the commit fails, they go at once."""
    moved: list[Path] = []
    try:
        actions = []
        for file in staged:
            moved.append(folder / f"{uuid4()}.parquet")
            actions.append(_moved(file, moved[-1]))
        table.create_write_transaction(actions, "append", table.schema())
    except BaseException:
        held = {Path(uri).name for uri in DeltaTable(str(folder)).file_uris()}
        for file in moved:
            if file.name not in held:
                file.unlink(missing_ok=True)
        raise


def _moved(file: Path, target: Path) -> AddAction:
    with file.open("rb") as written:
        os.fsync(written.fileno())  # the commit must not outlive its rows
    move(file, target)
    found, statistics = target.stat(), json.dumps(_statistics(pq.read_metadata(target)))
    return AddAction(target.name, found.st_size, {}, int(found.st_mtime * 1000), True, statistics)


def _statistics(footer: pq.FileMetaData) -> dict[str, object]:
    """By these, cutting an import passes over the files of others."""
    ranges: dict[str, tuple[int, int]] = {}
    places = {footer.schema.column(place).path: place for place in range(footer.num_columns)}
    for name in STATISTICS:
        groups = [footer.row_group(n).column(places[name]).statistics for n in range(footer.num_row_groups)]
        ranges[name] = min(group.min for group in groups), max(group.max for group in groups)
    return {
        "numRecords": footer.num_rows,
        "minValues": {name: least for name, (least, _) in ranges.items()},
        "maxValues": {name: most for name, (_, most) in ranges.items()},
        "nullCount": dict.fromkeys(ranges, 0),
    }
