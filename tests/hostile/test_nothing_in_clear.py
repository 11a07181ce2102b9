"""A marker in a mail's subject and words, and the whole folder of an installation read byte by byte, packed tables as
well: nowhere in clear; and what was let go does not open any more, not even from old files."""

import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from cast import ANA, JANE, bring, mail, mbox  # noqa: F401

from sapwood.records.imports.models import Import
from sapwood.store import delta
from sapwood.workflows.change_text import change_text
from sapwood.workflows.imports import ask_import, undo_import
from sapwood.workflows.installation import counting_imports, log, operator, texts
from sapwood.workflows.repair import sweep

SAPWOOD = str(Path(sys.executable).with_name("sapwood"))
MARKER = "Quincewort"
MARKED = {"subject": f"{MARKER} in the subject", "text": f"{MARKER} in the words."}


def inside(value):
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from inside(one)
    elif isinstance(value, str):
        yield value.encode()
    elif isinstance(value, bytes):
        yield value


def cells(home):
    """Every text and every run of bytes in every table under home, also in files that no table reads any more."""
    for file in home.rglob("*.parquet"):
        yield from inside(pq.read_table(file).to_pylist())


def in_clear(home):
    found = [file for file in home.rglob("*") if file.is_file() and MARKER.encode() in file.read_bytes()]
    return found + [cell for cell in cells(home) if MARKER.encode() in cell]


def test_after_an_import_and_its_commands_nothing_stands_in_clear(tmp_path):
    home, box = tmp_path / "home", tmp_path / "sales.mbox"
    broken = mail("b", **MARKED).replace(b"Date: ", b"X-No-Date: ")
    box.write_bytes(mbox(*(mail(n, sender=JANE, to=ANA, day=n, **MARKED) for n in range(40)), broken))
    said = ""
    for command in (
        ["import", str(box), "--home-domain", "home.example", "--mailbox", "ana@home.example", "--json"],
        ["import", str(box), "--text", "shared"],
        ["accounts", "--as-of", "2024-06-01"],
        ["account", "Orchard", "--as-of", "2024-06-01"],
        ["today", "--as-of", "2024-06-01", "--json"],
        ["doctor"],
    ):
        environment = os.environ | {"SAPWOOD_HOME": str(home), "SAPWOOD_DEBUG": "1"}
        done = subprocess.run([SAPWOOD, *command], capture_output=True, text=True, env=environment)
        assert "Traceback" not in done.stderr, done.stderr
        said += done.stdout + done.stderr
    assert "40 came in" in said
    assert MARKER not in said
    assert in_clear(home) == []
    assert len(list(cells(home))) > 200, "or this test would see nothing"


@pytest.fixture
def three(bring):  # noqa: F811
    return [bring(*(mail(f"{box}{n}", day=n, **MARKED) for n in range(6))) for box in "abc"]


def opens(home):
    """What the key opens of everything under home, whatever file it lies in."""
    numbers = log().dataset().to_table(["id"])["id"].to_pylist()
    sealed = {cell for cell in cells(home) if len(cell) > 28}
    found = [texts().sealer.open(number, one) for number in numbers for one in sealed]
    return sorted(text for text in found if text)


def words(home):
    return [text for text in opens(home) if text.endswith("words.")]


def test_words_whose_time_is_over_are_gone_from_the_disk(three, home, monkeypatch):
    assert len(opens(home)) == 36 and len(words(home)) == 18
    Import.objects.filter(pk=three[0].pk).update(finished="2020-01-01T00:00Z")
    sweep()
    assert len(texts().read(sightings())) == 18
    monkeypatch.setattr(delta, "READERS_HOURS", 0)
    sweep()
    assert len(words(home)) == 12 and len(opens(home)) == 30, "subjects stay"


def test_a_source_kept_to_who_and_when_and_an_undone_one_are_gone_from_the_disk(three, home, monkeypatch):
    monkeypatch.setattr(delta, "READERS_HOURS", 0)
    change_text(operator(), three[0], "none", queue=False)
    sweep()
    assert len(opens(home)) == 24
    undo_import(operator(), three[1], queue=False)
    sweep()
    assert len(opens(home)) == 12
    assert len(counting_imports()) == 2


def sightings():
    rows = log().dataset().to_table(["id", "import_id", "mailbox"]).to_pylist()
    return [(row["id"], row["import_id"], row["mailbox"]) for row in rows]


def test_where_no_words_are_ever_kept_none_reach_the_disk(bring, home, settings):  # noqa: F811
    settings.SAPWOOD_KEEP_TEXT_DAYS = 0
    bring(mail(1, **MARKED))
    assert opens(home) == [MARKED["subject"]]


def test_an_uploaded_file_is_gone_once_its_import_is_in(home, db):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from sapwood.workflows.take_in.flow import take_in

    files = [SimpleUploadedFile("sales.mbox", mbox(mail(1, **MARKED)))]
    asked = ask_import(operator(), files, ["home.example"], queue=False)
    assert in_clear(home), "it waits as it came"
    take_in(asked, "test")
    assert in_clear(home) == []
