#!/usr/bin/env python3
"""How fast a table comes in: `sapwood import` end to end, beside the mere reading of the same file.

    python benchmarks/import_table.py                      # 200,000 deals
    python benchmarks/import_table.py --kind people        # or accounts, orders, "installed base", tickets
    python benchmarks/import_table.py --kind all           # one import of each, to committed

Makes a CSV of invented firms, as a CRM writes it (tables_to_import.py), then measures in turn, each in a process of
its own:

  - Python's `csv`, which reads the rows and keeps nothing: the limit;
  - DuckDB's `read_csv` into a table in memory, every column as text;
  - `sapwood import` into a fresh SAPWOOD_HOME, on one core: looking at every column, matching, writing, committed;
  - the same import again: every row is known.

The command's own report ("committed", on standard error here) says how long it took from its start in the queue to
committed; the whole command also makes a fresh home and measures the accounts. Memory is the peak of the processes'
proportional set sizes together. Prints a Markdown table.
"""

import argparse
import csv
import json
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from resources import TABLE_HEAD, fresh, measure
from tables_to_import import KINDS, write

HERE = Path(__file__).resolve()


def read_csv(path: Path) -> None:
    with path.open(newline="", encoding="utf-8-sig") as file:
        read = sum(1 for _ in csv.reader(file, delimiter=";")) - 1
    print(json.dumps({"read": read}))


def read_duckdb(path: Path) -> None:
    import duckdb

    base = duckdb.connect()
    base.execute("SET threads = 1")
    base.execute("CREATE TABLE t AS SELECT * FROM read_csv(?, delim = ';', all_varchar = true)", [str(path)])
    print(json.dumps({"read": base.execute("SELECT count(*) FROM t").fetchone()[0]}))


def committed(sapwood: list[str], folder: Path, rows: int) -> None:
    """One import of each kind: from its start in the queue to committed, which is what a person waits for."""
    print(f"{rows:,} rows of each; one core, Python {platform.python_version()}.\n")
    print("| what | rows | seconds to committed | rows/s | whole command, s | CPU µs a row | peak MB |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for kind in KINDS:
        path = folder / f"{kind}.csv"
        write(path, kind, rows)
        told: dict[str, Any] = {}
        command = [*sapwood, str(path), "--json"]
        one = measure(kind, rows, command, folder / kind, lambda said, kept=told: kept.update(said) or rows)
        took = told["committed"]
        figures = [f"{rows:,}", f"{took:.1f}", f"{rows / took:,.0f}", f"{one.seconds:.1f}"]
        figures += [f"{1e6 * one.cpu_s / rows:,.0f}", f"{one.peak_mb:,.0f}"]
        print(f"| {' | '.join([kind, *figures])} |", flush=True)
        path.unlink()


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--rows", type=int, default=200_000)
    given.add_argument("--kind", choices=[*KINDS, "all"], default="deals")
    given.add_argument("--sapwood", default=str(Path(sys.executable).parent / "sapwood"))
    given.add_argument("--only", choices=["csv", "duckdb"], help=argparse.SUPPRESS)
    given.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    args = given.parse_args()
    if args.only:
        (read_csv if args.only == "csv" else read_duckdb)(args.file)
        return
    with tempfile.TemporaryDirectory(prefix="sapwood-bench-") as name:
        folder = Path(name)
        few, many, home = folder / "few.csv", folder / "many.csv", folder / "home"
        kind = "deals" if args.kind == "all" else args.kind
        write(few, kind, 20)
        core = ["taskset", "-c", "0"]
        sapwood = [*core, args.sapwood, "import", "--home-domain", "home.example"]
        subprocess.run([*sapwood, str(few)], env=fresh(folder / "warm"), capture_output=True, check=False)
        if args.kind == "all":
            committed(sapwood, folder, args.rows)
            return
        write(many, kind, args.rows)
        only = [*core, sys.executable, str(HERE), "--file", str(many), "--only"]

        def all_of(told: Any) -> int:
            """A ticket is more than one thing: who counts those sees more than rows."""
            return args.rows if told["read"] >= args.rows else 0

        rows = [
            measure("Python's csv, nothing kept", args.rows, [*only, "csv"], home),
            measure("DuckDB's read_csv, every cell as text", args.rows, [*only, "duckdb"], home),
            measure("sapwood import, the whole command", args.rows, [*sapwood, str(many), "--json"], home, all_of),
            measure("sapwood import, the same again", args.rows, [*sapwood, str(many), "--json"], home, all_of),
        ]
        megabytes = many.stat().st_size / 1e6
    python = platform.python_version()
    print(f"{args.rows:,} rows, {megabytes:.0f} MB; one core, Python {python}.\n")
    print(TABLE_HEAD.replace("message", "row"))
    print("\n".join(row.row() for row in rows))


if __name__ == "__main__":
    main()
