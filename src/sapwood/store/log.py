"""The append-only interaction log: a Delta table that holds no names. Each row is a sighting: one interaction as
it stood in one mailbox; readers fold the sightings of an interaction into one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
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

    def known(self, imports: Sequence[int]) -> "Known":
        """Which interactions these imports have brought, and in whose mailboxes."""
        if not imports:
            return Known.of(pa.table({"id": pa.array([], pa.int64()), "mailbox": pa.array([], pa.int64())}))
        return Known.of(self.dataset().to_table(["id", "mailbox"], filter=ds.field("import_id").isin(list(imports))))

    def sightings(self, ids: Sequence[int], imports: Sequence[int]) -> pa.Table:
        """Rows of some interactions: whose mailboxes held them, who took part."""
        wanted = ds.field("id").isin(list(ids)) & ds.field("import_id").isin(list(imports))
        return self.dataset().to_table(["id", "mailbox", "people"], filter=wanted)


@dataclass(frozen=True)
class Known:
    """Sorted ids of known interactions, all together and by mailbox."""

    everywhere: np.ndarray
    by_mailbox: dict[int, np.ndarray]

    @classmethod
    def of(cls, table: pa.Table) -> "Known":
        ids, mailboxes = table["id"].to_numpy(), table["mailbox"].to_numpy()
        owners = np.unique(mailboxes)
        return cls(np.unique(ids), {int(m): np.unique(ids[mailboxes == m]) for m in owners})

    def among(self, ids: np.ndarray, mailbox: int | None = None) -> np.ndarray:
        """Which of `ids` are known (in this mailbox, where one is named), as booleans."""
        sorted_ids = self.everywhere if mailbox is None else self.by_mailbox.get(mailbox, np.empty(0, np.int64))
        if not len(sorted_ids):
            return np.zeros(len(ids), bool)
        places = np.minimum(np.searchsorted(sorted_ids, ids), len(sorted_ids) - 1)
        return sorted_ids[places] == ids
