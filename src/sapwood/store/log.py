"""The append-only interaction log: a Delta table that holds no names. Each row is a sighting: one interaction as
it stood in one mailbox; readers fold the sightings of an interaction into one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from . import delta
from .compaction import compact
from .known import Known
from .lookup import rows_of
from .rows import LOG_ROW_GROUP, LOG_SCHEMA


@dataclass(frozen=True)
class Log:
    """The log under `url`: a folder, or an object store's address."""

    url: str

    @property
    def table_url(self) -> str:
        return f"{self.url}/interactions"

    def append(self, staged: list[str]) -> None:
        delta.append(self.table_url, LOG_SCHEMA, staged)

    def holds_import(self, import_id: int) -> bool:
        return delta.holds_import(self.table_url, LOG_SCHEMA, import_id)

    def cut_imports(self, imports: list[int]) -> None:
        delta.cut_imports(self.table_url, LOG_SCHEMA, imports)

    def compact(self, thorough: bool = True) -> bool:
        return compact(self.table_url, LOG_SCHEMA, LOG_ROW_GROUP, thorough)

    def vacuum(self) -> None:
        delta.vacuum(self.table_url, LOG_SCHEMA)

    def imports_in(self) -> set[int]:
        return delta.imports_in(self.table_url, LOG_SCHEMA)

    def files(self) -> list[str]:
        """The Parquet files of the present version, for an engine to read."""
        return delta.files(self.table_url, LOG_SCHEMA)

    def dataset(self) -> ds.Dataset:
        return delta.open_table(self.table_url, LOG_SCHEMA).to_pyarrow_dataset()

    def known(self, imports: Sequence[int], sighted_by: Sequence[int] | None = None) -> Known:
        """Which interactions these imports have brought, and in whose mailboxes those of `sighted_by` (all of them)
        saw them."""
        columns = ["id", "mailbox", "import_id", "revision"]
        if not imports:
            return Known.of(pa.table({name: pa.array([], pa.int64()) for name in columns}))
        found = self.dataset().to_table(columns, filter=ds.field("import_id").isin(list(imports)))
        return Known.of(found, sighted_by)

    def rows_of_imports(self, imports: Iterable[int]) -> pa.Table:
        """All that these imports brought."""
        return self.dataset().to_table(filter=ds.field("import_id").isin(list(imports))).combine_chunks()

    def ids_among(self, ids: Sequence[int], imports: Sequence[int]) -> pa.Array:
        """Which of these interactions one of these imports brought."""
        rows = rows_of(self.table_url, LOG_SCHEMA, ids, ["id", "import_id"])
        return rows["id"].filter(pc.is_in(rows["import_id"], pa.array(list(imports), pa.int64()))).combine_chunks()

    def sightings(self, ids: Sequence[int], imports: Sequence[int]) -> pa.Table:
        """Rows of some interactions: which import saw them in whose mailbox, who took part, in which revision."""
        rows = rows_of(self.table_url, LOG_SCHEMA, ids, ["id", "import_id", "mailbox", "people", "revision"])
        return rows.filter(pc.is_in(rows["import_id"], pa.array(list(imports), pa.int64())))

    def held_with(
        self, mailboxes: Iterable[int], people: Iterable[int], imports: Iterable[int]
    ) -> list[tuple[int, int, int]]:
        """The sightings in these mailboxes in which one of these people took part. Reads the whole log."""
        wanted = ds.field("mailbox").isin(list(mailboxes)) & ds.field("import_id").isin(list(imports))
        rows = self.dataset().to_table(["id", "import_id", "mailbox", "people"], filter=wanted).combine_chunks()
        lists = pa.concat_arrays(rows["people"].chunks) if rows.num_rows else rows["people"].combine_chunks()
        with_them = pc.is_in(pc.list_flatten(lists).field("key"), pa.array(list(people), pa.int64()))
        places = pc.unique(pc.list_parent_indices(lists).filter(with_them))
        found = rows.take(places)
        return list(zip(*(found[name].to_pylist() for name in ("id", "import_id", "mailbox")), strict=True))
