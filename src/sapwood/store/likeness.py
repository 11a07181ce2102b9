"""How probable it is that two records are one person's or one firm's: the Fellegi-Sunter model (Fellegi & Sunter,
1969) as Splink computes it on DuckDB. Records come as plain rows; what speaks for and against comes back as bits."""

import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from .without_pandas import with_pandas

PREFIX = "mw_"
OFFERED = 0.5  # from here on one is more likely than two


@dataclass(frozen=True, slots=True)
class Weighed:
    """One pair (the smaller number first). `bits` by comparison: log2 of how much more often one person's two records
    compare like this than two people's; with the prior's bits they add up to the log2 of the odds."""

    first: int
    second: int
    probability: float
    bits: Mapping[str, float]


def weigh(rows: pa.Table, settings: Mapping[str, Any], at_least: float | None = None) -> list[Weighed]:
    """Pairs of `rows` (columns as the settings name them, `number` the id) that the settings' blocking puts side by
    side, with parameters that the settings hold; those of a probability of `at_least` alone, where it is named."""
    if rows.num_rows < 2:
        return []
    with duckdb.connect(config={"temp_directory": ""}) as engine:  # names never reach the disk
        linker = linker_of(rows, settings, engine)
        scored = linker.inference.predict(threshold_match_probability=at_least, warning_mode="never")
        return weighed(scored.as_pyarrow_table())


def weighed(found: pa.Table) -> list[Weighed]:
    """From Splink's own table of predictions."""
    named = [name for name in found.column_names if name.startswith(PREFIX)]
    rows = found.select(["number_l", "number_r", "match_probability", *named]).to_pylist()
    return [
        Weighed(
            min(row["number_l"], row["number_r"]),
            max(row["number_l"], row["number_r"]),
            row["match_probability"],
            _bits(row, named),
        )
        for row in rows
    ]


def linker_of(rows: pa.Table, settings: Mapping[str, Any], engine: duckdb.DuckDBPyConnection) -> Any:
    """Splink's linker over `rows`. Splink is imported here: a third of a second that most processes never need."""
    with_pandas()
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    table = DuckDBAPI(engine).register(rows)
    return Linker(table, dict(settings), log_level=logging.ERROR, validate_settings=False)


def odds_in_bits(probability: float) -> float:
    return math.log2(probability / (1 - probability))


def bits_of(level: tuple[float, float]) -> float:
    """What a level of a comparison says, from its (m, u)."""
    m, u = level
    return math.log2(m / u)


def _bits(row: Mapping[str, Any], named: Sequence[str]) -> dict[str, float]:
    """A comparison's own bits and those for how rare the value is, as one number."""
    found: dict[str, float] = {}
    for name in named:
        what = name.removeprefix(PREFIX).removeprefix("tf_adj_").removeprefix("tf_")
        found[what] = round(found.get(what, 0.0) + (row[name] or 0.0), 2)
    return found
