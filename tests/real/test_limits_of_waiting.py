"""The figures behind the limits in docs/measures/today.md, from the headers of a list between companies."""

import gzip
import json
from datetime import datetime
from itertools import pairwise

import pytest

from sapwood.planning.waiting import CROWD, STALE_DAYS, STALE_UNASKED_DAYS

pytestmark = pytest.mark.real
LISTS = ("vger", "lists.", "-devel", "kexec@", "x86@", "kvm@")


@pytest.fixture(scope="module")
def mails(real_data):
    file = real_data / "linux_s390_mail" / "headers_2019_2020.jsonl.gz"
    if not file.exists():
        pytest.skip(f"The real data is not here: SAPWOOD_DATA names a folder without {file.name}.")
    with gzip.open(file, "rt") as lines:
        return [mail for line in lines if (mail := json.loads(line))["from_"]]


def by_home(mail):
    return at_home(mail["from_"][0][1])


def at_home(address):
    return address.lower().endswith("ibm.com")


def people(mail, header):
    return [address for _, address in mail[header] or [] if not any(name in address for name in LISTS)]


def to_home(mail):
    return not by_home(mail) and any(map(at_home, people(mail, "to")))


def test_mail_to_a_crowd_is_seldom_answered(mails):
    answered = {(mail["in_reply_to"] or "").strip() for mail in mails if by_home(mail)}
    sizes = [(len(people(m, "to")) + len(people(m, "cc")), m["message_id"] in answered) for m in mails if to_home(m)]
    shares = []
    for low, high in pairwise([1, 2, 3, 4, 5, 6, 8, 10, 12, CROWD, 20, 30, 10_000]):
        some = [was for size, was in sizes if low < size <= high]
        shares.append((high, sum(some) / len(some)))
    assert all(0.33 < share < 0.52 for high, share in shares if high <= CROWD)
    assert all(0.08 < share < 0.20 for high, share in shares if high > CROWD)


def test_answers_come_within_a_fortnight_or_not_at_all(mails):
    by_id = {mail["message_id"]: mail for mail in mails}
    days = []
    for mail in filter(by_home, mails):
        asked = by_id.get((mail["in_reply_to"] or "").strip())
        if asked and to_home(asked):
            waited = datetime.fromisoformat(mail["date"]) - datetime.fromisoformat(asked["date"])
            days.append(waited.total_seconds() / 86_400)
    assert len(days) > 1000
    shares = [sum(day <= limit for day in days) / len(days) for limit in (STALE_UNASKED_DAYS, STALE_DAYS)]
    assert shares == [pytest.approx(0.989, abs=0.001), pytest.approx(0.999, abs=0.001)]
