"""The command line: JSON stands alone on standard output, sentences go to standard error, exits are as promised."""

import json

import pytest
from cast import ANA, JANE, PRIYA, mail, mbox
from typer.testing import CliRunner

from sapwood.records.access.models import AuditLine
from sapwood.surfaces.cli import app

pytestmark = pytest.mark.django_db
DAY = "2024-06-01"


@pytest.fixture
def sapwood(home):
    def sapwood(*arguments):
        result = CliRunner().invoke(app, list(arguments))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return sapwood


@pytest.fixture
def box(tmp_path):
    steady = [mail(n, day=7 * n, subject=f"Number {n}", text="A note.") for n in range(16)]
    answers = [mail(f"a{n}", sender=ANA, to=JANE, day=7 * n + 1, subject=f"Number {n}") for n in range(16)]
    file = tmp_path / "sales.mbox"
    file.write_bytes(mbox(*steady, *answers, mail("p", sender=PRIYA)))
    return str(file)


@pytest.fixture
def brought(sapwood, box):
    return json.loads(sapwood("import", box, "--home-domain", "home.example", "--json").stdout)


def test_import_counts_messages(brought, sapwood, box):
    assert {name: brought[name] for name in ("read", "added", "known", "troubles")} == {
        "read": 33,
        "added": 33,
        "known": 0,
        "troubles": [],
    }
    assert brought["seconds"] > 0
    again = sapwood("import", box, "--json")
    assert again.exit_code == 0
    assert json.loads(again.stdout)["known"] == 33
    assert "0 came in, 33 were known already." in again.stderr


def test_import_of_no_mail_exits_1_and_says_why(sapwood, tmp_path):
    wrong = tmp_path / "photo.mbox"
    wrong.write_bytes(b"this is no mail\x00\xff")
    done = sapwood("import", str(wrong), "--json")
    assert done.exit_code == 1
    (trouble,) = json.loads(done.stdout)["troubles"]
    assert trouble["where"] == "photo.mbox" and trouble["what"].endswith(".")
    assert "1 of 1 could not be read." in done.stderr


def test_a_path_that_is_not_there_is_a_trouble(sapwood):
    done = sapwood("import", "nowhere.mbox", "--json")
    assert done.exit_code == 1
    assert "no such file" in json.loads(done.stdout)["troubles"][0]["what"]


def test_a_home_domain_that_is_none_is_refused_in_a_sentence(sapwood, box):
    done = sapwood("import", box, "--home-domain", "gmail.com")
    assert done.exit_code == 1
    assert "A home domain looks like orchard.example" in done.stderr


def test_accounts(brought, sapwood):
    rows = json.loads(sapwood("accounts", "--as-of", DAY, "--json").stdout)
    birch, orchard = rows
    assert orchard["domains"] == ["orchard.example"] and orchard["role"] == "unknown"
    assert (orchard["touches"], orchard["last_touch"][:10], orchard["state"]) == (32, "2024-04-16", "red")
    low, middle, high = orchard["usual_gap_days"]
    assert 0 < low <= middle <= high and 0 <= orchard["p_touch_30d"] <= 1
    assert (birch["state"], birch["usual_gap_days"]) == ("unknown", None)
    assert "Orchard" in sapwood("accounts", "--as-of", DAY).stdout


def test_events_after_as_of_are_not_known_yet(brought, sapwood):
    rows = json.loads(sapwood("accounts", "--as-of", "2024-01-09", "--json").stdout)
    assert {row["account"]: row["touches"] for row in rows}["Orchard"] == 4
    assert json.loads(sapwood("accounts", "--as-of", "2020-01-01", "--json").stdout) == []


def test_today_and_its_evidence(brought, sapwood):
    (item,) = json.loads(sapwood("today", "--as-of", DAY, "--json").stdout)
    assert (item["account"], item["kind"], item["colleague"]) == ("Orchard", "silent", "ana@home.example")
    assert item["channel"] == "mail" and item["evidence"]
    assert json.loads(sapwood("today", "--as-of", DAY, "--colleague", "ana@home.example", "--json").stdout)
    assert "Silent for 46 days" in sapwood("today", "--as-of", DAY).stdout


def test_account_by_name_or_domain(brought, sapwood):
    by_name = json.loads(sapwood("account", "orchard", "--as-of", DAY, "--json").stdout)
    assert by_name == json.loads(sapwood("account", "orchard.example", "--as-of", DAY, "--json").stdout)
    assert by_name["recent"][0]["colleague"] == "Ana Brandt" and by_name["arithmetic"]["x"] == 31
    missing = sapwood("account", "Orchid")
    assert missing.exit_code == 1 and "There is no account Orchid" in missing.stderr


def test_undo(brought, sapwood):
    number = str(brought["import"])
    assert sapwood("undo", number).exit_code == 0
    assert json.loads(sapwood("accounts", "--as-of", DAY, "--json").stdout) == []
    again = sapwood("undo", number)
    assert again.exit_code == 1 and "nothing to undo" in again.stderr


def test_doctor(sapwood, brought):
    document = json.loads(sapwood("doctor", "--json").stdout)
    assert document == {"ok": True, "findings": []}


def test_the_audit_says_who_and_by_which_door(brought):
    lines = {(line.act, line.door, str(line.actor)) for line in AuditLine.objects.exclude(actor=None)}
    assert ("ask import", "command line", "Operator") in lines
    assert ("import done", "command line", "Operator") in lines


@pytest.mark.parametrize("wrong", [["today", "--as-of", "soon"], ["import"], ["fly"], ["undo", "x"]])
def test_wrong_use_exits_2(sapwood, wrong):
    assert sapwood(*wrong).exit_code == 2


def test_a_colleague_is_invited_and_gets_a_link(sapwood):
    done = sapwood("invite", "mei@home.example", "--name", "Mei Lin", "--role", "lead")
    assert done.exit_code == 0 and "/enter/" in done.stdout and "Mei Lin has a login as lead" in done.stderr
    assert "has a login already" in sapwood("invite", "mei@home.example").stderr
    assert "/enter/" in sapwood("link", "mei@home.example").stdout
    assert sapwood("link", "nobody@home.example").exit_code == 1
