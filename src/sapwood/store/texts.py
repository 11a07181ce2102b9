"""Kept texts: subjects, and for a while own words, each sealed; a Delta table beside the log."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyarrow.dataset as ds

from . import delta
from .rows import TEXT_SCHEMA
from .sealing import Sealer

Sighting = tuple[int, int, int | None]  # interaction, import, mailbox


@dataclass(frozen=True)
class Text:
    """What is kept of one sighting; `mailbox` is None where it was kept before sightings had texts of their own."""

    id: int
    import_id: int
    mailbox: int | None
    subject: str | None
    own: str | None


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

    def let_go(self, imports: list[int]) -> None:
        """Own words of these imports go, subjects stay; the old files go with the next vacuum."""
        table = delta.open_table(self.table_url, TEXT_SCHEMA)
        table.update(updates={"own": "NULL"}, predicate=f"import_id IN ({', '.join(str(int(i)) for i in imports)})")

    def read(self, sightings: Iterable[Sighting]) -> list[Text]:
        """What is kept of these sightings; no other is opened. Whether a user may see it is for the caller to ask
        first."""
        wanted = {sighting[:3] for sighting in sightings}
        wanted |= {(*sighting[:2], None) for sighting in wanted}
        if not wanted:
            return []
        among = ds.field("id").isin(list({s[0] for s in wanted})) & ds.field("import_id").isin(
            list({s[1] for s in wanted})
        )
        rows = delta.open_table(self.table_url, TEXT_SCHEMA).to_pyarrow_dataset().to_table(filter=among)
        return [self._opened(r) for r in rows.to_pylist() if (r["id"], r["import_id"], r["mailbox"]) in wanted]

    def _opened(self, row: dict[str, Any]) -> Text:
        subject, own = (self.sealer.open(row["id"], s) if s else None for s in (row["subject"], row["own"]))
        return Text(row["id"], row["import_id"], row["mailbox"], subject, own)
