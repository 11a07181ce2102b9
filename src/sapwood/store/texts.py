"""Kept texts: subjects, and for a while own words, each sealed; a Delta table beside the log."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from . import delta
from .compaction import compact
from .lookup import rows_of
from .rows import TEXT_ROW_GROUP, TEXT_SCHEMA
from .sealing import Sealer

SIGHTING = ["id", "import_id", "mailbox"]
Sighting = tuple[int, int, int | None]  # as these columns


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

    def cut_sightings(self, sightings: Iterable[Sighting]) -> int:
        """Deletes what is kept of these sightings; returns of how many something was kept."""
        table = delta.open_table(self.table_url, TEXT_SCHEMA)
        kept = table.to_pyarrow_dataset().to_table(SIGHTING)
        sightings = set(sightings) & set(zip(*(kept[name].to_pylist() for name in SIGHTING), strict=True))
        if not sightings:
            return 0
        columns = [pa.array(column, pa.int64()) for column in zip(*sightings, strict=True)]
        same = " AND ".join(f"text.{name} = cut.{name}" for name in SIGHTING)
        cut = table.merge(pa.table(columns, SIGHTING), same, source_alias="cut", target_alias="text")
        return cut.when_matched_delete().execute()["num_target_rows_deleted"]

    def compact(self, thorough: bool = True) -> bool:
        return compact(self.table_url, TEXT_SCHEMA, TEXT_ROW_GROUP, thorough)

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
        wanted = set(sightings)
        wanted |= {(*sighting[:2], None) for sighting in wanted}
        if not wanted:
            return []
        rows = rows_of(self.table_url, TEXT_SCHEMA, {sighting[0] for sighting in wanted}, TEXT_SCHEMA.names)
        return [self._opened(r) for r in rows.to_pylist() if (r["id"], r["import_id"], r["mailbox"]) in wanted]

    def _opened(self, row: dict[str, Any]) -> Text:
        subject, own = (self.sealer.open(row["id"], s) if s else None for s in (row["subject"], row["own"]))
        return Text(row["id"], row["import_id"], row["mailbox"], subject, own)
