#!/usr/bin/env python3
"""How fast a mailbox on a server comes in: `sapwood source run`, beside Python's imaplib fetching the same mailbox.

    python benchmarks/import_imap.py --messages 20000

Starts Debian's dovecot with a maildir made by repeating real mail (from $SAPWOOD_DATA, else the demonstration's own)
under new Message-IDs, and measures in turn, each as a process of its own over TLS on this machine, after one pass
that is not measured:

  - imaplib, 200 messages a command: every byte fetched, nothing kept;
  - `sapwood source run` into a fresh SAPWOOD_HOME: fetched, read, committed, measured, from the command's start to
    its exit;
  - the same again, when nothing is new;
  - the same once more with everything read again from the start (`--anew`), when every message is known.

Prints a Markdown table.
"""

import argparse
import imaplib
import json
import os
import platform
import shutil
import ssl
import subprocess
import sys
import tempfile
from mailbox import mbox
from pathlib import Path

from repeated_mail import PROJECT, REAL_HOMES, demonstration_mail, real_mail, write_mbox
from resources import TABLE_HEAD, Measured, fresh, measure

sys.path[:0] = [str(PROJECT / "tests" / "workflows"), str(PROJECT / "tests")]
from mail_server import DOVECOT, PASSWORD, MailServer  # noqa: E402

HERE = Path(__file__).resolve()
USER = "benchmark@ibm.com"


def raw_fetch(port: int) -> None:
    """What the comparison does; run as a process of its own."""
    read = size = 0
    client = imaplib.IMAP4_SSL("localhost", port, ssl_context=ssl.create_default_context())
    client.login(USER, PASSWORD)
    _, (count,) = client.select("INBOX", readonly=True)
    for first in range(1, int(count) + 1, 200):
        _, parts = client.fetch(f"{first}:{min(first + 199, int(count))}", "(UID BODY.PEEK[])")
        found = [part[1] for part in parts if isinstance(part, tuple)]
        read, size = read + len(found), size + sum(map(len, found))
    client.logout()
    print(json.dumps({"read": read, "bytes": size}))


def fill(server: MailServer, box: Path) -> None:
    folder = server.folder / "mail" / USER
    for name in ("new", "tmp", "cur"):
        (folder / name).mkdir(parents=True)
    for number, mail in enumerate(mbox(box, create=False)):
        (folder / "cur" / f"{1_600_000_000 + number}.b:2,S").write_bytes(mail.as_bytes())
    if os.getuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")
        subprocess.run(["chown", "-R", "nobody:nogroup", str(folder)], check=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--messages", type=int, default=20_000)
    options.add_argument("--raw", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.raw:
        raw_fetch(given.raw)
        return
    if DOVECOT is None:
        sys.exit("No dovecot was found. Install Debian's dovecot-imapd. Nothing was measured.")
    with tempfile.TemporaryDirectory(prefix="si-", dir="/tmp") as name:
        folder = Path(name)
        mails, homes = real_mail(), list(REAL_HOMES)
        if not mails:
            mails, homes = demonstration_mail(folder / "demonstration")
        path = folder / "mail.mbox"
        write_mbox(path, mails, given.messages)
        (folder / "dovecot").mkdir()
        server = MailServer(folder / "dovecot")
        fill(server, path)
        server.start()
        try:
            print(table(server, folder, homes, given.messages, path.stat().st_size / 1e6))
        finally:
            server.close()


def table(server: MailServer, folder: Path, homes: list[str], messages: int, size_mb: float) -> str:
    os.environ["SSL_CERT_FILE"] = str(server.folder / "cert.pem")
    folder.chmod(0o755)
    raw = [sys.executable, str(HERE), "--raw", str(server.tls_port)]
    subprocess.run(raw, check=True, stdout=subprocess.DEVNULL)
    sapwood = shutil.which("sapwood", path=str(Path(sys.executable).parent)) or "sapwood"
    home = folder / "home"
    add = [sapwood, "source", "add", "imap", "--host", "localhost", "--port", str(server.tls_port), "--user", USER]
    subprocess.run(add, env=fresh(home), input=f"{PASSWORD}\n", text=True, check=True)

    def ours(what: str, expected: int, *more: str) -> Measured:
        command = [sapwood, "source", "run", "1", "--json", *more]
        return measure(what, messages, command, home, lambda told: messages if told[0]["fetched"] == expected else 0)

    rows = [
        measure("imaplib alone, nothing kept", messages, raw, folder / "none"),
        ours("sapwood source run", messages),
        ours("sapwood source run, nothing new", 0),
        ours("sapwood source run --anew, all of it known", messages, "--anew"),
    ]
    about = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    head = f"{messages:,} messages, {size_mb:,.0f} MB, on dovecot over TLS, both on this machine; {about}.\n"
    return "\n".join([head, TABLE_HEAD, *(row.row() for row in rows)])


if __name__ == "__main__":
    main()
