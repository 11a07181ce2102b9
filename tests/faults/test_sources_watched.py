"""The watch in earnest, as a process: mail comes in by itself, the server calls, a kill doubles nothing, and one
source that fails holds up no other."""

import os
import signal
import subprocess
import threading
import time

import pytest
from cast import mail
from installations import PINNED, SAPWOOD, run, sql, start, statuses, visible
from mail_box import PASSWORD

ADDED = "SELECT COALESCE(SUM(added), 0) FROM imports_import WHERE status = 'done'"


@pytest.fixture
def watched(tmp_path, mail_server, box):
    home = tmp_path / "home"
    running = []

    def watch():
        running.append(start(home, "source", "watch"))
        return running[-1]

    home.mkdir()
    command = [SAPWOOD, "source", "add", "imap", "--host", "localhost", "--user", box.user]
    environment = os.environ | PINNED | {"SAPWOOD_HOME": str(home)}
    made = subprocess.run(
        [*command, "--port", str(mail_server.tls_port)],
        env=environment,
        input=f"{PASSWORD}\n",
        text=True,
        capture_output=True,
    )
    assert made.returncode == 0, made.stderr
    yield home, watch
    for process in running:
        process.kill()
        process.communicate()


def until(true, patience_s=60.0):
    end = time.monotonic() + patience_s
    while not true():
        assert time.monotonic() < end, "it did not come to that"
        threading.Event().wait(0.05)


def test_mail_comes_in_by_itself(watched, box):
    home, watch = watched
    box.put(mail(1), mail(2, day=1))
    process = watch()
    until(lambda: sql(home, ADDED) == [(2,)])
    assert process.poll() is None
    other = start(home, "source", "watch")
    assert "watched already" in other.communicate()[1], "by one process only"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    box.put(mail(3, day=2))
    process = watch()
    until(lambda: sql(home, ADDED) == [(3,)])
    assert set(statuses(home).values()) == {"done"}
    assert max(visible(home).values()) == 1
    (listed,) = run(home, "source", "list")
    assert listed["state"] == "green" and listed["last_success"]
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode == 0
