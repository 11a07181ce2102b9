"""The demonstration is plainly invented, the same on every run, and readable by anybody's mail program."""

import json
import mailbox
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2] / "samples" / "demonstration"
HOMES = ("vendor", "reseller", "customer")
MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)", re.M)
QUOTED = re.compile(r"^>|-----Original Message|wrote", re.M)
RESERVED = re.compile(r"@[a-z0-9.-]+\.(example|test)$")


def write(out: Path, program: Path = HERE / "write.py") -> Path:
    subprocess.run([sys.executable, "-B", str(program), str(out)], check=True, capture_output=True)
    return out


def files(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def messages(home: Path) -> list[bytes]:
    """All messages of a home's mailboxes, each from its From line on; a mail in two mailboxes stands here twice."""
    boxes = [path.read_bytes() for path in sorted((home / "mail").glob("*.mbox"))]
    return [one for box in boxes for one in re.split(rb"(?<=\n\n)(?=From )", box) if one]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return write(tmp_path_factory.mktemp("demonstration"))


@pytest.fixture(scope="module")
def mail(world):
    """home -> Message-ID -> message, read by the standard library alone."""
    homes = {}
    for home in HOMES:
        once = {MESSAGE_ID.search(one)[1].decode(): one for one in messages(world / home)}
        homes[home] = {name: message_from_bytes(one.partition(b"\n")[2]) for name, one in once.items()}
    return homes


@pytest.fixture(scope="module")
def journal(world):
    return {home: [json.loads(row) for row in (world / home / "journal.jsonl").open()] for home in HOMES}


def home_file(world: Path, home: str) -> dict:
    return json.loads((world / home / "home.json").read_text())


def people(message) -> list[str]:
    headers = [value for name in ("From", "To", "Cc") for value in message.get_all(name, [])]
    return [address for _, address in getaddresses(headers)]


def test_two_runs_write_the_same_bytes(world, tmp_path):
    assert files(write(tmp_path)) == files(world)


def test_the_homes_are_as_large_as_promised(world, mail):
    expected = {"vendor": (3, 40), "reseller": (8, 18), "customer": (4, 15)}
    for home, (colleagues, accounts) in expected.items():
        told = home_file(world, home)
        assert (len(told["colleagues"]), len(told["accounts"])) == (colleagues, accounts)
        assert told["as_of"] == "2026-06-15"
        boxes = {path.stem for path in (world / home / "mail").glob("*.mbox")}
        assert boxes == {one["address"] for one in told["colleagues"]}
    assert 6_000 <= len(mail["vendor"]) <= 9_000
    assert len(mail["reseller"]) > 3_000
    assert len(mail["customer"]) > 2_000


def test_other_programs_see_as_many_messages(world):
    for path in (world / "customer" / "mail").glob("*.mbox"):
        assert len(mailbox.mbox(path, create=False)) == len(MESSAGE_ID.findall(path.read_bytes())) > 0


def test_every_message_parses_without_a_defect(mail):
    for messages in mail.values():
        for message in messages.values():
            for part in message.walk():
                assert not part.defects
                if not part.is_multipart():
                    charset = part.get_content_charset() or "us-ascii"
                    assert part.get_payload(decode=True).decode(charset).strip()


def test_every_date_lies_in_the_two_years_and_names_its_zone(mail, journal):
    first, last = date(2024, 6, 17), date(2026, 6, 12)
    for messages in mail.values():
        for message in messages.values():
            when = parsedate_to_datetime(message["Date"])
            assert when.tzinfo is not None
            assert first <= when.date() <= last
    for rows in journal.values():
        for row in rows:
            when = datetime.fromisoformat(row["when"])
            assert when.tzinfo is not None
            assert first <= when.date() <= last


def test_weekends_and_christmas_are_quiet(mail):
    days = [parsedate_to_datetime(message["Date"]).date() for message in mail["vendor"].values()]
    assert sum(day.weekday() > 4 for day in days) < 0.02 * len(days)
    lull = sum((day.month, day.day) >= (12, 23) for day in days) / 2
    assert lull < len(days) / 730 * 9 / 3


def test_nobody_in_it_can_exist(world, mail, journal):
    for messages in mail.values():
        for message in messages.values():
            assert all(RESERVED.search(address) for address in people(message))
    for rows in journal.values():
        assert all(RESERVED.search(person["address"]) for row in rows for person in row["people"])
    for name, data in files(world).items():
        found = re.findall(rb"@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", data)
        assert not [one for one in found if not one.lower().endswith((b".example", b".test"))], name


def test_references_resolve(mail):
    for messages in mail.values():
        named = [one for message in messages.values() for one in (message["References"] or "").split()]
        assert len(named) > 1_000
        assert sum(one in messages for one in named) >= 0.95 * len(named)


def test_the_same_mail_stands_in_every_home_that_took_part(mail, journal):
    shared = mail["vendor"].keys() & mail["customer"].keys()
    assert len(shared) > 100
    for one in shared:
        here, there = (mail[home][one].as_bytes().partition(b"\n\n")[2] for home in ("vendor", "customer"))
        assert here == there
    assert len(mail["vendor"].keys() & mail["customer"].keys() & mail["reseller"].keys()) > 30
    met = {row["id"] for row in journal["vendor"]} & {row["id"] for row in journal["customer"]}
    assert len(met) > 10


def test_journal_is_what_its_format_says(journal):
    for rows in journal.values():
        assert len({row["id"] for row in rows}) == len(rows)
        for row in rows:
            assert row["id"].startswith("demo-")
            assert row["channel"] in {"meeting", "call", "chat", "visit", "ticket"}
            assert [person["role"] for person in row["people"]].count("from") == 1
            assert row.get("minutes", 1) > 0
    assert {row["channel"] for row in journal["vendor"]} >= {"meeting", "call", "chat", "visit", "ticket"}


def test_who_thanks_for_a_call_today_has_called(mail, journal):
    calls: dict[str, list[datetime]] = {}
    for row in journal["vendor"]:
        for person in row["people"] if row["channel"] == "call" else ():
            calls.setdefault(person["address"], []).append(datetime.fromisoformat(row["when"]))
    thanked = 0
    for message in mail["vendor"].values():
        written = message.get_payload() if not message.is_multipart() else message.get_payload(0).get_payload()
        if "Thanks for the call today" not in QUOTED.split(written)[0]:
            continue
        when = parsedate_to_datetime(message["Date"])
        assert any(timedelta(0) < when - call < timedelta(hours=12) for call in calls[people(message)[0]])
        thanked += 1
    assert thanked > 20


@pytest.mark.parametrize(
    "header, value, at_least",
    [
        ("List-Unsubscribe", "https", 100),
        ("List-Id", "flow-users", 100),
        ("Auto-Submitted", "auto-replied", 30),
        ("X-Failed-Recipients", "@", 5),
        ("To", "support@alder.example", 50),
        ("From", "@freemail.test", 10),
    ],
)
def test_a_mailbox_holds_more_than_conversations(mail, header, value, at_least):
    held = sum(value in (message[header] or "") for message in mail["vendor"].values())
    assert held >= at_least


def test_the_planned_silences_are_kept(world, mail, journal):
    planned = {}
    for path in (HERE / "cast").glob("*.toml"):
        cast = tomllib.loads(path.read_text())
        for row in cast.get("relation", []):
            if row["seller"] == "alder" and row.get("silent"):
                planned[row["buyer"]] = row["silent"]
    domains = {
        row["key"]: row["domain"]
        for path in (HERE / "cast").glob("*.toml") for row in tomllib.loads(path.read_text()).get("organisation", [])
    }  # fmt: skip
    last: dict[str, date] = {}
    for message in mail["vendor"].values():
        if message["Auto-Submitted"] or message["List-Unsubscribe"]:
            continue
        day = parsedate_to_datetime(message["Date"]).date()
        for address in people(message):
            domain = address.split("@")[1]
            last[domain] = max(last.get(domain, day), day)
    for row in journal["vendor"]:
        day = datetime.fromisoformat(row["when"]).date()
        for person in row["people"]:
            domain = person["address"].split("@")[1]
            last[domain] = max(last.get(domain, day), day)
    held = {key: (date(2026, 6, 15) - last[domains[key]]).days for key in planned if key in domains}
    assert len(held) > 10
    assert held == {key: planned[key] for key in held}


def test_adding_people_as_the_page_says_leaves_everybody_elses_mail_as_it_was(world, tmp_path):
    page = (HERE.parents[1] / "docs" / "demonstration.md").read_text()
    examples = dict(re.findall(r"```toml\n# (\S+\.toml)\n(.*?)```", page, re.S))
    assert examples.keys() == {"cast/harvest.toml", "scenes/harvest.toml"}
    program = tmp_path / "demonstration"
    shutil.copytree(HERE, program, ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in examples.items():
        (program / name).write_text(text)
    out = write(tmp_path / "out", program / "write.py")
    before, after = set(messages(world / "vendor")), set(messages(out / "vendor"))
    assert before < after
    assert all(b"plumvalley" in one for one in after - before)
    assert any(b"Subject: Frost at the orchard pump" in one for one in after - before)
    assert len(home_file(out, "vendor")["accounts"]) == 41
