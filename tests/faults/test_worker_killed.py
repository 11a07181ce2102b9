"""The worker is killed in the middle of a refresh: pages keep what they had, and the next start makes up for it."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time

from cast import JANE, PRIYA, mail, mbox
from installations import PINNED, run, sql

ENQUEUE = "import django; django.setup(); from sapwood.workflows.tasks import begin_day; begin_day.enqueue()"
SAVED = "SELECT relationship_id, touches, as_of, hex(recent) FROM relationships_standing ORDER BY 1"


def refreshing(home) -> bool:
    """Whether somebody holds the lock of refreshing."""
    with (home / "refreshing.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def test_a_worker_killed_in_mid_refresh(tmp_path):
    box, home = tmp_path / "sales.mbox", tmp_path / "home"
    home.mkdir()
    box.write_bytes(mbox(*(mail(n, sender=JANE if n % 2 else PRIYA, day=n % 200) for n in range(400))))
    run(home, "import", str(box), "--home-domain", "home.example")
    before = sql(home, SAVED)
    assert len(before) == 2
    later = os.environ | {"SAPWOOD_HOME": str(home), "SAPWOOD_AS_OF": "2025-01-31"}  # a new day: all is measured anew
    later["DJANGO_SETTINGS_MODULE"] = "sapwood.settings"
    for pause in (0.0, 0.1, 0.3):
        subprocess.run([sys.executable, "-c", ENQUEUE], env=later, check=True)
        command = [sys.executable, "-m", "django", "db_worker", "--queue-name", "*", "--verbosity", "0"]
        with subprocess.Popen(command, env=later) as worker:
            while worker.poll() is None and not refreshing(home):
                time.sleep(0.001)
            time.sleep(pause)
            worker.send_signal(signal.SIGKILL)
        saved = sql(home, SAVED)
        assert len({as_of for _, _, as_of, _ in saved}) == 1, "of two days at once"
        if saved[0][2] == "2025-01-31":
            break
        assert saved == before
    doctor = run(home, "doctor", **{"SAPWOOD_AS_OF": "2025-01-31"})
    assert doctor["ok"], doctor
    assert {as_of for _, _, as_of, _ in sql(home, SAVED)} == {"2025-01-31"}


def test_an_import_killed_before_its_refresh_is_measured_by_the_next_start(tmp_path):
    """The commit stood, the figures did not know of it yet."""
    first, second, home = tmp_path / "first.mbox", tmp_path / "second.mbox", tmp_path / "home"
    home.mkdir()
    first.write_bytes(mbox(*(mail(n, day=n) for n in range(20))))
    second.write_bytes(mbox(*(mail(f"more{n}", day=100 + n) for n in range(20))))
    run(home, "import", str(first), "--home-domain", "home.example")
    take_in = (
        "import django; django.setup(); from pathlib import Path; from sapwood.workflows.imports import ask_import;"
        "from sapwood.workflows.installation import operator; from sapwood.workflows.take_in.flow import take_in;"
        f"take_in(ask_import(operator(), [Path({str(second)!r})], queue=False), 'test')"
    )
    environment = os.environ | PINNED | {"SAPWOOD_HOME": str(home), "DJANGO_SETTINGS_MODULE": "sapwood.settings"}
    subprocess.run([sys.executable, "-c", take_in], env=environment, check=True)  # and no refresh after it
    assert sql(home, "SELECT touches FROM relationships_standing") == [(20,)]
    doctor = run(home, "doctor")
    assert "figures" in json.dumps(doctor)
    assert sql(home, "SELECT touches FROM relationships_standing") == [(40,)]
    assert run(home, "doctor") == {"ok": True, "findings": []}
