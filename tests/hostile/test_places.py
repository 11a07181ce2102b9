"""Paths that vanish, cannot be opened, lead in circles or have names that are no text; and two imports at once."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cast import mail, mbox

SAPWOOD = str(Path(sys.executable).with_name("sapwood"))


def test_a_path_that_is_gone_and_links_that_lead_nowhere_or_in_circles(bring, tmp_path):
    folder = tmp_path / "post"
    folder.mkdir()
    (folder / "1.eml").write_bytes(mail(1))
    (folder / "again").symlink_to(folder)
    (folder / "gone.eml").symlink_to(folder / "nowhere.eml")
    (folder / "loop.eml").symlink_to(folder / "loop.eml")
    done = bring(folder, tmp_path / "gone.mbox")
    assert done.added == 1
    assert sorted(done.troubles) == [str(tmp_path / "gone.mbox"), "post/gone.eml", "post/loop.eml"]


def test_a_file_that_may_not_be_read(process, tmp_path):
    folder = tmp_path / "post"
    folder.mkdir()
    (folder / "1.eml").write_bytes(mail(1))
    (folder / "secret.eml").write_bytes(mail(2))
    (folder / "secret.eml").chmod(0)
    before = ()
    if os.geteuid() == 0:  # who may read everything, unless that is taken away
        before = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
        if not shutil.which("setpriv") or subprocess.run([*before, "true"], capture_output=True).returncode:
            pytest.skip("The superuser may read every file here, and nothing can take that away.")
    done = process(str(folder), before=before)
    assert (done.added, done.troubles) == (1, {"post/secret.eml": "It could not be opened: permission denied."})
    (folder / "secret.eml").chmod(0o600)
    again = process(str(folder))
    assert (again.added, again.known, again.troubles) == (1, 1, {})


def test_names_that_are_not_utf_8(process, tmp_path):
    folder = tmp_path / "post"
    folder.mkdir()
    for number, name in enumerate((b"gr\xfc\xdfe.eml", b"\xff\xfe", b"new\nline.eml", b"no mail \xe9")):
        (folder / os.fsdecode(name)).write_bytes(mail(number) if number < 3 else b"Dear Ana")
    done, again = process(folder), process(folder)
    assert (done.added, len(done.troubles)) == (3, 1)
    assert (again.added, again.known, again.troubles) == (0, 3, done.troubles)


def test_a_name_that_is_not_utf_8_given_itself(process, tmp_path):
    file = tmp_path / os.fsdecode(b"gr\xfc\xdfe.eml")
    file.write_bytes(mail(1))
    assert process(file).added == 1


def test_two_at_once_both_finish_and_nothing_is_double(tmp_path):
    home, post = tmp_path / "home", tmp_path / "post.mbox"
    post.write_bytes(mbox(*(mail(n, day=n) for n in range(50))))
    command = [SAPWOOD, "import", str(post), "--home-domain", "home.example"]
    environment = os.environ | {"SAPWOOD_HOME": str(home)}
    subprocess.run([SAPWOOD, "accounts"], env=environment, capture_output=True, check=True)  # the home is there
    with (home / "writing.lock").open("w") as lock:  # neither may begin before both are there
        fcntl.flock(lock, fcntl.LOCK_EX)
        both = [subprocess.Popen(command, env=environment, text=True, stderr=subprocess.PIPE) for _ in range(2)]
        for process in both:
            assert any("Another import is writing. This one waits for its turn." in line for line in process.stderr)
    said = sorted(process.communicate()[1].strip().splitlines()[-1] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert said == ["0 came in, 50 were known already.", "50 came in, 0 were known already."]
