"""Archives that would write where they should not, lead elsewhere, or swell."""

import io
import tarfile
import zipfile

import pytest
from cast import mail

from sapwood.collecting import spool

ESCAPES = ["../../escape.eml", "/escape.eml", "a/../../../escape2.eml", "C:\\escape.eml"]


def packed(names, kind, path):
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            for number, name in enumerate(names):
                archive.writestr(name, mail(number))
    else:
        with tarfile.open(path, "w:gz") as archive:
            for number, name in enumerate(names):
                member = tarfile.TarInfo(name)
                member.size = len(mail(number))
                archive.addfile(member, io.BytesIO(mail(number)))


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_names_that_lead_out_are_only_names(bring, home, tmp_path, kind):
    packed(ESCAPES, kind, tmp_path / f"post.{kind}")
    before = {path for path in tmp_path.rglob("*") if home not in path.parents}
    done = bring(tmp_path / f"post.{kind}")
    assert (done.added, done.troubles) == (4, {})
    assert {path for path in tmp_path.rglob("*") if home not in path.parents} == before
    assert not [path for path in home.rglob("*") if "escape" in path.name]


def test_links_and_devices_in_a_tar_are_left_out_and_followed_by_nobody(bring, tmp_path):
    secret = tmp_path / "secret.eml"
    secret.write_bytes(mail("secret"))
    with tarfile.open(tmp_path / "post.tar", "w") as archive:
        for name, kind in (("soft", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("pipe", tarfile.FIFOTYPE)):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, str(secret)
            archive.addfile(member)
        member = tarfile.TarInfo("soft/in.eml")  # through the link, if it were made
        member.size = len(mail(1))
        archive.addfile(member, io.BytesIO(mail(1)))
    done = bring(tmp_path / "post.tar")
    assert done.added == 1
    assert sorted(done.troubles) == ["post.tar/hard", "post.tar/pipe", "post.tar/soft"]


def test_a_bomb_stops_and_what_came_before_is_in(bring, tmp_path, monkeypatch):
    monkeypatch.setattr(spool, "MANY", 1 << 20)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1.eml", mail(1))
        archive.writestr("2.eml", mail(2) + bytes(8 << 20))
        archive.writestr("3.eml", mail(3))
    done = bring(tmp_path / "bomb.zip")
    assert done.added == 1
    assert "as no archive of mail does" in done.troubles["bomb.zip"]
