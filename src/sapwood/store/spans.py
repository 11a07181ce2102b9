"""From when to when somebody was in touch, as the log has it."""

from collections.abc import Collection

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds

from sapwood.identity.moved import Span

SPANS = """
SELECT who.key, min("when")::DATE, max("when")::DATE, count(DISTINCT id), list(DISTINCT import_id)
FROM (SELECT id, "when", import_id, unnest(people) AS who FROM sightings)
WHERE who.key IN (SELECT key FROM wanted)
GROUP BY who.key
"""


def spans_of(log: ds.Dataset, keys: Collection[int], imports: Collection[int]) -> dict[int, Span]:
    """For keys of addresses, over what counts in these imports; bulk and automatic mail does not. Days are UTC's.
    Reads the whole log once."""
    if not keys or not imports:
        return {}
    counting = ds.field("import_id").isin(list(imports)) & (ds.field("flag") == "")
    rows = log.scanner(["id", "when", "import_id", "people"], filter=counting).to_reader()
    with duckdb.connect() as engine:
        engine.execute("SET TimeZone = 'UTC'")
        engine.register("sightings", rows)
        engine.register("wanted", pa.table({"key": pa.array(sorted(keys), pa.int64())}))
        found = engine.execute(SPANS).fetchall()
    return {key: Span(first, last, count, frozenset(imports)) for key, first, last, count, imports in found}
