"""sapwood up"""

import ctypes
import signal
import subprocess
import sys
import time
from datetime import date, datetime
from typing import Annotated

import typer

from .door import open_installation, say

PR_SET_PDEATHSIG = 1  # prctl(2)
WATCH = [sys.executable, "-c", "from sapwood.surfaces.cli import main; main()", "source", "watch"]

ASK_AGAIN_S = 300.0


def up(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
) -> None:
    """Starts the web server, the worker and the watch over live sources, and prints a one-time sign-in link. Ctrl-C
    stops them all."""
    open_installation()
    from django.conf import settings

    from sapwood.workflows.repair import repair
    from sapwood.workflows.set_up import make_sign_in_link

    for finding in repair():
        say(f"{finding.what} {finding.mend}")
    link = make_sign_in_link()
    web = [sys.executable, "-m", "gunicorn", "--config", "python:sapwood.surfaces.web.server"]
    web += [
        "--bind",
        f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "--workers",
        str(settings.SAPWOOD_WEB_WORKERS),
    ]
    worker = [sys.executable, "-m", "django", "db_worker", "--queue-name", "*", "--verbosity", "0"]
    running = [_start(command) for command in ([*web, "sapwood.surfaces.web.wsgi"], worker)]
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host  # noqa: S104
    say(f"Sapwood is up. Sign in, once, within a day:\n\n    http://{shown}:{port}{link}\n\nCtrl-C stops it.")
    raise typer.Exit(_watch(running))


def _start(command: list[str]) -> subprocess.Popen:
    return subprocess.Popen(command, preexec_fn=_end_with_us)  # noqa: PLW1509 - no other thread runs here


def _end_with_us() -> None:
    """Whoever is killed without a word leaves nobody behind who holds the port (Linux; elsewhere they stay)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _watch(running: list[subprocess.Popen]) -> int:
    """Until one of them ends or somebody stops us; then the others are stopped too. Meanwhile, every new day begins,
    digests are sent at their hour, and the watch over sources begins once there is one."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    day, watching, asked, looked = None, False, -ASK_AGAIN_S, None
    try:
        while all(process.poll() is None for process in running):
            day = _begin_day(day)
            asked = _send_digests(asked)
            looked = _turn_duty(looked)
            for second in range(60):
                if not watching and second % 5 == 0 and _has_sources():
                    running.append(_start(WATCH))
                    watching = True
                time.sleep(1)
                if any(process.poll() is not None for process in running):
                    break
        say("A part of Sapwood ended, so the rest was stopped too. Its last words stand above.")
        return next((p.returncode for p in running if p.poll() not in (None, 0)), 1)
    except (KeyboardInterrupt, SystemExit):
        return 0
    finally:
        for process in running:
            if process.poll() is None:
                process.terminate()
        for process in running:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _has_sources() -> bool:
    """Whether there is anything to watch: a process that has nothing to do costs memory too."""
    from django.db import connections

    from sapwood.workflows.sources.watch import has_sources

    try:
        return has_sources()
    finally:
        connections.close_all()


def _begin_day(before: date | None) -> date:
    """Asks the worker to begin the day, where it is a new one."""
    from django.db import connections

    from sapwood.workflows.clock import today
    from sapwood.workflows.tasks import begin_day

    day = today()
    if day != before:
        begin_day.enqueue()
    connections.close_all()
    return day


def _turn_duty(looked: datetime | None) -> datetime:
    """Asks the worker to pass calls about service on, where somebody's duty began or ended since, or may have while
    this was down."""
    from django.db import connections

    from sapwood.workflows.clock import now
    from sapwood.workflows.service.duty import turns
    from sapwood.workflows.tasks import duty_turned

    moment = now()
    if looked is None or turns(looked, moment):
        duty_turned.enqueue()
    connections.close_all()
    return moment


def _send_digests(asked: float) -> float:
    """Asks the worker to send them where somebody's hour has come; again after a while only, should it be busy."""
    from django.db import connections
    from django.utils import timezone

    from sapwood.workflows.reminders.when import wanted
    from sapwood.workflows.tasks import send_digests

    if time.monotonic() - asked >= ASK_AGAIN_S and wanted(timezone.now()):
        send_digests.enqueue()
        asked = time.monotonic()
    connections.close_all()
    return asked
