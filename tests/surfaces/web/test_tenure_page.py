"""The tenure page: what it answers, from which accounts, and to whom."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from web_cast import AS_OF, account

from sapwood.measures.tenure.itch import ITCH, NONE, UNTOLD, Itch
from sapwood.records.relationships.models import Participation, Relationship, Tenure
from sapwood.surfaces.web.tenure_curve import tenure_curve
from sapwood.surfaces.web.tenure_page import itch_sentence


def lasted(relationship, months, over, by="silence", decides=True, left_out=""):
    until = AS_OF - timedelta(days=400)
    counted = not left_out
    Tenure.objects.create(
        relationship=relationship,
        by=by,
        decides=decides,
        began=until - timedelta(days=round(30.44 * months)) if left_out != "beginning" else None,
        began_by="first touch",
        until=until,
        over=over,
        entered=0 if counted else None,
        left=months if counted else None,
        since=13 if counted else None,
        left_out=left_out,
    )


@pytest.fixture
def lived(cast):
    """Ana's: twelve that ended, a year apart each, and twelve that go on; Orchard lasted seven years by silence."""
    lasted(cast.orchard, 80, over=True)
    for number in range(1, 12):
        lasted(account(f"Gone {number:02}", owner=cast.ana), 12 * number, over=True)
        lasted(account(f"There {number:02}", owner=cast.ana), 12 * number + 6, over=False)
    rival = account("Rival", owner=cast.ana)
    Relationship.objects.filter(pk=rival.pk).update(role="competitor")
    lasted(rival, 9, over=True)
    held = account("Held", owner=cast.ana)
    lasted(held, 30, over=True, decides=False)
    lasted(held, 60, over=False, by="contract")
    lasted(account("Old", owner=cast.ana), 1, over=False, left_out="beginning")
    return cast


def page_of(browser, query=""):
    return " ".join(browser.get(f"/tenure/{query}").content.decode().split())


def test_what_it_answers(as_, lived):
    answer = as_(lived.lea).get("/tenure/")
    found = answer.context["found"]
    assert (found.counted, found.ended, found.no_beginning) == (24, 12, 1)
    # by hand, after 1 year: 1 of 24 ended; at 2 years 1 of 22 (one left at 18 months)
    assert answer.context["years"][1].lasted.middle == pytest.approx(100 * 23 / 24 * 21 / 22)
    page = page_of(as_(lived.lea))
    assert "Too little to tell" in page
    assert "1: nobody knows when they began" in page
    assert "12 go on, as far as we know" in page
    for picture in answer.context["pictures"]:
        drawn = {e.get("class") for e in ElementTree.fromstring(picture).iter()}  # noqa: S314 - our own
        assert {"lasted", "foretold", "may", "sure", "year"} <= drawn


def test_where_none_has_ended_nobody_is_told_that_all_last(as_, cast):
    for number in range(1, 9):
        lasted(account(f"There {number}", owner=cast.ana), 12 * number, over=False)
    answer = as_(cast.lea).get("/tenure/")
    assert "8 relationships are on record, and none has ended: how long they last is unknown." in page_of(
        as_(cast.lea)
    )
    assert answer.context["years"] and all(year.lasted is None for year in answer.context["years"])
    assert not answer.context["pictures"]


def test_every_number_opens_to_the_accounts_behind_it(as_, lived):
    page = page_of(as_(lived.lea), "?year=7")
    assert "Ended in year 7 of theirs" in page
    assert "Orchard" in page and "6 years 8 months" in page
    assert "Gone 07" in page, "it ended at the end of its seventh year"
    assert "Gone 06" not in page.split("Ended in year 7")[1] and "Rival" not in page
    contracts = as_(lived.lea).get("/tenure/?sign=contract").context["found"]
    assert (contracts.counted, contracts.ended) == (1, 0)
    silence = as_(lived.lea).get("/tenure/?sign=silence").context["found"]
    assert (silence.counted, silence.ended) == (24, 13)
    for odd in ("?sign=x&role=nobody&year=0&page=9", "?year=99999", "?role=competitor", "?year=%C2%B2"):
        assert as_(lived.lea).get(f"/tenure/{odd}").status_code == 200


def test_a_colleague_counts_and_reads_what_they_see(as_, lived):
    page = page_of(as_(lived.olaf))
    assert "Gone" not in page and "Orchard" not in page and "None can be counted yet" in page
    tom = as_(lived.tom).get("/tenure/")  # took part in Orchard
    assert tom.context["found"].counted == 1
    assert "Orchard" in tom.content.decode() and "Gone" not in tom.content.decode()
    Participation.objects.all().delete()
    assert "Orchard" not in page_of(as_(lived.tom))


def test_what_it_asks_of_the_database_does_not_grow(as_, lived, django_assert_max_num_queries):
    for who in (lived.lea, lived.ana):
        browser = as_(who)
        with django_assert_max_num_queries(7):
            browser.get("/tenure/")


def test_the_answer_about_an_itch_is_honest():
    base = {"year": 7, "exposure": 100.0, "exposure_beside": 200.0, "needed": 60}
    yes = Itch(ends=20, ends_beside=12, ratio=3.333, low=1.6, high=7.2, p=0.001, answer=ITCH, **base)
    assert itch_sentence(yes).startswith(
        "Yes: in the seventh year 3.3 times as many end as in the years beside it (95 %: from 1.6 to 7.2)"
    )
    no = Itch(ends=20, ends_beside=44, ratio=0.91, low=0.5, high=1.6, p=0.6, answer=NONE, **base)
    assert itch_sentence(no).startswith("No:")
    little = Itch(ends=1, ends_beside=0, ratio=None, low=0.1, high=None, p=0.3, answer=UNTOLD, **base)
    assert itch_sentence(little) == (
        "Too little to tell: 1 relationship ended in the sixth to eighth year; it takes 60 to find out whether twice "
        "as many end in the seventh."
    )


def test_the_picture_says_what_its_data_say():
    steps = [(0.0, 1.0, None, None), (2.0, 0.5, 0.2, 0.8), (4.0, 0.5, None, None)]
    picture = tenure_curve(steps, [], 10, width=548)
    line = next(e for e in ElementTree.fromstring(picture).iter() if e.get("class") == "lasted")  # noqa: S314
    corners = [tuple(map(float, one.split(","))) for one in line.get("points").split()]
    (x0, top), (x2, before), (_, half), (x4, _), _ = corners
    assert before == top
    assert x4 - x2 == pytest.approx(x2 - x0, abs=0.11)
    assert half - top == (280 - 12 - 30) / 2
    assert "foretold" not in picture
    assert tenure_curve([], [], 0).startswith("<svg")
