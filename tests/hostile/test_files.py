"""Files that are no mail, cut short, badly dated or oddly named."""

import gzip
import os
import tarfile
import zipfile
from datetime import timedelta
from email.utils import format_datetime

import pytest
from cast import START, mail, mbox


@pytest.fixture
def good(tmp_path):
    file = tmp_path / "good.mbox"
    file.write_bytes(mbox(mail("good")))
    return file


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "It is not mail"),
        (b"Dear Ana,\nthis is a letter.\n", "It is not mail"),
        (b"", "The file is empty."),
        (b"\n\n\0\0", "The file is empty."),
        (b"!BDN" + bytes(512), "Outlook archive"),
        (b"\x1f\x8b\x08", "cut short or damaged"),
        (b"PK\x03\x04", "cut short or damaged"),
    ],
)
def test_what_is_no_mail_is_named_and_the_rest_is_in(bring, good, tmp_path, content, said):
    (tmp_path / "odd").write_bytes(content)
    done = bring(good, tmp_path / "odd")
    assert (done.added, list(done.troubles)) == (1, ["odd"])
    assert said in done.troubles["odd"]


def test_an_mbox_cut_in_the_middle_of_a_message(bring, tmp_path):
    box = mbox(*(mail(n) for n in range(3)))
    last = box.rindex(b"From: ")
    in_body, in_head = tmp_path / "body.mbox", tmp_path / "head.mbox"
    in_body.write_bytes(box[:-10])
    in_head.write_bytes(box[: last + 15])
    done = bring(in_body)
    assert (done.added, done.troubles) == (3, {})
    done = bring(in_head)
    assert (done.known, list(done.troubles)) == (2, ["head.mbox, message 3"])


def test_a_gz_a_tar_and_a_zip_cut_short(bring, tmp_path):
    messages = [mail(n, text=os.urandom(3000).hex()) for n in range(40)]
    box = tmp_path / "whole.mbox"
    box.write_bytes(mbox(*messages))
    packed = gzip.compress(box.read_bytes())
    (tmp_path / "post.mbox.gz").write_bytes(packed[: len(packed) // 2])
    done = bring(tmp_path / "post.mbox.gz")
    assert 18 <= done.added <= 21 and "cut short" in done.troubles["post.mbox.gz"]
    with tarfile.open(tmp_path / "whole.tar.gz", "w:gz") as archive:
        archive.add(box, "post.mbox")
    whole = (tmp_path / "whole.tar.gz").read_bytes()
    (tmp_path / "half.tar.gz").write_bytes(whole[: len(whole) // 2])
    done = bring(tmp_path / "half.tar.gz")
    assert done.added + done.known >= 14 and "cut short" in done.troubles["half.tar.gz"]
    with zipfile.ZipFile(tmp_path / "whole.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number, message in enumerate(messages):
            archive.writestr(f"{number}.eml", message)
    whole = (tmp_path / "whole.zip").read_bytes()
    (tmp_path / "half.zip").write_bytes(whole[: len(whole) // 2])
    done = bring(tmp_path / "half.zip")
    assert done.added + done.known >= 15 and "cut short" in done.troubles["half.zip"]
    assert bring(tmp_path / "whole.zip").troubles == {}


def test_a_charset_that_is_not_what_it_says(bring, tmp_path):
    said = b"Subject: Gr\xfc\xdfe\nContent-Type: text/plain; charset="
    for number, charset in enumerate((b"utf-8", b"x-klingon", b"utf-16", b'"', b"utf-8\0")):
        plain = mail(f"charset{number}").replace(b'Content-Type: text/plain; charset="utf-8"', said + charset)
        (tmp_path / f"{number}.eml").write_bytes(plain.replace(b"volumes?", b"Men\xfcs?"))
    done = bring(*sorted(tmp_path.glob("*.eml")))
    assert (done.added, done.troubles) == (5, {})


def test_dates_missing_gone_wrong_and_still_to_come(bring, tmp_path):
    for name, date in {"1979": START.replace(year=1979), "2099": START.replace(year=2099)}.items():
        text = mail(name).replace(format_datetime(START).encode(), format_datetime(date).encode())
        (tmp_path / f"{name}.eml").write_bytes(text)
    (tmp_path / "none.eml").write_bytes(mail("none").replace(b"Date: ", b"X-Date: "))
    passed = b"Received: by mx.home.example; " + format_datetime(START + timedelta(days=9)).encode() + b"\n"
    (tmp_path / "received.eml").write_bytes(passed + mail("received").replace(b"Date: ", b"X-Date: "))
    done = bring(*sorted(tmp_path.glob("*.eml")))
    assert done.added == 1
    assert sorted(done.troubles) == ["1979.eml", "2099.eml", "none.eml"]
    assert "1979-01-01" in done.troubles["1979.eml"] and "still to come" in done.troubles["2099.eml"]


def test_three_files_named_alike(bring, tmp_path):
    for number, folder in enumerate("abc"):
        (tmp_path / folder).mkdir()
        nameless = mail("x", text=f"Text {number}").replace(b"Message-ID: <x@test.example>\n", b"")
        (tmp_path / folder / "inbox.mbox").write_bytes(mbox(mail(number), nameless))
    done = bring(*(tmp_path / folder / "inbox.mbox" for folder in "abc"))
    assert (done.added, done.troubles) == (6, {})


def test_a_name_of_250_characters(bring, tmp_path):
    names = ["n" * 246 + ".eml", "ü" * 125]
    for number, name in enumerate(names):
        (tmp_path / name).write_bytes(mail(number) if number else b"no mail")
    done = bring(*(tmp_path / name for name in names))
    assert (done.added, list(done.troubles)) == (1, [names[0]])


@pytest.mark.parametrize("domain", ["nonsense", "gmail.com", "", "..", "a" * 300 + ".example", "home.example; DROP"])
def test_a_home_domain_that_is_none_is_refused_in_a_sentence(home, db, good, domain):
    from typer.testing import CliRunner

    from sapwood.surfaces.cli import app

    done = CliRunner().invoke(app, ["import", str(good), "--home-domain", domain])
    assert done.exit_code == 1 and isinstance(done.exception, SystemExit)
    assert "A home domain looks like orchard.example" in done.stderr
