"""A command does not carry pandas, which costs 50 MB, though pyarrow and DuckDB look for it; Splink finds it."""

import subprocess
import sys

from cast import mail, mbox

COMMAND = """
import sys
from sapwood.surfaces.cli import main
try:
    main()
finally:
    print("pandas" in sys.modules, file=sys.stderr)
"""
SPLINK = """
import pyarrow as pa
from sapwood.store.without_pandas import without_pandas
without_pandas()
try:
    import pandas
except ModuleNotFoundError:
    print("hidden")
import duckdb
duckdb.connect().execute("SELECT ?", [1])
from sapwood.store.likeness import linker_of
rows = pa.table({"number": [1, 2], "name": ["Ana", "Bo"]})
blocked = {"link_type": "dedupe_only", "unique_id_column_name": "number", "comparisons": []}
try:
    linker_of(rows, blocked, duckdb.connect())
finally:
    import splink, pandas
    print("found")
"""


def test_an_import_and_its_measures(tmp_path, monkeypatch):
    (tmp_path / "sales.mbox").write_bytes(mbox(mail(1, day=1), mail(2, day=9)))
    monkeypatch.setenv("SAPWOOD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SAPWOOD_AS_OF", "2024-12-31")
    asked = ["import", str(tmp_path / "sales.mbox"), "--home-domain", "home.example"]
    done = subprocess.run([sys.executable, "-c", COMMAND, *asked], capture_output=True, text=True)
    assert "2 came in" in done.stderr and done.stderr.rstrip().endswith("False"), done.stderr


def test_splink_finds_it():
    done = subprocess.run([sys.executable, "-c", SPLINK], capture_output=True, text=True)
    assert done.stdout.split() == ["hidden", "found"], done.stderr
