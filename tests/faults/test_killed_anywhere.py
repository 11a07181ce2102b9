"""A real import killed with SIGKILL at random moments: nothing lost, nothing double, nothing half visible.

`script/test-faults` does it a hundred times; a usual run, fewer.
"""

import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from cast import mail, mbox
from installations import run, sql, start, statuses, visible

COUNT = 1200
KILLS = int(os.environ.get("SAPWOOD_KILLS", "6"))
BRING = ["--home-domain", "home.example"]


@pytest.fixture(scope="module")
def box(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("mail") / "sales.mbox"
    file.write_bytes(mbox(*(mail(n, day=n % 200, subject=f"Number {n}") for n in range(COUNT))))
    return file


def working(home: Path, box: Path) -> subprocess.Popen:
    """An import that has begun to work: the program itself takes a second to load."""
    before = statuses(home)
    process = start(home, "import", str(box), *BRING)
    while process.poll() is None and statuses(home) == before:
        time.sleep(0.002)
    return process


def killed(home: Path, box: Path, after: float) -> bool:
    """Kills an import `after` seconds of work; False where it was over by then."""
    process = working(home, box)
    deadline = time.monotonic() + after
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.0005)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL


def all_or_nothing(home: Path) -> None:
    counts = visible(home)
    assert len(counts) in (0, COUNT), f"half visible: {len(counts)} of {COUNT}"
    assert set(counts.values()) <= {1}, "double"
    measured = sql(home, "SELECT touches FROM relationships_standing")
    assert sum(touches for (touches,) in measured) in (0, COUNT)


def whole(home: Path, box: Path) -> None:
    """Run again to its end, everything is there once, and nothing is left to mend."""
    again = run(home, "import", str(box), *BRING)
    assert (again["added"], again["known"]) in ((COUNT, 0), (0, COUNT))
    assert len(visible(home)) == COUNT and set(visible(home).values()) == {1}
    (orchard,) = run(home, "accounts")
    assert orchard["touches"] == COUNT
    assert [touches for (touches,) in sql(home, "SELECT touches FROM relationships_standing")] == [COUNT]
    doctor = run(home, "doctor")
    assert doctor["ok"], doctor
    assert not list((home / "staging").glob("*"))


def test_killed_at_random_moments(box, tmp_path):
    chance = random.Random(7)
    home = fresh(tmp_path / "home")
    process, begun = working(home, box), time.monotonic()
    process.communicate()
    lasts = time.monotonic() - begun
    whole(home, box)
    kills, over, seen = 0, 0, set()
    home = fresh(home)
    while kills < KILLS:
        if not killed(home, box, chance.uniform(0, lasts)):
            over += 1
            assert over < KILLS, "nearly all were over before they could be killed"
        else:
            kills += 1
            seen |= set(statuses(home).values())
            all_or_nothing(home)
        if chance.random() < 0.2:
            whole(home, box)
        if "done" in statuses(home).values():  # else the next one finds what this one left
            home = fresh(home)
    whole(home, box)
    assert "started" in seen, "none was killed in the middle"


def fresh(home: Path) -> Path:
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    return home
