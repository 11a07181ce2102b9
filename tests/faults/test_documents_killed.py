"""What is no mail goes the same way as mail: killed with SIGKILL in mid-import it is in or out, never half; and of
who was erased no file of the installation says anything."""

import json
import os
import signal
import subprocess
import sys
import time

from documents import COUNT, KINDS, NAME, NUMBER, WHO
from every_byte import found
from installations import PINNED, run, start, statuses, visible

BRING = ("--home-domain", "home.example", "--mailbox", "ana@home.example")
THEIRS = (WHO, WHO.partition("@")[0], NAME, *NAME.split(), NUMBER)
ERASE = f"""
import sys
import django; django.setup()
from pathlib import Path
from sapwood.records.directory.models import Address
from sapwood.workflows.forget import flow
from sapwood.workflows.imports import ask_import
from sapwood.workflows.installation import operator
from sapwood.workflows.start import start
from sapwood.workflows.take_in.flow import take_in
start()
bring = lambda: take_in(ask_import(operator(), [Path(p) for p in sys.argv[1:]], home_domains=["home.example"],
    mailbox="ana@home.example", queue=False), "test")
bring()
theirs = [a for a in Address.objects.all() if any(word in a.address for word in {(*NAME.lower().split(), NUMBER)!r})]
print([a.key for a in theirs], flush=True)
sys.stdin.readline()
flow.run(flow.ask_forgetting(operator(), [a.address for a in theirs], queue=False))
print("erased", flush=True)
sys.stdin.readline()
bring()
"""


def commits(home):
    return len(list((home / "log" / "interactions" / "_delta_log").glob("*.json")))


def test_killed(tmp_path):
    """Every second kind while it is read, the others as soon as the log has it; then all of them whole. Each is
    a real process, and that is what takes the time."""
    home, folder = tmp_path / "home", tmp_path / "files"
    home.mkdir()
    folder.mkdir()
    for place, (kind, made) in enumerate(KINDS.items()):
        file, early = made(folder), place % 2 == 0
        before, seen = commits(home), len(visible(home))
        process = start(home, "import", str(file), *BRING)
        while process.poll() is None:
            if any((home / "staging").glob("*/[fs]*")) if early else commits(home) > before:
                process.send_signal(signal.SIGKILL)
            time.sleep(0.0005)
        process.communicate()
        assert process.returncode == -signal.SIGKILL, f"{kind} was in before it could be killed"
        counts = visible(home)
        assert len(counts) in (seen, seen + COUNT) and set(counts.values()) <= {1}, f"{kind} is half in"
    again = run(home, "import", str(folder), *BRING)
    assert again["added"] + again["known"] == len(KINDS) * COUNT and again["troubles"] == []
    assert len(visible(home)) == len(KINDS) * COUNT and set(visible(home).values()) == {1}
    assert set(statuses(home).values()) <= {"done", "failed"} and not any((home / "staging").iterdir())


def test_erased(tmp_path):
    home, folder = tmp_path / "home", tmp_path / "files"
    home.mkdir()
    folder.mkdir()
    files = [str(made(folder)) for made in KINDS.values()]
    environment = os.environ | PINNED | {"SAPWOOD_HOME": str(home), "DJANGO_SETTINGS_MODULE": "sapwood.settings"}
    with subprocess.Popen(
        [sys.executable, "-c", ERASE, *files],
        env=environment,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        keys = json.loads(process.stdout.readline())
        assert len(keys) == 3, "an address, a voice and a number"
        before = str(found(home, keys, THEIRS))
        assert all(str(key) in before for key in keys) and "records.sqlite3" in before, "they are there to be erased"
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "erased\n"
        assert found(home, keys, THEIRS) == {}
        process.communicate("\n")
    assert process.returncode == 0
    assert found(home, keys, THEIRS) == {}, "nor does the same again bring them back"
