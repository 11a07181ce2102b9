"""The append-only interaction log: a Delta table that holds no names. Each row is a sighting: one interaction as
it stood in one mailbox; readers fold the sightings of an interaction into one."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.dataset as ds

from . import delta
from .known import Known
from .rows import LOG_SCHEMA


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

    def vacuum(self) -> None:
        delta.vacuum(self.table_url, LOG_SCHEMA)

    def imports_in(self) -> set[int]:
        return delta.imports_in(self.table_url, LOG_SCHEMA)

    def files(self) -> list[str]:
        """The Parquet files of the present version, for an engine to read."""
        return delta.open_table(self.table_url, LOG_SCHEMA).file_uris()

    def dataset(self) -> ds.Dataset:
        return delta.open_table(self.table_url, LOG_SCHEMA).to_pyarrow_dataset()

    def known(self, imports: Sequence[int], sighted_by: Sequence[int] | None = None) -> Known:
        """Which interactions these imports have brought, and in whose mailboxes those of `sighted_by` (all of them)
        saw them."""
        columns = ["id", "mailbox", "import_id"]
        if not imports:
            return Known.of(pa.table({name: pa.array([], pa.int64()) for name in columns}))
        found = self.dataset().to_table(columns, filter=ds.field("import_id").isin(list(imports)))
        return Known.of(found, sighted_by)

    def sightings(self, ids: Sequence[int], imports: Sequence[int]) -> pa.Table:
        """Rows of some interactions: which import saw them in whose mailbox, who took part."""
        wanted = ds.field("id").isin(list(ids)) & ds.field("import_id").isin(list(imports))
        return self.dataset().to_table(["id", "import_id", "mailbox", "people"], filter=wanted)
