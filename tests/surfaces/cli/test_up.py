"""`sapwood up` in earnest: a web server and a worker, a link that signs in, and both gone when it is stopped."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest


@pytest.fixture
def up(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("sapwood")), "up", "--port", str(port)]
    environment = os.environ | {"SAPWOOD_HOME": str(tmp_path / "home")}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        yield process, port
        process.kill()


def link(process):
    for line in process.stderr:
        if found := re.search(r"http://\S+", line):
            return found.group()
    pytest.fail("no link was printed")


def answer(url, patience_s=60):
    """The page behind `url`, as soon as the server answers."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    until = time.monotonic() + patience_s
    while True:
        try:
            with opener.open(url) as page:
                return page.status, page.url, page.read().decode()
        except OSError:
            if time.monotonic() > until:
                raise


def test_a_fresh_home_comes_up_and_goes_down(up):
    process, port = up
    status, url, page = answer(link(process))
    assert status == 200 and url.startswith(f"http://localhost:{port}/")
    assert "Sapwood" in page
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    with pytest.raises(OSError), socket.create_connection(("127.0.0.1", port), timeout=2):
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux tells children that whoever began them was killed.")
def test_nobody_is_left_behind_when_it_is_killed(up):
    process, port = up
    answer(link(process))
    process.kill()
    process.stderr.read()  # its end comes when the last of them let go of it
    with pytest.raises(OSError), socket.create_connection(("127.0.0.1", port), timeout=2):
        pass
