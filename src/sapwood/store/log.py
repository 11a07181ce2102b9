"""The append-only interaction log: a Delta table that holds no names. Each row is a sighting: one interaction as
it stood in one mailbox; readers fold the sightings of an interaction into one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from sapwood.facts.revision import RANK

from . import delta
from .compaction import compact
from .known import Known
from .lookup import rows_of
from .revisions import Revisions
from .rows import LOG_ROW_GROUP, LOG_SCHEMA

GONE = -(1 << RANK)  # says what no state says
EVEN_LATER = (1 << 55) - 1  # of a revision, all but the source's own count


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

    def known(
        self, imports: Sequence[int], sighted_by: Sequence[int] | None = None, of_this_calendar: Sequence[int] = ()
    ) -> Known:
        """Which interactions these imports have brought, and in whose mailboxes those of `sighted_by` (all of them)
        saw them; `of_this_calendar` are those that the same whole calendar has brought."""
        columns = ["id", "mailbox", "import_id", "revision"]
        if not imports:
            return Known.of(pa.table({name: pa.array([], pa.int64()) for name in columns}))
        found = self.dataset().to_table(columns, filter=ds.field("import_id").isin(list(imports)))
        known = Known.of(found, sighted_by)
        self._missing(known, list(imports))
        if of_this_calendar:
            self._said_last(known.of_this_calendar, of_this_calendar)
        return known

    def _said_last(self, last: Revisions, imports: Sequence[int]) -> None:
        """What these imports said last of each; GONE where it was that it is there no more."""
        columns = ["id", "mailbox", "import_id", "revision", "series", "flag"]
        said = ds.field("series").is_valid() & ds.field("import_id").isin(list(imports))
        rows = self.dataset().to_table(columns, filter=said).sort_by("import_id").combine_chunks()
        gone = pc.equal(pc.fill_null(rows["flag"], ""), "gone")
        told = rows.filter(pc.invert(gone))
        series, mailboxes, when = (told[name] for name in ("series", "mailbox", "import_id"))
        last.add(*(told[name].to_numpy() for name in ("id", "mailbox", "revision")))
        for word in rows.filter(gone).to_pylist():
            of_it = pc.and_(pc.equal(series, word["series"]), pc.equal(mailboxes, word["mailbox"]))
            before = told.filter(pc.and_(of_it, pc.less(when, word["import_id"])))
            after = told.filter(pc.and_(of_it, pc.greater(when, word["import_id"])))
            last.add(*(before[name].to_numpy() for name in ("id", "mailbox")), np.full(len(before), GONE))
            last.add(*(after[name].to_numpy() for name in ("id", "mailbox", "revision")))

    def _missing(self, known: Known, imports: Sequence[int]) -> None:
        """What a whole calendar does not have any more is known as that, so that it may come back."""
        columns = ["id", "mailbox", "import_id", "revision", "series"]
        said = ds.field("series").is_valid() & ds.field("import_id").isin(imports)
        gone = self.dataset().to_table(columns, filter=said & (ds.field("flag") == "gone")).to_pylist()
        if not gone:
            return
        latest: dict[tuple[int, int], dict[str, int]] = {}
        for one in sorted(gone, key=itemgetter("import_id")):
            latest[one["series"], one["mailbox"]] = one
        told = ds.field("series").isin(sorted({one["series"] for one in gone}))
        for row in self.dataset().to_table(columns, filter=said & told & (ds.field("flag") != "gone")).to_pylist():
            word = latest.get((row["series"], row["mailbox"]))
            if word and word["import_id"] > row["import_id"]:
                revision = row["revision"] & ~EVEN_LATER | word["revision"] & EVEN_LATER
                known.revisions.add(*np.array([[row["id"], row["mailbox"], revision]], np.int64).T)

    def rows_of_imports(self, imports: Iterable[int]) -> pa.Table:
        """All that these imports brought."""
        return self.dataset().to_table(filter=ds.field("import_id").isin(list(imports))).combine_chunks()

    def ids_among(self, ids: Sequence[int], imports: Sequence[int]) -> pa.Array:
        """Which of these interactions one of these imports brought."""
        rows = rows_of(self.table_url, LOG_SCHEMA, ids, ["id", "import_id"])
        return rows["id"].filter(pc.is_in(rows["import_id"], pa.array(list(imports), pa.int64()))).combine_chunks()

    def sightings(self, ids: Sequence[int], imports: Sequence[int] | None = None) -> pa.Table:
        """Rows of some interactions: which import saw them in whose mailbox, who took part, in which revision; of
        these imports alone where they are given."""
        rows = rows_of(self.table_url, LOG_SCHEMA, ids, ["id", "import_id", "mailbox", "people", "revision"])
        return (
            rows if imports is None else rows.filter(pc.is_in(rows["import_id"], pa.array(list(imports), pa.int64())))
        )

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
