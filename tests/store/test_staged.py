"""Staged files become part of a table as they are: one commit, every reader sees them, orphans are swept."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from sapwood.facts.interaction import Interaction, Participant
from sapwood.store import staged
from sapwood.store.log import Log
from sapwood.store.rows import log_row, log_table
from sapwood.store.staged import Staged

WHEN = datetime(2024, 1, 1, 10, tzinfo=UTC)


def rows(import_id, numbers):
    people = (Participant("from", "jane@orchard.example"), Participant("to", "ana@home.example"))
    items = [
        Interaction(f"mid:{n}", WHEN, 60 if n % 2 else None, "mail", people, references=("mid:x",) * (n % 2))
        for n in numbers
    ]
    return log_table([log_row(item, n, b"s" * 32, import_id, 0) for n, item in zip(numbers, items, strict=True)])


def bring(log, folder, import_id, numbers):
    file = Staged(folder / f"log-{import_id}.parquet")
    for start in range(0, len(numbers), 3):
        file.add(rows(import_id, numbers[start : start + 3]))
    file.close()
    log.append([str(folder / f"log-{import_id}.parquet")])


@pytest.fixture
def log(tmp_path, monkeypatch):
    monkeypatch.setattr(staged, "GROUP", 5)  # several groups in a file
    found = Log(str(tmp_path / "log"))
    bring(found, tmp_path, 1, list(range(10)))
    bring(found, tmp_path, 2, list(range(10, 14)))
    return found


def test_every_reader_sees_the_same_rows(log, tmp_path):
    table = log.dataset().to_table().sort_by("id")
    assert table["id"].to_pylist() == list(range(14))
    assert table.slice(0, 2).select(["when", "offset_min", "parent"]).to_pylist()[0] == {
        "when": WHEN,
        "offset_min": None,
        "parent": None,
    }
    assert [who["role"] for who in table["people"][3].as_py()] == ["from", "to"]
    read = duckdb.read_parquet(log.files()).aggregate("count(*), max(\"when\" AT TIME ZONE 'UTC')").fetchone()
    assert read == (14, WHEN.replace(tzinfo=None))
    assert not list(tmp_path.glob("*.parquet")), "the files moved"


def test_cutting_an_import_leaves_the_files_of_others_alone(log):
    before = set(log.files())
    log.cut_imports([1])
    assert log.imports_in() == {2} and log.holds_import(2) and not log.holds_import(1)
    assert len(before & set(log.files())) == 1


def test_nothing_staged_is_no_commit(log, tmp_path):
    empty = Staged(tmp_path / "log-3.parquet")
    empty.add(rows(3, []))
    empty.close()
    assert not (tmp_path / "log-3.parquet").exists()
    log.append([])
    assert log.imports_in() == {1, 2}


def test_a_commit_that_fails_leaves_nothing_behind(log, tmp_path):
    file = Staged(tmp_path / "log-4.parquet")
    file.add(rows(4, [20]))
    file.close()
    before = set(Path(log.table_url).glob("*.parquet"))
    with pytest.raises(FileNotFoundError):
        log.append([str(tmp_path / "log-4.parquet"), str(tmp_path / "gone.parquet")])
    assert set(Path(log.table_url).glob("*.parquet")) == before
    assert log.imports_in() == {1, 2}


def test_what_a_killed_process_moved_and_did_not_commit_is_swept(log):
    orphan = Path(log.table_url) / "0f0e0d0c-orphan.parquet"
    orphan.write_bytes(Path(log.files()[0]).read_bytes())
    two_hours_ago = time.time() - 7200
    os.utime(orphan, (two_hours_ago, two_hours_ago))
    log.vacuum()
    assert not orphan.exists()
    assert log.dataset().count_rows() == 14
