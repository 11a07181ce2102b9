"""What a command uses until it ends: wall clock, processor time, memory of all its processes (Linux)."""

import json
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

TABLE_HEAD = """\
| what | messages | seconds | messages/s | CPU µs a message | peak MB |
|---|---|---|---|---|---|"""


class Measured(NamedTuple):
    """A row of the table: seconds of wall clock, `cpu_s` user + system, `peak_mb` proportional set size."""

    what: str
    messages: int
    seconds: float
    cpu_s: float
    peak_mb: float

    def row(self) -> str:
        rate, cpu = self.messages / self.seconds, 1e6 * self.cpu_s / self.messages
        figures = [f"{self.messages:,}", f"{self.seconds:.1f}", f"{rate:,.0f}", f"{cpu:,.0f}", f"{self.peak_mb:,.0f}"]
        return f"| {' | '.join([self.what, *figures])} |"


def measure(
    what: str, messages: int, command: list[str], home: Path, read: Callable[[Any], int] = lambda told: told["read"]
) -> Measured:
    """Runs `command`, which prints one JSON document with "read" (or in which `read` finds it), to its end; exits
    where it read something else than `messages`."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    running = subprocess.Popen(command, stdout=subprocess.PIPE, env=fresh(home))
    peak = Peak(running.pid)
    output, _ = running.communicate()
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if running.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)} ended with {running.returncode}. Nothing was measured.")
    report = json.loads(output)
    if read(report) != messages:
        sys.exit(f"{what} read {read(report):,} messages of {messages:,}. Its time would mean nothing.")
    report = report if isinstance(report, dict) else report[0]
    print(f"{what}: { {name: value for name, value in report.items() if name != 'troubles'} }", file=sys.stderr)
    troubles = report.get("troubles", ())
    print(f"  troubles: {troubles if isinstance(troubles, int) else len(troubles)}", file=sys.stderr)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(what, messages, seconds, cpu, peak.end())


def fresh(home: Path) -> dict[str, str]:
    """The environment without any other setting of an installation. Modules are compiled once and kept beside
    `home`, as pip keeps them at an installation, wherever the environment forbids to write them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAPWOOD_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept | {"SAPWOOD_HOME": str(home), "PYTHONPYCACHEPREFIX": str(home.parent / "compiled")}


class Peak:
    """The most memory that a process and its descendants held together, in MB, from /proc (Linux)."""

    def __init__(self, pid: int):
        self._pid, self._most, self._over = pid, 0.0, threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)
        self._looking.start()

    def end(self) -> float:
        self._over.set()
        self._looking.join()
        return self._most

    def _look(self) -> None:
        while not self._over.wait(0.5):
            self._most = max(self._most, sum(map(_proportional_mb, with_descendants(self._pid))))


def with_descendants(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from with_descendants(int(child))


def _proportional_mb(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("Pss:")), 0.0)
