"""Real processes on an installation of their own, and what its files say without asking the program."""

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

from deltalake import DeltaTable

SAPWOOD = str(Path(sys.executable).with_name("sapwood"))
PINNED = {"SAPWOOD_AS_OF": "2024-12-31"}


def start(home: Path, *arguments: str, **more: str) -> subprocess.Popen:
    environment = os.environ | PINNED | {"SAPWOOD_HOME": str(home)} | more
    return subprocess.Popen(
        [SAPWOOD, *arguments], env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def run(home: Path, *arguments: str, **more: str) -> dict | list:
    process = start(home, *arguments, "--json", **more)
    out, said = process.communicate()
    assert out, said
    return json.loads(out)


def sql(home: Path, query: str) -> list[tuple]:
    """Rows of the records; [] where there is no such table yet."""
    file = home / "records.sqlite3"
    if not file.exists():
        return []
    connection = sqlite3.connect(file, timeout=30)
    try:
        return connection.execute(query).fetchall()
    except sqlite3.OperationalError as error:
        assert "no such table" in str(error), error
        return []
    finally:
        connection.close()


def statuses(home: Path) -> dict[int, str]:
    return dict(sql(home, "SELECT id, status FROM imports_import"))


def visible(home: Path) -> Counter[int]:
    """How often each interaction stands in the log, in rows of imports that count."""
    if not (home / "log" / "interactions" / "_delta_log").exists():
        return Counter()
    done = {number for number, status in statuses(home).items() if status == "done"}
    rows = DeltaTable(str(home / "log" / "interactions")).to_pyarrow_table(columns=["id", "import_id"]).to_pylist()
    return Counter(row["id"] for row in rows if row["import_id"] in done)
