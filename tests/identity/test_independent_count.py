"""The independent count does what its own rules say, on mail counted by hand."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "script" / "independent_count.py"

MAILS = [
    # counts: out to two outside domains, the second by Cc
    ("ana@home.example", "jane@mail.orchard.co.uk", "2 Mar 2026 10:00:00 +0000", "Pump", "Cc: priya@birch.example"),
    # a copy of the same mail under another Message-ID does not count again
    ("ana@home.example", "jane@mail.orchard.co.uk", "2 Mar 2026 11:00:00 +0100", "Re: Pump",
     "Cc: priya@birch.example"),
    # counts: in; the third party in Cc does not
    ("jane@orchard.co.uk", "ana@eu.home.example", "3 Mar 2026 10:00:00 -0500", "Pump", "Cc: luis@cedar.example"),
    # through a discussion list counts, though the list calls itself bulk
    ("jane@orchard.co.uk", "ana@home.example, talk@birch.example", "4 Mar 2026 10:00:00 +0000", "Talk",
     "List-Id: <talk.birch.example>\nPrecedence: bulk"),
    # do not count: newsletter, absence note, robot, free mail, internal, between two outsiders, nobody addressed
    ("jane@orchard.co.uk", "ana@home.example", "5 Mar 2026 10:00:00 +0000", "Offer", "List-Unsubscribe: <https://x>"),
    ("jane@orchard.co.uk", "ana@home.example", "5 Mar 2026 11:00:00 +0000", "Away", "Auto-Submitted: auto-replied"),
    ("no-reply@orchard.co.uk", "ana@home.example", "5 Mar 2026 12:00:00 +0000", "Ticket", ""),
    ("jane@yahoo.co.uk", "ana@home.example", "5 Mar 2026 13:00:00 +0000", "Private", ""),
    ("ana@home.example", "tom@home.example", "5 Mar 2026 14:00:00 +0000", "Lunch", ""),
    ("jane@orchard.co.uk", "priya@birch.example", "5 Mar 2026 15:00:00 +0000", "Pump", ""),
    ("jane@orchard.co.uk", "", "5 Mar 2026 16:00:00 +0000", "Note", ""),
    # after the day that is asked for
    ("jane@orchard.co.uk", "ana@home.example", "1 Apr 2026 00:00:00 +0000", "Later", ""),
]  # fmt: skip
EXPECTED = [
    {"domains": ["orchard.co.uk"], "touches": 3, "last_touch": "2026-03-04T10:00:00+00:00"},
    {"domains": ["birch.example"], "touches": 1, "last_touch": "2026-03-02T10:00:00+00:00"},
]


@pytest.fixture
def mbox(tmp_path: Path) -> Path:
    path = tmp_path / "mail.mbox"
    path.write_text(
        "".join(
            f"From - Mon Mar  2 10:00:00 2026\nFrom: {sender}\nTo: {to}\nDate: {sent}\nSubject: {subject}\n"
            f"Message-ID: <{number}@x>\n{more}{chr(10) if more else ''}\nText\n\n"
            for number, (sender, to, sent, subject, more) in enumerate(MAILS)
        ),
        "ascii",
    )
    return path


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), "--home-domain", "home.example", "--as-of", "2026-03-31"]
    return subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True)


def test_mail_that_reached_an_own_mailbox_unnamed_counts_where_that_is_said(mbox):
    orchard = json.loads(run("--json", "--own-mailbox", mbox).stdout)[0]
    assert (orchard["touches"], orchard["last_touch"]) == (5, "2026-03-05T16:00:00+00:00")


def test_the_mail_counted_by_hand(mbox):
    assert json.loads(run("--json", mbox).stdout) == EXPECTED


def test_agreement_exits_0_and_any_difference_1(mbox, tmp_path):
    accounts = tmp_path / "accounts.json"
    accounts.write_text(json.dumps(EXPECTED))
    agreed = run("--compare", accounts, mbox)
    assert agreed.returncode == 0
    assert "2 of the 2 busiest domains agree" in agreed.stdout
    accounts.write_text(json.dumps([{**EXPECTED[0], "touches": 4}, EXPECTED[1]]))
    assert run("--compare", accounts, mbox).returncode == 1
    accounts.write_text(json.dumps(EXPECTED[:1]))
    assert run("--compare", accounts, mbox).returncode == 1


def test_domains_of_one_account_count_together(mbox, tmp_path):
    accounts = tmp_path / "accounts.json"
    both = {"domains": ["orchard.co.uk", "birch.example"], "touches": 3, "last_touch": "2026-03-04T10:00:00+00:00"}
    accounts.write_text(json.dumps([both]))
    assert run("--compare", accounts, mbox).returncode == 0
