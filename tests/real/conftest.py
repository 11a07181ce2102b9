"""Real mail through the command line, each set into a home of its own, imported once for all tests."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

SAPWOOD = str(Path(sys.executable).with_name("sapwood"))
SCRIPTS = Path(__file__).parents[2] / "script"


@dataclass
class Brought:
    """A home with one set of mail in it; `first` is what its import printed, `exit` how it ended."""

    mail: Path
    home: Path
    domain: str
    first: dict[str, Any] = field(default_factory=dict)
    exit: int = 0

    def run(self, *arguments: str) -> tuple[int, Any]:
        """The exit and the JSON of a command."""
        done = subprocess.run(
            [SAPWOOD, *arguments, "--json"],
            capture_output=True,
            text=True,
            env=os.environ | {"SAPWOOD_HOME": str(self.home)},
        )
        assert done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout)

    def bring(self) -> tuple[int, Any]:
        return self.run("import", str(self.mail), "--home-domain", self.domain)

    def independent(self, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(SCRIPTS / script), "--home-domain", self.domain, *arguments, str(self.mail)]
        return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture(scope="session")
def brought(real_data, tmp_path_factory):
    def brought(path: str, domain: str) -> Brought:
        one = Brought(real_data / path, tmp_path_factory.mktemp("real"), domain)
        if not one.mail.exists():
            pytest.skip(f"The real data is not here: SAPWOOD_DATA names a folder without {path}.")
        one.exit, one.first = one.bring()
        return one

    return brought


@pytest.fixture(scope="session")
def enron(brought):
    return brought("enron_mail/enron_shared_maildir.tar.gz", "enron.com")


@pytest.fixture(scope="session")
def s390(brought):
    return brought("linux_s390_mail/sample_500_raw.mbox", "ibm.com")


@pytest.fixture(scope="session")
def nasty(brought):
    return brought("nasty_mail", "home.example")
