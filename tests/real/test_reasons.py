"""Reasons of Today, worked out again from the raw mail by a script that shares nothing with Sapwood."""

import json
import re
from datetime import UTC, date, datetime

import pytest

pytestmark = pytest.mark.real
DAYS = {"enron": ["2000-08-28", "2000-09-13", "2001-06-25"], "s390": ["2026-07-31"]}
SILENT = re.compile(r"Silent for (\d+) days?")
WROTE = re.compile(r"They wrote on (\d+ \w+)(?: with (a|\d+) questions?)?; no answer for (\d+) working days?\.")
LAST = re.compile(r"the last on (\d+ \w+ \d{4})\.")


@pytest.fixture(scope="module")
def reasons(request):
    """Each item of these days beside what the script finds for its account on that day."""
    found = []
    for name, days in DAYS.items():
        brought = request.getfixturevalue(name)
        for day in days:
            items = brought.run("today", "--as-of", day)[1]
            asked = [part for item in items for domain in item["domains"] for part in ("--domain", domain)]
            own = ["--own-mailbox"] if name == "enron" else []
            said = brought.independent("independent_reasons.py", *own, "--as-of", day, "--json", *asked)
            again = json.loads(said.stdout)
            found += [(date.fromisoformat(day), item, again[item["domains"][0]]) for item in items]
    return found


def as_date(words):
    """ "5 May 2026" -> "2026-05-05"."""
    return datetime.strptime(words, "%d %B %Y").replace(tzinfo=UTC).date().isoformat()


def test_there_are_enough_of_both_kinds(reasons):
    kinds = [item["kind"] for _, item, _ in reasons]
    assert len(kinds) >= 10 and kinds.count("reply") >= 3


def test_how_long_they_are_silent(reasons):
    for _, item, again in reasons:
        if item["kind"] != "reply":
            assert int(SILENT.match(item["why"])[1]) == again["silent_days"]


def test_the_last_touch(reasons):
    for _, item, again in reasons:
        assert as_date(LAST.search(item["arithmetic"][0])[1]) == again["last_touch"][:10]


def test_what_waits_for_an_answer(reasons):
    """Their oldest such mail is one that the script, too, finds unanswered, with as many questions and days."""
    for day, item, again in reasons:
        if item["kind"] == "reply":
            wrote, questions, days = WROTE.fullmatch(item["why"]).groups()
            since = as_date(f"{wrote} {day.year}")
            waiting = [mail for mail in again["unanswered"] if mail["when"] >= since and mail["addressed"] <= 15]
            oldest = waiting[-1]
            assert (oldest["when"][:10], oldest["working_days"]) == (since, int(days))
            assert oldest["questions"] or oldest["starts"]
            assert sum(mail["questions"] for mail in waiting) == int((questions or "0").replace("a", "1"))


def test_a_mail_to_fifty_people_waits_for_no_answer(enron):
    said = enron.independent("independent_reasons.py", "--as-of", "2000-06-19", "--domain", "mercatorpartners.com")
    assert "addressed 52" in said.stdout
    assert enron.run("today", "--as-of", "2000-06-19")[1] == []
