"""From when to when somebody was in touch, as the log has it."""

from collections.abc import Collection, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from sapwood.identity.moved import Span

MEMORY = "96MB"  # it runs at the end of an import, which stays small; the rest is spilled

SPANS = """
SELECT who.key, min("when")::DATE, max("when")::DATE, count(DISTINCT id), list(DISTINCT import_id)
FROM (
    SELECT id, "when", import_id, unnest(people) AS who FROM read_parquet($files, union_by_name = true)
    WHERE list_contains($imports, import_id) AND flag = ''
)
WHERE who.key IN (SELECT unnest($keys))
GROUP BY who.key
"""


def spans_of(files: Sequence[str], keys: Collection[int], imports: Collection[int], spill: Path) -> dict[int, Span]:
    """For keys of addresses, over what counts in these imports in the log's files; bulk and automatic mail does not.
    Days are UTC's. Reads the whole log once. What has no room in memory goes under `spill` for a while."""
    if not (files and keys and imports):
        return {}
    asked = {"files": list(files), "keys": sorted(keys), "imports": list(imports)}
    with TemporaryDirectory(dir=spill, ignore_cleanup_errors=True) as folder:
        limits = {"memory_limit": MEMORY, "temp_directory": folder, "preserve_insertion_order": False}
        with duckdb.connect(config=limits) as engine:
            engine.execute("SET TimeZone = 'UTC'")
            found = engine.execute(SPANS, asked).fetchall()
    return {key: Span(first, last, count, frozenset(imports)) for key, first, last, count, imports in found}
