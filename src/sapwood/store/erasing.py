"""Erasing somebody from the log and the kept texts, with what the tables' own history holds of them.

Each step can be done again: a process killed between two leaves what the next start finishes.
"""

from collections.abc import Callable, Collection, Iterable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from deltalake import write_deltalake

from . import delta
from .log import Log
from .rows import LOG_SCHEMA, TEXT_SCHEMA
from .texts import Texts

ROWS = 65_536
NO_HISTORY, USUAL_HISTORY = "interval 0 days", "interval 30 days"
Rewrite = Callable[[pa.RecordBatch], pa.RecordBatch]


def taken_part(log: Log, keys: Collection[int]) -> np.ndarray:
    """Sorted ids of interactions that one of `keys` took part in or held in a mailbox, copies of them included."""
    ids, copies = [], []
    for batch in _batches(log.table_url, LOG_SCHEMA, ["id", "mailbox", "people", "same"]):
        rows = _Hit(batch, keys).hit_rows
        ids.append(batch["id"].to_numpy()[rows])
        copies.append(batch["same"].to_numpy()[rows])
    same = np.unique(np.concatenate([*copies, np.empty(0, np.int64)]))
    for batch in _batches(log.table_url, LOG_SCHEMA, ["id", "same"]) if len(same) else ():
        ids.append(batch["id"].to_numpy()[np.isin(batch["same"].to_numpy(), same)])
    return np.unique(np.concatenate([*ids, np.empty(0, np.int64)]))


def written_by(log: Log, keys: Collection[int]) -> int:
    """How many interactions `keys` wrote."""
    found = [
        batch["id"].to_numpy()[_Hit(batch, keys).written]
        for batch in _batches(log.table_url, LOG_SCHEMA, ["id", "mailbox", "people"])
    ]
    return len(np.unique(np.concatenate([*found, np.empty(0, np.int64)])))


def texts_of(texts: Texts, ids: np.ndarray) -> int:
    """Of how many of these interactions a text is kept."""
    found = [batch["id"].to_numpy() for batch in _batches(texts.table_url, TEXT_SCHEMA, ["id"])]
    return len(np.intersect1d(np.concatenate([*found, np.empty(0, np.int64)]), ids))


def erase_from_log(log: Log, keys: Collection[int]) -> None:
    """Takes `keys` out of every row in one commit: what they wrote goes, elsewhere they no longer took part, and
    their mailboxes are nobody's."""

    def without(batch: pa.RecordBatch) -> pa.RecordBatch:
        hit = _Hit(batch, keys)
        if not hit.hit_rows.any():
            return batch
        mailbox = np.where(hit.mailboxes, 0, batch["mailbox"].to_numpy())
        columns = {name: batch[name] for name in batch.schema.names}
        columns["mailbox"], columns["people"] = pa.array(mailbox, pa.int64()), hit.left
        arrays = [columns[field.name] for field in LOG_SCHEMA]
        return pa.record_batch(arrays, schema=LOG_SCHEMA).filter(pa.array(~hit.written))

    _rewrite(log.table_url, LOG_SCHEMA, without)


def erase_texts(texts: Texts, ids: np.ndarray, naming: Iterable[str]) -> None:
    """Takes the kept texts of `ids` away, and any other that says one of `naming` (lower case), in one commit."""
    words = [word for word in naming if word]

    def names_them(row: dict[str, object]) -> bool:
        said = (texts.sealer.open(row["id"], part) for part in (row["subject"], row["own"]) if part)
        return any(word in text.lower() for text in said if text for word in words)

    def without(batch: pa.RecordBatch) -> pa.RecordBatch:
        kept = batch.filter(pa.array(~np.isin(batch["id"].to_numpy(), ids)))
        return kept.filter(pa.array([not names_them(row) for row in kept.to_pylist()], pa.bool_()))

    _rewrite(texts.table_url, TEXT_SCHEMA, without)


def leave_no_history(store: Log | Texts) -> None:
    """Deletes every file the present version does not read, orphans included, and the commits before it: their
    statistics may hold a key."""
    url, schema = store.table_url, LOG_SCHEMA if isinstance(store, Log) else TEXT_SCHEMA
    table = delta.open_table(url, schema)
    table.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False, full=True)
    table.alter.set_table_properties({"delta.logRetentionDuration": NO_HISTORY})
    table = delta.open_table(url, schema)
    table.create_checkpoint()
    table.cleanup_metadata()
    table.alter.set_table_properties({"delta.logRetentionDuration": USUAL_HISTORY})


class _Hit:
    """What of a batch concerns `keys`: rows they are in, rows they wrote, mailboxes of theirs, and who is left."""

    def __init__(self, batch: pa.RecordBatch, keys: Collection[int]):
        wanted = np.array(sorted(keys), np.int64)
        people = batch["people"]
        self.mailboxes = np.isin(batch["mailbox"].to_numpy(), wanted)
        flat, rows = people.flatten(), pc.list_parent_indices(people).to_numpy()
        theirs = np.isin(pc.struct_field(flat, "key").to_numpy(zero_copy_only=False), wanted)
        wrote = pc.equal(pc.struct_field(flat, "role"), "from").to_numpy(zero_copy_only=False)
        self.hit_rows, self.written = self.mailboxes.copy(), np.zeros(batch.num_rows, bool)
        self.hit_rows[rows[theirs]] = True
        self.written[rows[theirs & wrote.astype(bool)]] = True
        counts = np.bincount(rows[~theirs], minlength=batch.num_rows)
        offsets = pa.array(np.concatenate([[0], np.cumsum(counts)]), pa.int32())
        self.left = pa.ListArray.from_arrays(offsets, flat.filter(pa.array(~theirs)), type=people.type)


def _rewrite(url: str, schema: pa.Schema, change: Rewrite) -> None:
    batches = _batches(url, schema, schema.names)
    reader = pa.RecordBatchReader.from_batches(schema, (change(batch) for batch in batches))
    write_deltalake(delta.open_table(url, schema), reader, mode="overwrite")


def _batches(url: str, schema: pa.Schema, columns: list[str]) -> Iterator[pa.RecordBatch]:
    """The rows of the table, opened at once: a table cannot be opened while another is being written."""
    rows = delta.open_table(url, schema).to_pyarrow_dataset().scanner(columns, batch_size=ROWS).to_reader()
    fields = pa.schema([schema.field(name) for name in columns])
    return (_as(fields, batch) for batch in rows if batch.num_rows)


def _as(fields: pa.Schema, batch: pa.RecordBatch) -> pa.RecordBatch:
    return pa.record_batch([batch[field.name].cast(field.type) for field in fields], schema=fields)
