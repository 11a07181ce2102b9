"""Two mailboxes of a company, 2000 to 2002: every file in or listed, and counted as an independent script counts."""

import json
import tarfile

import pytest

pytestmark = pytest.mark.real
AS_OF = "2002-12-31"


@pytest.fixture(scope="module")
def accounts(enron):
    return enron.run("accounts", "--as-of", AS_OF)[1]


def test_every_file_is_in_or_listed(enron):
    with tarfile.open(enron.mail) as archive:
        files = {member.name: member.size for member in archive if member.isfile()}
    empty = [name for name, size in files.items() if not size]
    assert (len(files), len(empty)) == (1921, 1)
    assert (enron.exit, enron.first["read"], enron.first["added"], enron.first["known"]) == (1, 1921, 1920, 0)
    assert enron.first["troubles"] == [{"where": f"{enron.mail.name}/{empty[0]}", "what": "The file is empty."}]


def test_the_twenty_busiest_domains_are_counted_as_an_independent_script_counts_them(enron, accounts, tmp_path):
    file = tmp_path / "accounts.json"
    file.write_text(json.dumps(accounts))
    said = enron.independent(
        "independent_count.py", "--own-mailbox", "--as-of", AS_OF, "--top", "20", "--compare", str(file)
    )
    assert said.returncode == 0, said.stdout
    assert "differs" not in said.stdout


def test_a_second_import_adds_nothing(enron, accounts):
    exit_code, again = enron.bring()
    assert (exit_code, again["read"], again["added"], again["known"]) == (1, 1921, 0, 1920)
    assert enron.run("accounts", "--as-of", AS_OF)[1] == accounts
