"""What the log shows of pairs of addresses: on one mail side by side, to each other, one answering for the other."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds

PAIRS = """
WITH taking AS (
    SELECT id, parent, who.key AS key, bool_or(who.role = 'from') AS wrote, bool_or(who.role IN ('to', 'cc')) AS got
    FROM (SELECT id, parent, unnest(people) AS who FROM mails)
    WHERE who.key IN (SELECT first FROM pairs UNION SELECT second FROM pairs)
    GROUP BY ALL
),
both_on AS (
    SELECT p.first, p.second,
        count(DISTINCT a.id) FILTER (a.got AND b.got AND NOT a.wrote AND NOT b.wrote) AS addressed,
        count(DISTINCT a.id) FILTER ((a.wrote AND b.got) OR (b.wrote AND a.got)) AS wrote
    FROM pairs p JOIN taking a ON a.key = p.first JOIN taking b ON b.key = p.second AND b.id = a.id
    GROUP BY ALL
),
either AS (SELECT first, second FROM pairs UNION ALL SELECT second, first FROM pairs),
answers AS (
    SELECT least(e.first, e.second) AS first, greatest(e.first, e.second) AS second, count(DISTINCT a.id) AS answered
    FROM either e
    JOIN taking a ON a.key = e.first AND a.wrote
    JOIN taking b ON b.key = e.second AND b.got AND b.id = a.parent
    WHERE NOT EXISTS (FROM taking c WHERE c.id = b.id AND c.key = e.first)
    GROUP BY ALL
)
SELECT p.first, p.second, coalesce(addressed, 0), coalesce(wrote, 0), coalesce(answered, 0)
FROM pairs p LEFT JOIN both_on USING (first, second) LEFT JOIN answers USING (first, second)
WHERE addressed > 0 OR wrote > 0 OR answered > 0
"""


@dataclass(frozen=True)
class Counts:
    """In mails: both addressed; one wrote to the other; one answered what had gone to the other alone."""

    addressed: int
    wrote: int
    answered: int


def counts_of(
    log: ds.Dataset, pairs: Iterable[tuple[int, int]], imports: Collection[int]
) -> dict[tuple[int, int], Counts]:
    """For pairs of keys (the smaller first), what the rows of `imports` show; pairs that show nothing are absent."""
    wanted: Sequence[tuple[int, int]] = sorted(pairs)
    if not wanted or not imports:
        return {}
    mails = log.scanner(["id", "parent", "people"], filter=ds.field("import_id").isin(list(imports))).to_reader()
    with duckdb.connect() as engine:
        engine.register("mails", mails)
        first, second = zip(*wanted, strict=True)
        engine.register(
            "pairs", pa.table({"first": pa.array(first, pa.int64()), "second": pa.array(second, pa.int64())})
        )
        found = engine.execute(PAIRS).fetchall()
    return {(row[0], row[1]): Counts(*row[2:]) for row in found}
