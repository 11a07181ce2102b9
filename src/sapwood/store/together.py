"""What the log shows of pairs of addresses: on one mail side by side, to each other, one answering for the other."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

MEMORY = "96MB"  # it runs at the end of every import, which stays small; the rest is spilled

PAIRS = """
WITH pairs AS (
    SELECT unnest($first) AS first, unnest($second) AS second
),
taking AS MATERIALIZED (
    SELECT id, parent, who.key AS key, bool_or(who.role = 'from') AS wrote, bool_or(who.role IN ('to', 'cc')) AS got
    FROM (
        SELECT id, parent, unnest(people) AS who FROM read_parquet($files, union_by_name = true)
        WHERE list_contains($imports, import_id)
    )
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
    files: Sequence[str], pairs: Iterable[tuple[int, int]], imports: Collection[int], spill: Path
) -> dict[tuple[int, int], Counts]:
    """For pairs of keys (the smaller first), what the rows of `imports` in the log's files show; pairs that show
    nothing are absent. What has no room in memory goes to a folder under `spill` for a while."""
    wanted = sorted(pairs)
    if not (wanted and imports and files):
        return {}
    first, second = zip(*wanted, strict=True)
    asked = {"first": first, "second": second, "files": list(files), "imports": list(imports)}
    with TemporaryDirectory(dir=spill, ignore_cleanup_errors=True) as folder:
        limits = {"memory_limit": MEMORY, "temp_directory": folder, "preserve_insertion_order": False}
        with duckdb.connect(config=limits) as engine:
            found = engine.execute(PAIRS, asked).fetchall()
    return {(row[0], row[1]): Counts(*row[2:]) for row in found}
