#!/usr/bin/env python3
"""How fast a table comes in: `sapwood import` of deals end to end, beside the mere reading of the same file.

    python benchmarks/import_table.py                      # 200,000 rows

Makes a CSV of deals of invented firms, as a CRM writes it (semicolons, European dates and decimals, one cell in fifty
quoted), then measures in turn, each in a process of its own:

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
import random
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from resources import TABLE_HEAD, measure

HERE = Path(__file__).resolve()
STAGES = ["Won", "Won", "Lost", "Negotiation", "Proposal"]
HEADER = "Deal ID;Account Name;Deal Name;Product;Amount;Currency;Stage;Created Date;Close Date;Deal Owner"


def write(path: Path, rows: int) -> None:
    rng = random.Random(7)
    firms = [
        f"{a}{b} {c}"
        for a in ("North", "Red", "Oak", "River", "Stone")
        for b in SECOND
        for c in ("GmbH", "Ltd", "AG")
    ]
    people = [f"Colleague {number}" for number in range(30)]
    products = [f"Part {number}" for number in range(40)]
    first = date(2020, 1, 1)
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(HEADER.split(";"))
        for number in range(rows):
            opened = first + timedelta(days=rng.randrange(1500))
            closed = opened + timedelta(days=rng.randrange(1, 200))
            amount = f"{rng.randrange(1, 90)}.{rng.randrange(1000):03},{rng.randrange(100):02}"
            title = f"Order {number}" if number % 50 else f"Order {number}; with options"
            ids = (f"D-{number}", rng.choice(firms), title, rng.choice(products), amount, "EUR", rng.choice(STAGES))
            out.writerow([*ids, f"{opened:%d.%m.%Y}", f"{closed:%d.%m.%Y}", rng.choice(people)])


SECOND = (
    "wood field bridge gate haven mere port ridge shore vale well wick worth ford mill hill lake crest dale brook"
)


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


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--rows", type=int, default=200_000)
    given.add_argument("--sapwood", default=str(Path(sys.executable).parent / "sapwood"))
    given.add_argument("--only", choices=["csv", "duckdb"], help=argparse.SUPPRESS)
    given.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    args = given.parse_args()
    if args.only:
        (read_csv if args.only == "csv" else read_duckdb)(args.file)
        return
    with tempfile.TemporaryDirectory(prefix="sapwood-bench-") as name:
        folder = Path(name)
        few, many, home = folder / "few.csv", folder / "deals.csv", folder / "home"
        write(few, 20)
        write(many, args.rows)
        core = ["taskset", "-c", "0"]
        sapwood = [*core, args.sapwood, "import"]
        measure("warm-up", 20, [*sapwood, str(few), "--json"], folder / "warm")
        only = [*core, sys.executable, str(HERE), "--file", str(many), "--only"]
        rows = [
            measure("Python's csv, nothing kept", args.rows, [*only, "csv"], home),
            measure("DuckDB's read_csv, every cell as text", args.rows, [*only, "duckdb"], home),
            measure("sapwood import, the whole command", args.rows, [*sapwood, str(many), "--json"], home),
            measure("sapwood import, the same again", args.rows, [*sapwood, str(many), "--json"], home),
        ]
        megabytes = many.stat().st_size / 1e6
    python = platform.python_version()
    print(f"{args.rows:,} rows, {megabytes:.0f} MB; one core, Python {python}.\n")
    print(TABLE_HEAD.replace("message", "row"))
    print("\n".join(row.row() for row in rows))


if __name__ == "__main__":
    main()
