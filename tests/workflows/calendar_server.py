"""A real CalDAV server (radicale) started for the tests."""

import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from importlib.util import find_spec
from pathlib import Path

import pytest
from lines import free_port
from mail_box import PASSWORD

EVENT = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20240101T090000Z
DTSTART:20240{month}15T090000Z
DTEND:20240{month}15T100000Z
SUMMARY:{subject}
ORGANIZER:mailto:ana@home.example
ATTENDEE;PARTSTAT=ACCEPTED:mailto:jane@orchard.example
END:VEVENT
END:VCALENDAR
"""


def event(uid, month=2, subject="Volumes") -> str:
    return EVENT.format(uid=uid, month=month, subject=subject).replace("\n", "\r\n")


class CalendarServer:
    """Radicale in a folder of its own; every user has PASSWORD."""

    def __init__(self, folder: Path):
        self.folder, self.port = folder, free_port()
        self.url = f"http://localhost:{self.port}/"

    def start(self):
        (self.folder / "users").write_text(f"ana:{PASSWORD}\n")
        command = [sys.executable, "-m", "radicale", "-C", "", "--server-hosts", f"127.0.0.1:{self.port}"]
        command += ["--auth-type", "htpasswd", "--auth-htpasswd-filename", str(self.folder / "users")]
        command += ["--auth-htpasswd-encryption", "plain", "--auth-delay", "0"]
        command += ["--storage-filesystem-folder", str(self.folder / "collections"), "--logging-level", "error"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                assert self.process.poll() is None and time.monotonic() < until, "radicale did not start"
                threading.Event().wait(0.05)

    def stop(self):
        self.process.terminate()
        self.process.wait(10)

    def calendar(self, name: str):
        from caldav.davclient import DAVClient

        client = DAVClient(self.url, username="ana", password=PASSWORD, enable_rfc6764=False)
        return client.principal().make_calendar(name)


@pytest.fixture(scope="session")
def calendar_server():
    if find_spec("radicale") is None:
        pytest.skip("radicale is not installed: it comes with the development dependencies.")
    folder = Path(tempfile.mkdtemp(prefix="radicale-"))
    server = CalendarServer(folder)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)
