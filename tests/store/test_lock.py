"""One writer at a time, and a dead one holds nothing."""

import subprocess
import sys

import pytest

from sapwood.store.lock import Busy, one_writer

HOLD = """
import sys, pathlib
from sapwood.store.lock import one_writer
with one_writer(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_another_process_is_busy_until_it_is_killed(tmp_path):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(Busy), one_writer(tmp_path, wait=False):
        pass
    holder.kill()
    holder.wait()
    with one_writer(tmp_path, wait=False):
        pass


def test_who_waits_is_told_once(tmp_path):
    told = []
    with one_writer(tmp_path, on_wait=lambda: told.append("wait")):
        assert told == []
