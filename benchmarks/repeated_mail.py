"""An mbox of any size, made of real mail over and over: from $SAPWOOD_DATA, else of the demonstration's own."""

import html
import json
import os
import re
import subprocess
import sys
import tarfile
from datetime import timedelta
from email import message_from_bytes
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from mailbox import mbox
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("SAPWOOD_DATA", PROJECT.parent / "shared" / "data"))
REAL = (DATA / "linux_s390_mail" / "sample_500_raw.mbox", DATA / "enron_mail" / "enron_shared_maildir.tar.gz")
REAL_HOMES = ("ibm.com", "enron.com")
DEMONSTRATION = PROJECT / "samples" / "demonstration" / "write.py"

MESSAGE_ID = re.compile(rb"^message-id:.*\r?\n(?:[ \t].*\r?\n)*", re.IGNORECASE | re.MULTILINE)
DATE = re.compile(rb"^date:[ \t]*(.*?)\r?\n(?:[ \t].*\r?\n)*", re.IGNORECASE | re.MULTILINE)
LINE = """\
<p class=MsoNormal style='margin:0cm'><span lang=EN-US style='font-size:11.0pt;font-family:"Calibri",sans-serif'>%s\
<o:p></o:p></span></p>"""
PAGE = """\
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!--
p.MsoNormal {margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;} a:link {color:#0563C1;}
--></style></head><body lang=EN-US link="#0563C1"><div class=WordSection1>
%s
</div></body></html>"""
LARGE_BYTES = 60 * 1024 * 1024
A_DATE = "Date: Thu, 12 Mar 2020 10:11:12 +0100\nMIME-Version: 1.0\n"
LARGE_ATTACHMENT = """\
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

Here it is.
--b
Content-Type: application/pdf
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename=plan.pdf

"""
FROM_LINE = re.compile(rb"^From ", re.MULTILINE)


def real_mail() -> list[bytes]:
    """Raw messages of the two real sets; empty where one is missing."""
    if not all(path.exists() for path in REAL):
        return []
    found = [mail.as_bytes() for mail in mbox(REAL[0], create=False)]
    with tarfile.open(REAL[1]) as archive:
        found += [archive.extractfile(member).read() for member in archive if member.isfile()]
    return [mail for mail in found if mail.strip()]


def demonstration_mail(folder: Path) -> tuple[list[bytes], list[str]]:
    """Raw messages and home domains of the demonstration's vendor, written afresh."""
    subprocess.run([sys.executable, str(DEMONSTRATION), str(folder)], check=True, stdout=sys.stderr)
    home = json.loads((folder / "vendor" / "home.json").read_text("utf-8"))
    boxes = sorted((folder / "vendor" / "mail").glob("*.mbox"))
    return [mail.as_bytes() for box in boxes for mail in mbox(box, create=False)], home["domains"]


def html_only(mail: bytes) -> bytes:
    """The same mail as a program would send it that writes nothing but HTML, marked up as office programs do."""
    read = message_from_bytes(mail)
    part = next((one for one in read.walk() if one.get_content_type() == "text/plain"), None)
    text = (part.get_payload(decode=True) or b"").decode("utf-8", "replace") if part else ""
    head = b"".join(
        b"%s: %s\n" % (name.encode("ascii", "replace"), str(value).replace("\r", "").encode("utf-8", "replace"))
        for name, value in read.items()
        if not name.lower().startswith(("content-", "mime-version"))
    )
    lines = "\n".join(LINE % (html.escape(line) or "&nbsp;") for line in text.splitlines())
    return head + b"Content-Type: text/html; charset=utf-8\n\n" + (PAGE % lines).encode() + b"\n"


def large_mail(number: int) -> bytes:
    """60 MB: an attachment the first time, then text, then HTML."""
    head = f"From: ana@home.example\nTo: jane@orchard.example\nSubject: Large {number}\n{A_DATE}"
    kinds = (LARGE_ATTACHMENT, "Content-Type: text/plain\n\n", "Content-Type: text/html\n\n<p>")
    line = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5eiAg\n"
    if number % 3:
        line = "And one more line of what somebody pasted from a log, as people do now.\n"
    return (head + kinds[number % 3]).encode() + line.encode() * (LARGE_BYTES // len(line))


def write_mbox(path: Path, mails: list[bytes], messages: int, large: int = 0) -> None:
    """`messages` mails, those given over and over; each is new by its Message-ID and its hour. `large` of them
    are of 60 MB instead, evenly spread."""
    places = {(number + 1) * messages // (large + 1): number for number in range(large)}
    with path.open("wb") as file:
        for number in range(messages):
            mail = large_mail(places[number]) if number in places else mails[number % len(mails)]
            head, blank, body = mail.replace(b"\r\n", b"\n").partition(b"\n\n")
            head = MESSAGE_ID.sub(b"", head + b"\n")
            head = DATE.sub(partial(_later, hours=number // len(mails)), head, count=1)
            file.write(b"From - Thu Jan  1 00:00:00 1970\n")
            file.write(b"Message-ID: <%d@benchmark.example>\n" % number)
            file.write(head + blank[1:] + FROM_LINE.sub(b">From ", body) + b"\n\n")


def write_files(folder: Path, box: Path, messages: int) -> None:
    """The first `messages` of an mbox as files of their own, for programs that read no mbox."""
    folder.mkdir()
    with box.open("rb") as file:
        mail: list[bytes] = []
        number = -1
        for line in file:
            if line.startswith(b"From "):
                if mail:
                    (folder / str(number)).write_bytes(b"".join(mail))
                mail, number = [], number + 1
                if number == messages:
                    return
            else:
                mail.append(line)
        (folder / str(number)).write_bytes(b"".join(mail))


def _later(found: re.Match[bytes], hours: int) -> bytes:
    try:
        when = parsedate_to_datetime(found[1].decode("ascii", "replace"))
        return b"Date: " + format_datetime(when + timedelta(hours=hours)).encode() + b"\n"
    except (TypeError, ValueError, IndexError, OverflowError):
        return found[0]
