"""A real erasure killed at several moments: the next start finishes it."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from cast import ANA, JANE, LUIS, mail, mbox
from every_byte import found

SAPWOOD = str(Path(sys.executable).with_name("sapwood"))
KEY = (
    "import django; django.setup()\n"
    "from sapwood.store.rows import address_key\n"
    "from sapwood.workflows.installation import log_secret\n"
    "print(address_key(log_secret(), 'jane@orchard.example'))"
)


def commits(home, table):
    return len(list((home / "log" / table / "_delta_log").glob("*.json")))


# When to kill: at the first sight of one of these, seen from how many commits there were before.
MOMENTS = {
    "after the texts": lambda home, before: commits(home, "texts") != before["texts"],
    "after the log": lambda home, before: commits(home, "interactions") != before["interactions"],
    "once the history is gone": lambda home, _: any((home / "log/interactions/_delta_log").glob("*.checkpoint.*")),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed(moment, tmp_path):
    home = tmp_path / "home"
    environment = os.environ | {"SAPWOOD_HOME": str(home), "DJANGO_SETTINGS_MODULE": "sapwood.settings"}

    def run(*arguments):
        return subprocess.run(arguments, capture_output=True, text=True, env=environment).stdout

    box = tmp_path / "sales.mbox"
    box.write_bytes(mbox(*(mail(n, sender=[JANE, LUIS][n % 2], to=f"{ANA}, {JANE}", day=n) for n in range(40))))
    run(SAPWOOD, "import", str(box), "--home-domain", "home.example", "--mailbox", "jane@orchard.example")
    keys = [int(run(sys.executable, "-c", KEY))]
    before = {table: commits(home, table) for table in ("texts", "interactions")}
    forget = [SAPWOOD, "forget", "jane@orchard.example", "--yes"]
    with subprocess.Popen(forget, env=environment, stderr=subprocess.DEVNULL) as process:
        reached = threading.Event()
        while process.poll() is None and not reached.wait(0.001):
            if MOMENTS[moment](home, before):
                process.send_signal(signal.SIGKILL)
                reached.set()
    assert process.returncode == -signal.SIGKILL, "it was over before it could be killed"

    (orchard,) = json.loads(run(SAPWOOD, "accounts", "--as-of", "2024-03-01", "--json"))
    assert orchard["touches"] == 20, "what Luis wrote"
    assert found(home, keys, ("jane@orchard.example", "Jane Doyle")) == {}
    assert json.loads(run(SAPWOOD, "doctor", "--json"))["ok"]
