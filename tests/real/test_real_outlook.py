"""A real archive of Outlook's: its mail is in as from any other source, in whatever state the file is."""

import random
from collections import Counter

import pytest

from sapwood.collecting.outlook import UNREADABLE, unpack_archive
from sapwood.collecting.piece import Piece
from sapwood.collecting.spool import Spool

pytestmark = pytest.mark.real
ARCHIVE = "outlook_pst/enron.pst"


@pytest.fixture(scope="session")
def archive(brought):
    return brought(ARCHIVE, "enron.com")


def test_every_mail_is_in_or_listed(archive):
    assert archive.first["added"] == 58  # of 71
    whys = Counter(one["what"] for one in archive.first["troubles"])
    assert list(whys.values()) == [13] and "only by a name" in next(iter(whys))


def test_again_adds_nothing(archive):
    _, again = archive.bring()
    assert (again["added"], again["known"]) == (0, 58)


def test_damaged_files_lose_what_is_damaged(real_data, tmp_path):
    raw = (real_data / ARCHIVE).read_bytes()
    rng, found = random.Random(3), {}
    noisy = bytearray(raw)
    for _ in range(3000):
        noisy[rng.randrange(1000, len(noisy))] = rng.randrange(256)
    cases = {n: raw[:n] for n in (513, 100_000, len(raw) // 2, len(raw) - 600_000)} | {0: raw[:600] + noisy[600:]}
    for name, content in cases.items():
        folder = tmp_path / str(name)
        folder.mkdir()
        (folder / "x.pst").write_bytes(content)
        found[name] = list(unpack_archive(folder / "x.pst", "x.pst", Spool(folder)))
    for name in cases.keys() - {0}:
        assert [one.what for one in found[name]] == [UNREADABLE]
    assert all(isinstance(one, Piece) or one.what.endswith(".") for one in found[0]) and found[0]
