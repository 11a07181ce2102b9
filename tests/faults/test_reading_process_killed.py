"""One of the processes that read mail is killed, as a machine short of memory does: a sentence, and nothing is in."""

import os
import signal
import time
from pathlib import Path

from cast import mail, mbox
from installations import run, start, visible

COUNT = 3000


def children(number: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{number}/task").iterdir():
        found += map(int, (task / "children").read_text().split())
    return found


def reading(number: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return False


def test_a_reading_process_killed(tmp_path):
    box = tmp_path / "sales.mbox"
    box.write_bytes(mbox(*(mail(n, day=n % 200, text="words " * 500) for n in range(COUNT))))
    home = tmp_path / "home"
    home.mkdir()
    process = start(home, "import", str(box), "--home-domain", "home.example")
    victims: list[int] = []
    while process.poll() is None and not victims:
        victims = [child for child in children(process.pid) if reading(child)]
        time.sleep(0.002)
    os.kill(victims[0], signal.SIGKILL)
    _, said = process.communicate()
    assert process.returncode == 1
    assert "Traceback" not in said
    assert "broken off" in said and "Nothing of it is in" in said
    assert not visible(home)
    again = run(home, "import", str(box), "--home-domain", "home.example")
    assert (again["added"], again["known"], again["troubles"]) == (COUNT, 0, [])
    assert run(home, "doctor")["ok"]
