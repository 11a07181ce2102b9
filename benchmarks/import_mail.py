#!/usr/bin/env python3
"""How fast mail comes in: `sapwood import` end to end, beside Python's own mail library and notmuch on the same mail.

    python benchmarks/import_mail.py --messages 20000
    python benchmarks/import_mail.py --messages 1000000 --large 3 --ours-only

Makes one mbox by repeating real mail (from $SAPWOOD_DATA, else the demonstration's own) under new Message-IDs
and an hour later each time round, then measures in turn, each in processes of its own:

  - Python's `mailbox` and `email` (compat32 policy): parse, addresses, date, text; nothing is kept;
  - `notmuch new`, where it is installed, on the first 5,000 mails as files: it indexes their text as well;
  - `sapwood import` into a fresh SAPWOOD_HOME: the whole command, from its start to its exit, measures included;
  - the same import again: every message is known;
  - `sapwood import` of a fifth as many of the same mails, each with nothing but HTML in it.

A small import goes first, unmeasured, so that Python's modules are compiled as after an installation.
Seconds are wall clock. CPU is user + system time of the command and all its processes. Memory is the peak of
their proportional set sizes together (each shared page counted once), looked at twice a second.
Prints a Markdown table.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from email.utils import getaddresses, parsedate_to_datetime
from mailbox import mbox
from pathlib import Path

from repeated_mail import REAL_HOMES, demonstration_mail, html_only, real_mail, write_files, write_mbox
from resources import TABLE_HEAD, Measured, fresh, measure

HERE = Path(__file__).resolve()
NOTMUCH_MESSAGES = 5000


def standard_library(path: Path) -> None:
    """What the comparison does with each mail; run as a process of its own."""
    read = words = 0
    for mail in mbox(path, create=False):
        read += 1
        getaddresses([str(value) for name in ("from", "to", "cc", "bcc") for value in mail.get_all(name, [])])
        with suppress(TypeError, ValueError, IndexError):
            parsedate_to_datetime(str(mail["date"]))
        part = next((one for one in mail.walk() if one.get_content_type() == "text/plain"), None)
        if part is not None:
            text = part.get_payload(decode=True) or b""
            words += len(text.decode("utf-8", "replace").split())
    print(json.dumps({"read": read, "words": words}))


def _warm_up(sapwood: str, folder: Path, mails: list[bytes]) -> None:
    """A small import into a home of its own, so that no measured run compiles Python's modules."""
    path = folder / "few.mbox"
    write_mbox(path, mails, len(mails))
    command = [sapwood, "import", str(path), "--json"]
    subprocess.run(command, env=fresh(folder / "first"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def notmuch(folder: Path) -> None:
    """Indexes a folder of mail files; run as a process of its own."""
    config = folder.parent / "notmuch-config"
    config.write_text(f"[database]\npath={folder}\n[user]\nname=A\nprimary_email=a@home.example\n[new]\ntags=new\n")
    environment = os.environ | {"NOTMUCH_CONFIG": str(config)}
    subprocess.run(["notmuch", "new", "--no-hooks", "--quiet"], env=environment, check=True, stdout=sys.stderr)
    count = ["notmuch", "count", "--output=files", "*"]
    found = subprocess.run(count, env=environment, check=True, capture_output=True).stdout
    print(json.dumps({"read": int(found)}))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--messages", type=int, default=20_000)
    options.add_argument(
        "--demonstration", action="store_true", help="repeat the demonstration's mail, not real mail"
    )
    options.add_argument("--large", type=int, default=0, help="so many of the messages are of 60 MB")
    options.add_argument("--ours-only", action="store_true", help="only `sapwood import`, once and again")
    options.add_argument("--standard-library", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--notmuch", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.standard_library:
        standard_library(given.standard_library)
    elif given.notmuch:
        notmuch(given.notmuch)
    else:
        compare(given)


def compare(given: argparse.Namespace) -> None:
    sapwood = shutil.which("sapwood", path=str(Path(sys.executable).parent)) or "sapwood"
    with tempfile.TemporaryDirectory(prefix="sapwood-benchmark-") as name:
        folder = Path(name)
        mails, homes = ([], []) if given.demonstration else (real_mail(), list(REAL_HOMES))
        source = "real mail"
        if not mails:
            source = "the demonstration's mail"
            mails, homes = demonstration_mail(folder / "demonstration")
        path, pages = folder / "mail.mbox", folder / "html.mbox"
        write_mbox(path, mails, given.messages, given.large)
        size = path.stat().st_size
        _warm_up(sapwood, folder, mails[:10])

        def ours(what: str, box: Path, messages: int, home: str) -> Measured:
            domains = [part for domain in homes for part in ("--home-domain", domain)]
            return measure(what, messages, [sapwood, "import", str(box), "--json", *domains], folder / home)

        def theirs(what: str, option: str, place: Path, messages: int) -> Measured:
            return measure(what, messages, [sys.executable, str(HERE), option, str(place)], folder / "none")

        rows: list[Measured] = []
        if not given.ours_only:
            what = "Python's mailbox + email, nothing kept"
            rows.append(theirs(what, "--standard-library", path, given.messages))
            if shutil.which("notmuch"):
                few = min(given.messages, NOTMUCH_MESSAGES)
                write_files(folder / "files", path, few)
                rows.append(theirs("notmuch new, text indexed", "--notmuch", folder / "files", few))
        rows.append(ours("sapwood import", path, given.messages, "home"))
        rows.append(ours("sapwood import, the same again", path, given.messages, "home"))
        if not given.ours_only:
            fifth = given.messages // 5
            write_mbox(pages, [html_only(mail) for mail in mails], fifth)
            rows.append(ours("sapwood import, nothing but HTML", pages, fifth, "html"))
    large = f", {given.large} of them of 60 MB" if given.large else ""
    print(
        f"{given.messages:,} messages{large}, {size / 1e6:,.0f} MB, made of {len(mails):,} of {source};"
        f" {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}.\n"
    )
    if not given.ours_only and not shutil.which("notmuch"):
        print("notmuch is not installed here, so it is not compared.\n")
    print(TABLE_HEAD)
    print("\n".join(row.row() for row in rows))


if __name__ == "__main__":
    main()
