"""Hostile input through the command line: whatever comes, a sentence, the good part in, and a second run changes
nothing. `bring` checks these each time."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from sapwood.surfaces.cli import app

SAPWOOD = str(Path(sys.executable).with_name("sapwood"))


@pytest.fixture
def bring(home, db):
    """Imports paths, twice. Answers with what came in, the troubles by place, and the sentences."""

    def run(*arguments: object) -> SimpleNamespace:
        done = CliRunner().invoke(app, ["import", *map(str, arguments), "--home-domain", "home.example", "--json"])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return checked(done.exit_code, done.stdout, done.stderr)

    return lambda *arguments: twice(run, *arguments)


@pytest.fixture
def process(tmp_path):
    """The same in a process of its own, on the home `tmp_path/home`; `before` is put before the command."""
    environment = os.environ | {"SAPWOOD_HOME": str(tmp_path / "home"), "COLUMNS": "300"}

    def run(*arguments: object, before: tuple[str, ...] = ()) -> SimpleNamespace:
        command = [*before, SAPWOOD, "import", *arguments, "--home-domain", "home.example", "--json"]
        done = subprocess.run(command, capture_output=True, env=environment)
        return checked(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def checked(code: int, out: str, err: str) -> SimpleNamespace:
    assert "Traceback" not in err, err
    assert out, err
    found = json.loads(out)
    troubles = found["troubles"]
    assert found["read"] == found["added"] + found["known"] + len(troubles)
    assert code == (1 if troubles else 0)
    assert all(trouble["what"].endswith(".") and trouble["where"] for trouble in troubles)
    assert f"{found['added']:,} came in" in err
    by_place = {trouble["where"]: trouble["what"] for trouble in troubles}
    assert len(by_place) == len(troubles)
    return SimpleNamespace(added=found["added"], known=found["known"], troubles=by_place, said=err)


def twice(run, *arguments: object) -> SimpleNamespace:
    first, again = run(*arguments), run(*arguments)
    assert (again.added, again.known) == (0, first.added + first.known)
    assert again.troubles == first.troubles
    return first
