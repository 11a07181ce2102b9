"""Archives, good and hostile."""

import bz2
import gzip
import io
import lzma
import random
import tarfile
import zipfile

import pytest

from sapwood.collecting import spool as limits
from sapwood.collecting.folder import Piece, gather
from sapwood.facts.interaction import Trouble

MAIL = b"From: jane@orchard.example\nTo: ana@home.example\nDate: Thu, 12 Mar 2020 10:11:12 +0100\n\nHello\n"
BOX = b"From jane@orchard.example Thu Mar 12 10:11:12 2020\n" + MAIL


def tar(members: dict[str, bytes], mode: str = "w") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return file.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.fixture
def collect(tmp_path):
    spool = tmp_path / "in" / "spool"
    spool.mkdir(parents=True)

    def run(content: bytes, name: str = "post.bin", **options):
        path = tmp_path / name
        path.write_bytes(content)
        found = list(gather([path], spool, **options))
        texts = {
            piece.where: piece.path.read_bytes()[piece.start : piece.end]
            for piece in found
            if isinstance(piece, Piece)
        }
        # Nothing of an archive is ever written anywhere but into the spool, nor under its own name.
        assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted({"in", name})
        assert [entry.name for entry in (tmp_path / "in").iterdir()] == ["spool"]
        assert all(entry.name.isdigit() for entry in spool.rglob("*"))
        return texts, {trouble.where: trouble.what for trouble in found if isinstance(trouble, Trouble)}

    return run


GOOD = {"post/one.eml": MAIL, "post/box": BOX}


@pytest.mark.parametrize(
    "archive",
    [zipped(GOOD), tar(GOOD), tar(GOOD, "w:gz"), tar(GOOD, "w:bz2"), tar(GOOD, "w:xz")],
    ids=["zip", "tar", "tar.gz", "tar.bz2", "tar.xz"],
)
def test_members_are_taken_in(collect, archive):
    texts, troubles = collect(archive)
    assert texts == {"post.bin/post/one.eml": MAIL, "post.bin/post/box": BOX}
    assert troubles == {}


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_compressed_mailbox(collect, pack):
    assert collect(pack(BOX), "box.gz")[0] == {"box.gz": BOX}


@pytest.mark.parametrize("make", [zipped, tar])
def test_names_that_climb_out_are_only_names(collect, make):
    texts, _ = collect(make({"../../evil.eml": MAIL, "/etc/evil.eml": MAIL, "a/../../b.eml": MAIL}))
    assert list(texts.values()) == [MAIL] * 3


def test_links_and_devices_are_left_out(collect):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            member = tarfile.TarInfo(f"odd{kind.decode()}")
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
        member = tarfile.TarInfo("one.eml")
        member.size = len(MAIL)
        archive.addfile(member, io.BytesIO(MAIL))
    texts, troubles = collect(file.getvalue())
    assert texts == {"post.bin/one.eml": MAIL}
    assert len(troubles) == 4
    assert all("link or a device" in what for what in troubles.values())


def test_other_members_are_named_and_index_files_are_not(collect):
    members = {"a.eml": MAIL, "photo.png": b"\x89PNG", "empty": b"", ".DS_Store": b"x", "cur/dovecot.index": b"x"}
    texts, troubles = collect(zipped(members | {"__MACOSX/._a.eml": b"x", "box/tmp/1583999999.M1.host": MAIL}))
    assert list(texts) == ["post.bin/a.eml"]
    assert sorted(troubles) == ["post.bin/empty", "post.bin/photo.png"]


def test_an_archive_in_an_archive_but_no_deeper(collect):
    inner = tar(GOOD, "w:gz")
    texts, troubles = collect(zipped({"inner.tar.gz": inner, "deep.zip": zipped({"inner.tar.gz": inner})}))
    assert texts == {f"post.bin/inner.tar.gz/{name}": content for name, content in GOOD.items()}
    assert list(troubles) == ["post.bin/deep.zip/inner.tar.gz"]
    assert "unpack it first" in troubles["post.bin/deep.zip/inner.tar.gz"]


