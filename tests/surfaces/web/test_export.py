"""Accounts to take along: what was found, in order, in words a spreadsheet does not run."""

import csv
import io

from web_cast import account

from sapwood.records.access.models import AuditLine
from sapwood.records.directory.models import Domain


def table(answer):
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_what_was_found_in_its_order_with_its_domains(as_, cast):
    Domain.objects.create(name="orchard.example", organisation=cast.orchard.organisation)
    birch = account("Birch", ceiling=30)
    birch.standing.delete()
    rows = table(as_(cast.lea).get("/accounts/export.csv", {"sort": "name"}))
    assert [row["Account"] for row in rows] == ["Birch", "Orchard"]
    assert rows[1] == {
        "Account": "Orchard",
        "Domains": "orchard.example",
        "Role": "customer",
        "State": "red",
        "Silent for days": "41",
        "Last touch": "2026-05-05",
        "Usual gap in days": "9.2",
        "Usually from": "6.0",
        "Usually to": "14.1",
        "Chance of a touch in 30 days": "0.22",
        "Owner": "Ana",
        "Leave in peace for days": "",
        "Don't forget for days": "",
        "Because it was": "",
        "Tier": "",
        "Tags": "",
    }
    assert rows[0]["State"] == rows[0]["Silent for days"] == rows[0]["Usual gap in days"] == "unknown", "never 0"
    line = AuditLine.objects.get(act="export accounts")
    assert (line.actor, line.detail) == (cast.lea, {"number": 2, "sort": "name"})


def test_only_what_one_may_see_and_what_the_filter_finds(as_, cast):
    account("Birch", owner=cast.olaf)
    assert [row["Account"] for row in table(as_(cast.olaf).get("/accounts/export.csv"))] == ["Birch"]
    assert [row["Account"] for row in table(as_(cast.lea).get("/accounts/export.csv", {"state": "red"}))] == [
        "Orchard"
    ]


def test_a_name_that_would_run_in_a_spreadsheet_is_text_there(as_, cast):
    for name in ("=HYPERLINK(1)", "+1", "-2", "@sum", "\tx"):
        account(name, owner=cast.olaf)
    names = {row["Account"] for row in table(as_(cast.olaf).get("/accounts/export.csv"))}
    assert names == {"'=HYPERLINK(1)", "'+1", "'-2", "'@sum", "'\tx"}


def test_excel_is_told_that_it_is_utf8(as_, cast):
    account("Łódź Müller", owner=cast.olaf)
    whole = b"".join(as_(cast.olaf).get("/accounts/export.csv", {"excel": "1"}).streaming_content)
    assert whole.startswith(b"\xef\xbb\xbfAccount,")
    assert "Łódź Müller".encode() in whole
