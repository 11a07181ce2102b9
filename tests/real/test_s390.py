"""Five hundred mails of a list between companies: all in, every reference that can be found resolves."""

import json
import mailbox
import re
from collections import Counter

import pytest
from deltalake import DeltaTable

pytestmark = pytest.mark.real
AS_OF = "2026-12-31"


def named(message, header):
    return re.findall(r"<([^<>]+)>", " ".join(map(str, message.get_all(header, []))))


def test_all_are_in(s390):
    assert (s390.exit, s390.first["read"], s390.first["added"], s390.first["troubles"]) == (0, 500, 500, [])


def test_every_reference_that_is_in_the_file_resolves(s390):
    """How many replies each mail has, by its own headers and by ours: the same numbers, most replied-to first."""
    messages = [(named(m, "Message-ID")[0], m) for m in mailbox.mbox(s390.mail, create=False)]
    present = {own for own, _ in messages}
    replies, starts = Counter(), Counter()
    for _, message in messages:
        references, answers = named(message, "References"), named(message, "In-Reply-To")
        replies.update([one for one in (answers or references)[-1:] if one in present])
        starts.update([one for one in (references or answers)[:1] if one in present])
    log = DeltaTable(str(s390.home / "log" / "interactions")).to_pyarrow_table(columns=["id", "parent", "root"])
    ids = set(log["id"].to_pylist())
    parents, roots = (Counter(one for one in log[name].to_pylist() if one in ids) for name in ("parent", "root"))
    assert len(ids) == len(present) == 500
    assert sorted(parents.values()) == sorted(replies.values()) and parents.total() > 200
    assert sorted(roots.values()) == sorted(starts.values())


def test_an_independent_script_counts_the_same(s390, tmp_path):
    _, accounts = s390.run("accounts", "--as-of", AS_OF)
    file = tmp_path / "accounts.json"
    file.write_text(json.dumps(accounts))
    said = s390.independent("independent_count.py", "--as-of", AS_OF, "--top", "20", "--compare", str(file))
    assert said.returncode == 0, said.stdout
    assert "differs" not in said.stdout
