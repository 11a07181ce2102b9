"""What exists is documented, what is documented exists, and the project speaks of itself alone."""

import re
import subprocess

import pytest
from conftest import REPOSITORY

from sapwood import settings
from sapwood.surfaces.cli import app

OPERATING = (REPOSITORY / "docs" / "operating.md").read_text()
PAGES = sorted(p for p in [*REPOSITORY.glob("*.md"), *REPOSITORY.glob("*/**/*.md")] if ".venv" not in p.parts)


def test_every_setting_is_documented():
    sources = (REPOSITORY / "src/sapwood" / name for name in ("environment.py", "settings.py"))
    read = {name for source in sources for name in re.findall(r'"(SAPWOOD_\w+)"', source.read_text())}
    assert len(read) > 8
    for place in (settings.__doc__, OPERATING):
        assert read - set(re.findall(r"SAPWOOD_\w+", place)) == set()


def test_every_command_is_documented():
    names = {one.name for one in (*app.registered_commands, *app.registered_groups)}
    assert names == set(re.findall(r"^\| `sapwood (\w+)", OPERATING, re.MULTILINE))


@pytest.mark.parametrize("document", PAGES, ids=lambda p: p.relative_to(REPOSITORY).as_posix())
def test_links_lead_somewhere(document):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text()):
        assert (document.parent / target).exists(), target


def test_no_absolute_path_of_one_machine():
    shown = subprocess.run(
        ["git", "grep", "-nIE", r"/(root|work|home/[a-z]+)/", "--", ".", ":!uv.lock", ":!tests/test_docs.py"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    assert shown.stdout == ""
