"""Kept texts: subjects, and for a while own words, each sealed; a Delta table beside the log."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow.dataset as ds

from . import delta
from .rows import TEXT_SCHEMA
from .sealing import Sealer


@dataclass(frozen=True)
class Texts:
    url: str
    sealer: Sealer

    @property
    def table_url(self) -> str:
        return f"{self.url}/texts"

    def append(self, staged: list[str]) -> None:
        delta.append(self.table_url, TEXT_SCHEMA, staged)

    def cut_imports(self, imports: list[int]) -> None:
        delta.cut_imports(self.table_url, TEXT_SCHEMA, imports)

    def vacuum(self) -> None:
        delta.vacuum(self.table_url, TEXT_SCHEMA)

    def imports_in(self) -> set[int]:
        return delta.imports_in(self.table_url, TEXT_SCHEMA)

    def with_words(self) -> np.ndarray:
        """Ids of interactions whose own words are kept."""
        rows = delta.open_table(self.table_url, TEXT_SCHEMA).to_pyarrow_dataset()
        return rows.to_table(["id"], filter=ds.field("own").is_valid())["id"].to_numpy()

    def let_go(self, imports: list[int]) -> None:
        """Own words of these imports go, subjects stay; the old files go with the next vacuum."""
        table = delta.open_table(self.table_url, TEXT_SCHEMA)
        table.update(updates={"own": "NULL"}, predicate=f"import_id IN ({', '.join(str(int(i)) for i in imports)})")

    def read(self, ids: Sequence[int], imports: Sequence[int]) -> dict[int, tuple[str | None, str | None]]:
        """Subject and own words by interaction id; None where nothing is kept. Whether a user may see them is
        for the caller to ask first."""
        wanted = ds.field("id").isin(list(ids)) & ds.field("import_id").isin(list(imports))
        rows = delta.open_table(self.table_url, TEXT_SCHEMA).to_pyarrow_dataset().to_table(filter=wanted)
        opened: dict[int, tuple[str | None, str | None]] = {}
        for row in rows.to_pylist():
            subject, own = (self.sealer.open(row["id"], s) if s else None for s in (row["subject"], row["own"]))
            before = opened.get(row["id"], (None, None))
            opened[row["id"]] = (subject or before[0], own or before[1])
        return opened