def noise(number: int) -> bytes:
    return random.Random(number).randbytes(3000).hex().encode()


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_of_a_tar_cut_short_the_good_part_is_in(collect, mode):
    whole = tar({f"{n:03}.eml": MAIL + noise(n) for n in range(300)}, mode)
    texts, troubles = collect(whole[: len(whole) * 2 // 3])
    assert 60 < len(texts) < 300
    assert all(content == MAIL + noise(int(where[-7:-4])) for where, content in texts.items())
    assert "cut short or damaged" in troubles["post.bin"]


def test_of_a_compressed_mailbox_cut_short_the_good_part_is_in(collect):
    texts, troubles = collect(gzip.compress(b"".join(BOX + noise(n) + b"\n\n" for n in range(200)))[:200_000])
    assert texts["post.bin"].startswith(BOX)
    assert len(texts["post.bin"]) > 100_000
    assert "cut short or damaged" in troubles["post.bin"]


def test_of_a_zip_cut_short_the_good_part_is_in(collect):
    whole = zipped({f"{n:03}.eml": MAIL + noise(n) for n in range(100)})
    texts, troubles = collect(whole[: len(whole) // 2])
    assert 40 < len(texts) < 60
    assert all(content == MAIL + noise(int(where[-7:-4])) for where, content in texts.items())
    assert "cut short or damaged" in troubles["post.bin"]


def test_a_damaged_member_costs_no_other(collect):
    whole = bytearray(zipped({"a.eml": MAIL + noise(1), "b.eml": MAIL + noise(2), "c.eml": MAIL + noise(3)}))
    place = whole.index(b"b.eml") + 100
    whole[place : place + 50] = b"\xff" * 50
    texts, troubles = collect(bytes(whole))
    assert list(texts) == ["post.bin/a.eml", "post.bin/c.eml"]
    assert list(troubles) == ["post.bin/b.eml"]


def test_an_encrypted_member(collect):
    whole = bytearray(zipped({"a.eml": MAIL, "b.eml": MAIL}))
    for place in (whole.index(b"PK\x03\x04") + 6, whole.index(b"PK\x01\x02") + 8):
        whole[place] |= 1
    texts, troubles = collect(bytes(whole))
    assert list(texts) == ["post.bin/b.eml"]
    assert "password" in troubles["post.bin/a.eml"]


@pytest.mark.parametrize(
    "pack", [gzip.compress, lambda content: tar({"box": content}, "w:gz"), lambda c: zipped({"b": c})]
)
def test_a_bomb_goes_off_in_the_open(collect, monkeypatch, pack):
    monkeypatch.setattr(limits, "MANY", 100_000)
    texts, troubles = collect(pack(BOX + b"\0" * 50_000_000))
    assert any("times its size" in what for what in troubles.values())
    assert sum(map(len, texts.values())) < 10_000_000


def test_no_more_than_so_many_bytes_in_all(collect):
    texts, troubles = collect(tar({f"{n}.eml": MAIL + noise(n) for n in range(50)}, "w:gz"), most_bytes=100_000)
    assert 10 < len(texts) < 20
    assert "the rest was left out" in troubles["post.bin"]


def test_a_tar_header_without_end(collect):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
        member = tarfile.TarInfo("a.eml")
        member.pax_headers = {"comment": "x" * 40_000_000}
        archive.addfile(member)
    texts, troubles = collect(file.getvalue())
    assert texts == {}
    assert "larger than any real one" in troubles["post.bin"]


def test_thousands_of_members_share_a_file(collect, tmp_path):
    texts, troubles = collect(tar({f"post/{n}.": MAIL for n in range(5000)}, "w:gz"))
    assert len(texts) == 5000
    assert troubles == {}
    assert len(list((tmp_path / "in" / "spool").iterdir())) == 1
