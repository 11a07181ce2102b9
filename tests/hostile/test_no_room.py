"""No room while an import writes: it ends with a sentence, what was in stays, and with room it goes on."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from cast import mail, mbox

SAPWOOD = str(Path(sys.executable).with_name("sapwood"))
EARLY, LATE = 20, 2500


def run(home, *arguments, before=()):
    environment = os.environ | {"SAPWOOD_HOME": str(home)}
    return subprocess.run([*before, SAPWOOD, *arguments], capture_output=True, text=True, env=environment)


def touches(home):
    found = json.loads(run(home, "accounts", "--as-of", "2025-01-01", "--json").stdout)
    return sum(account["touches"] for account in found)


@pytest.fixture(scope="module")
def boxes(tmp_path_factory):
    early, late = (tmp_path_factory.mktemp("mail") / name for name in ("early.mbox", "late.mbox"))
    early.write_bytes(mbox(*(mail(f"early{n}", day=n) for n in range(EARLY))))
    # subjects and words that cannot be packed, so that they take room
    noise = [os.urandom(1600).hex() for _ in range(LATE)]
    late.write_bytes(mbox(*(mail(n, day=n % 200, subject=one[:90], text=one[90:]) for n, one in enumerate(noise))))
    return str(early), str(late)


@pytest.fixture(scope="module", params=["a full disk", "a file that may grow no further"])
def story(request, boxes, tmp_path_factory):
    """An import with room, one without, what doctor says then, and the same import again with room."""
    early, late = boxes
    home = tmp_path_factory.mktemp("small")
    on_disk = request.param == "a full disk"
    if on_disk:
        mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(home)]
        if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
            pytest.skip("A small disk cannot be mounted here: that takes the superuser.")
    try:
        first = run(home, "import", early, "--home-domain", "home.example")
        if on_disk:
            _leave(home, 3500)
        broken = run(home, "import", late, before=() if on_disk else ("prlimit", f"--fsize={1_200_000}"))
        if on_disk:
            subprocess.run(["mount", "-o", "remount,size=200m", str(home)], check=True)
        return SimpleNamespace(
            first=first,
            broken=broken,
            kept=touches(home),
            doctor=run(home, "doctor"),
            left=list((home / "staging").glob("*")),
            again=run(home, "import", late),
            whole=touches(home),
            healthy=json.loads(run(home, "doctor", "--json").stdout),
        )
    finally:
        if on_disk:
            subprocess.run(["umount", "-l", str(home)], check=True)


def _leave(disk, kilobytes):
    """Makes a mounted disk so small that this much is free, however large the tables of a fresh home have become."""
    told = os.statvfs(disk)
    used = (told.f_blocks - told.f_bfree) * told.f_frsize
    size = f"size={used // 1024 + kilobytes}k"
    subprocess.run(["mount", "-o", f"remount,{size}", str(disk)], check=True)


def test_what_was_in_before_stays_and_nothing_of_the_broken_one_is_in(story):
    assert story.first.returncode == 0
    assert story.broken.returncode == 1
    assert story.kept == EARLY
    assert "late.mbox" in story.doctor.stdout and story.left == []


def test_with_room_the_same_import_is_whole(story):
    assert story.again.returncode == 0 and f"{LATE:,} came in, 0 were known already." in story.again.stderr
    assert story.whole == EARLY + LATE
    assert story.healthy == {"ok": True, "findings": []}


def test_it_ends_with_a_sentence(story):
    assert "Traceback" not in story.broken.stderr
    assert "Nothing of it is in" in story.broken.stderr
