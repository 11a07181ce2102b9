"""Bad values stop the start with a sentence, and change nothing."""

import os
import subprocess
import sys

import pytest

WRONG = {
    "SAPWOOD_SECRET_KEY": ("short", "fewer than 32 characters"),
    "SAPWOOD_DATABASE_URL": ("mysql://nobody@nowhere/x", "Use SQLite or PostgreSQL"),
    "SAPWOOD_ENGINE": ("abacus", "'duckdb'"),
    "SAPWOOD_AS_OF": ("soon", "not a date like 2026-06-15"),
    "SAPWOOD_KEEP_TEXT_DAYS": ("-3", "Give a number of days"),
    "SAPWOOD_WORKERS": ("0", "from 1 to 64"),
}


def start(tmp_path, **more):
    environment = os.environ | {"SAPWOOD_HOME": str(tmp_path / "home")} | more
    command = [sys.executable, "-c", "import sapwood.settings as s; print(s.SECRET_KEY)"]
    return subprocess.run(command, capture_output=True, text=True, env=environment)


@pytest.mark.parametrize("name", WRONG)
def test_a_bad_value_stops_the_start(name, tmp_path):
    value, said = WRONG[name]
    done = start(tmp_path, **{name: value})
    assert done.returncode == 1
    assert done.stderr.startswith("Sapwood did not start. ") and said in done.stderr
    assert done.stderr.strip().endswith("Nothing was changed.")


def test_a_home_that_is_a_file(tmp_path):
    (tmp_path / "home").write_text("a file")
    assert "cannot be used as a folder" in start(tmp_path).stderr


def test_the_secret_is_made_once_and_is_nobodys_to_read(tmp_path):
    first, second = start(tmp_path), start(tmp_path)
    assert len(first.stdout.strip()) >= 32 and first.stdout == second.stdout
    assert (tmp_path / "home" / "secret.key").stat().st_mode & 0o077 == 0
