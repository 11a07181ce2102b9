"""How much text is kept about some people: counts, so that they can be told, and no text opened for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from . import delta
from .log import Log
from .rows import TEXT_SCHEMA
from .texts import Texts


@dataclass(frozen=True)
class Kept:
    """`subjects`: interactions of which a subject is kept; `words`: of how many own words are, by import."""

    subjects: int = 0
    words: dict[int, int] = field(default_factory=dict)


def kept_about(log: Log, texts: Texts, keys: Sequence[int], imports: Sequence[int]) -> Kept:
    """Of the interactions that any of `keys` took part in, as these imports brought them. An interaction whose
    words several imports brought counts for the latest."""
    rows, kept = log.files(), delta.open_table(texts.table_url, TEXT_SCHEMA).file_uris()
    if not (rows and kept and keys and imports):
        return Kept()
    asked = {"rows": list(rows), "kept": list(kept), "keys": list(keys), "imports": list(imports)}
    with duckdb.connect() as connection:
        found = connection.execute(COUNTED, asked).fetchall()
    return Kept(sum(subjects for _, subjects, _ in found), {number: words for number, _, words in found if words})


COUNTED = """
WITH sighted AS (
  SELECT id, unnest(people).key AS key FROM read_parquet($rows) WHERE list_contains($imports, import_id)
), took_part AS (
  SELECT DISTINCT id FROM sighted WHERE key IN (SELECT unnest($keys))
), each AS (
  SELECT id, max(import_id) FILTER (own IS NOT NULL) AS words, max(import_id) FILTER (subject IS NOT NULL) AS subject
  FROM read_parquet($kept, union_by_name = true) WHERE list_contains($imports, import_id) AND id IN (FROM took_part)
  GROUP BY id
)
SELECT coalesce(words, subject), count(subject), count(words) FROM each WHERE coalesce(words, subject) IS NOT NULL
GROUP BY 1
"""
