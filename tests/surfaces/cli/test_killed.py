"""A real import killed at several moments, then run again: nothing lost, nothing double, nothing half visible."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from cast import mail, mbox

SAPWOOD = str(Path(sys.executable).with_name("sapwood"))
COUNT = 3000

# When to kill: at the first sight of one of these in the installation's folder.
MOMENTS = {
    "while reading": lambda home: any((home / "staging").glob("*/log-*.parquet")),
    "after the texts, before the log": lambda home: any((home / "log" / "texts").glob("*.parquet")),
    "after the log's commit": lambda home: (home / "log/interactions/_delta_log/00000000000000000001.json").exists(),
}


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    file = tmp_path_factory.mktemp("mail") / "sales.mbox"
    file.write_bytes(mbox(*(mail(n, day=n % 200, subject=f"Number {n}") for n in range(COUNT))))
    return file


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed(moment, box, tmp_path):
    environment = os.environ | {"SAPWOOD_HOME": str(tmp_path)}

    def run(*arguments):
        done = subprocess.run([SAPWOOD, *arguments, "--json"], capture_output=True, text=True, env=environment)
        return json.loads(done.stdout)

    bring = ["import", str(box), "--home-domain", "home.example"]
    with subprocess.Popen([SAPWOOD, *bring], env=environment, stderr=subprocess.DEVNULL) as process:
        reached = threading.Event()
        while process.poll() is None and not reached.wait(0.001):
            if MOMENTS[moment](tmp_path):
                process.send_signal(signal.SIGKILL)
                reached.set()
    assert process.returncode == -signal.SIGKILL, "it was over before it could be killed"

    touches = sum(account["touches"] for account in run("accounts", "--as-of", "2025-01-01"))
    assert touches in (0, COUNT), "all of it or none"
    again = run(*bring)
    assert (again["added"], again["known"]) in ((COUNT, 0), (0, COUNT))
    (orchard,) = run("accounts", "--as-of", "2025-01-01")
    assert orchard["touches"] == COUNT
    doctor = run("doctor")
    assert doctor["ok"], doctor
    assert not any((tmp_path / "staging").iterdir())
