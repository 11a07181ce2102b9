"""Some rows of a large table by their ids: reads only the row groups that hold them. Ids are hashes, so after sorting
(compaction.py) each id lies in one small row group of each file; before, their ids alone are read first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from . import delta


def rows_of(url: str, schema: pa.Schema, ids: Collection[int], columns: Sequence[str]) -> pa.Table:
    """The rows of these ids. A column that an older file lacks is null there."""
    try:
        return _now(url, schema, ids, columns)
    except FileNotFoundError:  # an erasure has just taken the old files away; the new ones are there
        return _now(url, schema, ids, columns)


def _now(url: str, schema: pa.Schema, ids: Collection[int], columns: Sequence[str]) -> pa.Table:
    wanted = np.unique(np.fromiter(ids, np.int64))
    target = pa.schema([schema.field(name) for name in columns])
    if "://" in url:
        return (
            delta.open_table(url, schema)
            .to_pyarrow_dataset()
            .to_table(list(columns), filter=ds.field("id").isin(wanted))
            .cast(target)
        )
    return pa.concat_tables(
        [target.empty_table(), *(_rows(path, wanted, target) for path in delta.files(url, schema))]
    )


@dataclass(frozen=True)
class Footer:
    """What a Parquet file says about its row groups; the file never changes."""

    metadata: pq.FileMetaData
    least: np.ndarray
    most: np.ndarray

    def groups(self, wanted: np.ndarray) -> list[int]:
        """Row groups that may hold one of these sorted ids."""
        if not len(wanted):
            return []
        place = np.minimum(np.searchsorted(wanted, self.least), len(wanted) - 1)
        return np.flatnonzero((wanted[place] >= self.least) & (wanted[place] <= self.most)).tolist()

    def orderly(self, row_group: int) -> bool:
        """Whether its row groups are small, and an id may lie in one of them only."""
        small = self.metadata.num_rows <= 2 * row_group * self.metadata.num_row_groups
        return small and bool((self.least[1:] >= self.most[:-1]).all())


@lru_cache(maxsize=512)
def footer(path: str) -> Footer:
    metadata = pq.read_metadata(path)
    column = metadata.schema.names.index("id")
    ranges = [(0, 0)] * metadata.num_row_groups
    for group in range(metadata.num_row_groups):
        told = metadata.row_group(group).column(column).statistics
        known = told is not None and told.has_min_max
        ranges[group] = (told.min, told.max) if known else (-(2**63), 2**63 - 1)
    least, most = np.array(ranges, np.int64).reshape(-1, 2).T
    return Footer(metadata, least, most)


def _rows(path: str, wanted: np.ndarray, target: pa.Schema) -> pa.Table:
    about = footer(path)
    groups = about.groups(wanted)
    if not groups:
        return target.empty_table()
    with pq.ParquetFile(path, metadata=about.metadata) as file:
        if len(groups) > len(wanted):
            groups = [g for g in groups if np.isin(_ids(file, g), wanted).any()]
        present = [name for name in target.names if name in file.schema_arrow.names]
        found = file.read_row_groups(groups, sorted({"id", *present}), use_threads=False)
    columns = [found[f.name].cast(f.type) if f.name in present else pa.nulls(len(found), f.type) for f in target]
    return pa.table(columns, target).filter(pc.is_in(found["id"], pa.array(wanted)))


def _ids(file: pq.ParquetFile, group: int) -> np.ndarray:
    return file.read_row_group(group, ["id"], use_threads=False)["id"].to_numpy()
