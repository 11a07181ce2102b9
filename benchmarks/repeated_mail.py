"""An mbox of any size, made of real mail over and over: from $SAPWOOD_DATA, else of the demonstration's own."""

import json
import os
import re
import subprocess
import sys
import tarfile
from datetime import timedelta
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


def write_mbox(path: Path, mails: list[bytes], messages: int) -> None:
    """`messages` mails, those given over and over; each is new by its Message-ID and its hour."""
    with path.open("wb") as file:
        for number in range(messages):
            head, blank, body = mails[number % len(mails)].replace(b"\r\n", b"\n").partition(b"\n\n")
            head = MESSAGE_ID.sub(b"", head + b"\n")
            head = DATE.sub(partial(_later, hours=number // len(mails)), head, count=1)
            file.write(b"From - Thu Jan  1 00:00:00 1970\n")
            file.write(b"Message-ID: <%d@benchmark.example>\n" % number)
            file.write(head + blank[1:] + FROM_LINE.sub(b">From ", body) + b"\n\n")


def _later(found: re.Match[bytes], hours: int) -> bytes:
    try:
        when = parsedate_to_datetime(found[1].decode("ascii", "replace"))
        return b"Date: " + format_datetime(when + timedelta(hours=hours)).encode() + b"\n"
    except (TypeError, ValueError, IndexError, OverflowError):
        return found[0]
