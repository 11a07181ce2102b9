#!/usr/bin/env python3
"""How fast mail comes in: `sapwood import` end to end, beside Python's own mail library on the same file.

    python benchmarks/import_mail.py --messages 20000

Makes one mbox by repeating real mail (from $SAPWOOD_DATA, else the demonstration's own) under new Message-IDs
and an hour later each time round, then measures three things in turn, each in processes of its own:

  - Python's `mailbox` and `email` (compat32 policy): parse, addresses, date, text; nothing is kept;
  - `sapwood import` into a fresh SAPWOOD_HOME: the whole command, from its start to its exit, measures included;
  - the same import again: every message is known.

A small import goes first, unmeasured, so that Python's modules are compiled as after an installation.
Seconds are wall clock. CPU is user + system time of the command and all its processes. Memory is the peak of
their proportional set sizes together (each shared page counted once), looked at ten times a second.
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

from repeated_mail import REAL_HOMES, demonstration_mail, real_mail, write_mbox
from resources import TABLE_HEAD, fresh, measure

HERE = Path(__file__).resolve()


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


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--messages", type=int, default=20_000)
    options.add_argument(
        "--demonstration", action="store_true", help="repeat the demonstration's mail, not real mail"
    )
    options.add_argument("--standard-library", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.standard_library:
        standard_library(given.standard_library)
        return
    sapwood = shutil.which("sapwood", path=str(Path(sys.executable).parent)) or "sapwood"
    with tempfile.TemporaryDirectory(prefix="sapwood-benchmark-") as name:
        folder = Path(name)
        mails, homes = ([], []) if given.demonstration else (real_mail(), list(REAL_HOMES))
        source = "real mail"
        if not mails:
            source = "the demonstration's mail"
            mails, homes = demonstration_mail(folder / "demonstration")
        path = folder / "mail.mbox"
        write_mbox(path, mails, given.messages)
        size = path.stat().st_size
        ours = [sapwood, "import", str(path), "--json", *(part for home in homes for part in ("--home-domain", home))]
        theirs = [sys.executable, str(HERE), "--standard-library", str(path)]
        _warm_up(sapwood, folder, mails[:10])
        rows = [
            measure("Python's mailbox + email, nothing kept", given.messages, theirs, folder / "home"),
            measure("sapwood import", given.messages, ours, folder / "home"),
            measure("sapwood import, the same again", given.messages, ours, folder / "home"),
        ]
    print(
        f"{given.messages:,} messages, {size / 1e6:,.0f} MB, made of {len(mails):,} of {source};"
        f" {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}.\n"
    )
    print(TABLE_HEAD)
    print("\n".join(row.row() for row in rows))


if __name__ == "__main__":
    main()
