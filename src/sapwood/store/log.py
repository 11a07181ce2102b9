"""The append-only interaction log: a Delta table that holds no names. Each row is a sighting: one interaction as
it stood in one mailbox; readers fold the sightings of an interaction into one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from . import delta
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

    def known(self, imports: Sequence[int], sighted_by: Sequence[int] | None = None) -> "Known":
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


@dataclass(frozen=True)
class Known:
    """Sorted ids of known interactions, all together and by mailbox."""

    everywhere: np.ndarray
    by_mailbox: dict[int, np.ndarray]

    @classmethod
    def of(cls, table: pa.Table, sighted_by: Sequence[int] | None = None) -> "Known":
        everywhere = np.unique(table["id"].to_numpy())
        if sighted_by is not None:
            table = table.filter(pc.is_in(table["import_id"], pa.array(list(sighted_by), pa.int64())))
        ids, mailboxes = table["id"].to_numpy(), table["mailbox"].to_numpy()
        return cls(everywhere, {int(m): np.unique(ids[mailboxes == m]) for m in np.unique(mailboxes)})

    def among(self, ids: np.ndarray, mailbox: int | None = None) -> np.ndarray:
        """Which of `ids` are known (in this mailbox, where one is named), as booleans."""
        sorted_ids = self.everywhere if mailbox is None else self.by_mailbox.get(mailbox, np.empty(0, np.int64))
        if not len(sorted_ids):
            return np.zeros(len(ids), bool)
        places = np.minimum(np.searchsorted(sorted_ids, ids), len(sorted_ids) - 1)
        return sorted_ids[places] == ids
