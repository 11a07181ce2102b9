#!/usr/bin/env python3
"""How fast a log of incidents comes in: `sapwood import` end to end, beside the mere reading of the same file.

    python benchmarks/import_incidents.py                  # 141,712 rows of 24,918 incidents

Makes a log as ServiceNow writes one: a row for each change of an incident, with who called, who works on it,
impact, priority, the product, "?" where nobody knows; the rows of one incident lie apart. Measured in turn on one
core, each in a process of its own: Python's `csv`, which reads the rows and keeps nothing; `sapwood import` into a
fresh SAPWOOD_HOME; the same import again, where every row is known. Prints a Markdown table.
"""

import argparse
import csv
import json
import platform
import random
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from resources import TABLE_HEAD, measure

HERE = Path(__file__).resolve()
HEADER = (
    "number,incident_state,active,reopen_count,caller_id,opened_by,opened_at,sys_updated_by,sys_updated_at,contact_type,"
    "location,category,subcategory,cmdb_ci,impact,urgency,priority,assignment_group,assigned_to,resolved_by,resolved_at,"
    "closed_at"
)
STATES = ("New", "Active", "Awaiting User Info", "Active", "Resolved", "Closed")
PER_INCIDENT = 5.687


def write(path: Path, rows: int) -> None:
    rng = random.Random(7)
    first = datetime(2016, 2, 29, 1, 16, tzinfo=UTC)
    lines = []
    incidents = max(1, round(rows / PER_INCIDENT))
    for number in range(rows):
        incident, turn = number % incidents, number // incidents
        own = random.Random(incident)
        opened = first + timedelta(minutes=own.randrange(500_000))
        changed = opened + timedelta(minutes=turn * own.randrange(5, 3000))
        resolved = opened + timedelta(minutes=own.randrange(60, 20_000))
        agent = f"Resolver {rng.randrange(230)}" if rng.random() > 0.2 else "?"
        product = f"Item {own.randrange(50)}" if own.random() > 0.9 else "?"
        impact, place = own.choice(["1 - High", "2 - Medium", "3 - Low"]), f"Location {own.randrange(220)}"
        lines.append([
            f"INC{incident:07}", STATES[min(turn, 5)], "true", 0, f"Caller {own.randrange(5245)}", "Opened by 8",
            _day(opened), "Updated by 21", _day(changed), "Phone", place, "Category 55", "Subcategory 170", product,
            impact, "2 - Medium", "3 - Moderate", "Group 56", agent, "?", _day(resolved), _day(resolved),
        ])  # fmt: skip
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(HEADER.split(","))
        out.writerows(lines)


def _day(when: datetime) -> str:
    return f"{when.day}/{when.month}/{when.year} {when:%H:%M}"


def read_csv(path: Path) -> None:
    with path.open(newline="", encoding="utf-8") as file:
        print(json.dumps({"read": sum(1 for _ in csv.reader(file)) - 1}))


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--rows", type=int, default=141_712)
    given.add_argument("--sapwood", default=str(Path(sys.executable).parent / "sapwood"))
    given.add_argument("--only", choices=["csv"], help=argparse.SUPPRESS)
    given.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    args = given.parse_args()
    if args.only:
        read_csv(args.file)
        return
    with tempfile.TemporaryDirectory(prefix="sapwood-bench-") as name:
        folder = Path(name)
        path, home = folder / "incidents.csv", folder / "home"
        write(path, args.rows)
        megabytes = path.stat().st_size / 1e6
        core = ["taskset", "-c", "0"]
        sapwood = [*core, args.sapwood, "import", str(path), "--home-domain", "home.example", "--json"]
        plain = [*core, sys.executable, str(HERE), "--file", str(path), "--only", "csv"]
        rows = [
            measure(what, args.rows, command, home, lambda told: args.rows if told["read"] else 0)
            for what, command in (
                ("Python's csv, nothing kept", plain),
                ("sapwood import, the whole command", sapwood),
                ("sapwood import, the same again", sapwood),
            )
        ]
    print(f"{args.rows:,} rows, {megabytes:.0f} MB; one core, Python {platform.python_version()}.\n")
    print(TABLE_HEAD.replace("message", "row"))
    print("\n".join(row.row() for row in rows))


if __name__ == "__main__":
    main()
