"""A process that shows a page leaves the next to another; what is sent, what takes long and who says nothing hold up
nobody. The real server over a small application."""

import http.client
import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

APPLICATION = """
import os, sys
from pathlib import Path
def application(environ, start_response):
    said = environ["wsgi.input"].read() if environ["REQUEST_METHOD"] == "POST" else b""
    if environ["PATH_INFO"] == "/held":
        Path("begun").open("w").close()  # both wait until somebody opens the other end
        Path("go_on").open().close()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode() + b" " + said]
"""
SETTINGS = """
from sapwood.surfaces.web import server
server.PATIENCE = {patience}
from sapwood.surfaces.web.server import *
"""


@contextmanager
def served(folder: Path, workers: int, patience: float = 600):
    """The port of a server of so many processes."""
    (folder / "small.py").write_text(APPLICATION)
    (folder / "settings.py").write_text(SETTINGS.format(patience=patience))
    os.mkfifo(folder / "begun")
    os.mkfifo(folder / "go_on")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            "settings.py",
            "--bind",
            f"fd://{listening.fileno()}",
        ]
        server = subprocess.Popen(
            [*command, "--workers", str(workers), "small"], cwd=folder, pass_fds=[listening.fileno()]
        )
        try:
            yield listening.getsockname()[1]
        finally:
            server.terminate()
            server.wait(30)


def ask(port: int, path: str = "/", **more) -> http.client.HTTPConnection:
    at = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    at.request(more.pop("method", "GET"), path, **more)
    return at


def said(at: http.client.HTTPConnection) -> str:
    with at.getresponse() as answer:
        return answer.read().decode()


@contextmanager
def a_page_held(folder: Path, port: int):
    at = ask(port, "/held")
    (folder / "begun").open().close()
    yield at
    (folder / "go_on").open("w").close()


def test_whoever_is_free_takes_the_next(tmp_path):
    with served(tmp_path, workers=2) as port:
        with a_page_held(tmp_path, port) as held:
            free = {said(ask(port)) for _ in range(8)}
        assert len(free) == 1
        assert said(held) not in free


def test_what_is_sent_and_who_says_nothing_hold_up_nobody(tmp_path):
    with served(tmp_path, workers=1) as port:
        assert said(ask(port)), "it is up"
        sending = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        sending.putrequest("POST", "/")
        sending.putheader("Content-Length", "4")
        sending.endheaders(b"be")
        with socket.create_connection(("127.0.0.1", port)):
            assert said(ask(port))
        sending.send(b"en")
        assert said(sending).endswith(" been")


def test_a_long_page_holds_up_nobody_for_good(tmp_path):
    with served(tmp_path, workers=1, patience=0.01) as port, a_page_held(tmp_path, port):
        assert said(ask(port))
