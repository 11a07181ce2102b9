"""Account: why it has its colour, figures that open, what is unknown, and changing what was agreed."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from web_cast import account, saved, touch

from sapwood.records.relationships.models import Standing


@pytest.fixture
def page(as_, cast):
    return lambda relationship, who=None: " ".join(
        as_(who or cast.ana).get(reverse("account", args=[relationship.pk])).content.decode().split()
    )


def test_the_head_sentence_says_why_this_colour(page, cast):
    assert '<p class="because red"><b>Red.</b> Silent for <b>41 days</b>.' in page(cast.orchard)


def test_each_figure_opens_to_its_arithmetic(page, cast):
    shown = page(cast.orchard)
    assert "every 9 days" in shown
    assert "Half of the gaps are expected to be shorter than 9.2 days" in shown
    assert (
        "x = 23 further days with a touch, the last one t_x = 600 days after the first, watched for T = 641 days"
        in shown
    )
    assert "r = 1.5, α = 9, a = 0.2, b = 2, k = 0.8" in shown
    assert "Above 85 it turns amber, above 97.5 red." in shown


def test_the_rings_have_a_table_behind_them(page, cast):
    shown = page(cast.orchard)
    assert "Growth rings of Orchard, one ring for each quarter from 2025-Q4 to 2026-Q2" in shown
    assert '<th scope="row">2025-Q4</th><td class="num">9</td>' in shown


def test_nothing_measured_reads_unknown(page, cast):
    Standing.objects.all().delete()
    shown = page(cast.orchard)
    assert "<b>Unknown.</b> Nothing has been measured for this account yet." in shown
    assert "No ring has grown yet." in shown


def test_too_little_history_reads_unknown(page, cast):
    Standing.objects.update(
        state="unknown", usual_gap_days=None, silence_rank=None, p_touch_30d=None, touch_days=2, balance={}
    )
    shown = page(cast.orchard)
    assert "Three days with a touch are needed before anything can be called usual; there have been 2." in shown
    assert "Unknown: there is too little to weigh." in shown
    assert "0 %" not in shown


def test_words_are_for_those_who_took_part(page, cast):
    assert "What was written is for those who took part." in page(cast.orchard)


def test_evidence_can_be_pointed_to(page, cast):
    assert 'id="e77"' in page(cast.orchard)
    assert '<a href="#e77">The last touch</a>' in page(cast.orchard)
    assert 'id="e-5"' in page(cast.orchard)


def test_older_touches_on_demand(as_, cast):
    when = datetime(2026, 5, 1, tzinfo=UTC)
    Standing.objects.update(recent=saved(*(touch(number, when, "in") for number in range(30))))
    address = reverse("account", args=[cast.orchard.pk])
    first, more = (
        as_(cast.ana).get(address).content.decode(),
        as_(cast.ana).get(address, {"show": "40"}).content.decode(),
    )
    assert first.count("<time") == 20
    assert more.count("<time") == 30
    assert as_(cast.ana).get(address, {"show": "-1"}).status_code == 404


def test_balance_in_sentences_with_the_arithmetic(page, cast):
    Standing.objects.update(
        balance={
            "starts": {"ours": 54, "of": 128, "share": 0.423, "low": 0.34, "high": 0.49},
            "mails": {"given": 18, "received": 12},
            "words": {"given": 2600, "received": 2000},
            "minutes": {"ours": 300.0, "theirs": 45.0, "untimed": 1},
            "our_reply_hours": {"median": 17.7, "n": 12, "answered": 8, "answered_14d": 0.61},
            "their_reply_hours": {"median": None, "n": 9, "answered": 2, "answered_14d": 0.2},
        }
    )
    shown = page(cast.orchard)
    assert "They start most conversations: 54 of 128 are ours." in shown
    assert "We write 1.3 times as many words as they do." in shown
    assert "We answer within 18 hours, half of the time." in shown
    assert "They answer fewer than half of the times that we write." in shown
    assert "We have given them 5 hours of attention, and they us 45 minutes." in shown


def test_changing_what_was_agreed(as_, cast):
    address = reverse("account", args=[cast.orchard.pk])
    data = {
        "name": "Orchard Field",
        "role": "vendor",
        "owner": cast.tom.pk,
        "since": "2022-03-01",
        "floor": 5,
        "ceiling": 30,
    }
    answer = as_(cast.ana).post(address, data, follow=True)
    assert answer.status_code == 200
    assert "Orchard Field is changed." in answer.content.decode()
    cast.orchard.refresh_from_db()
    assert (cast.orchard.role, cast.orchard.owner, cast.orchard.floor, cast.orchard.ceiling) == (
        "vendor",
        cast.tom,
        5,
        30,
    )


def test_an_agreement_that_cannot_be_kept_is_refused_in_a_sentence(as_, cast):
    address = reverse("account", args=[cast.orchard.pk])
    answer = as_(cast.ana).post(address, {"name": "Orchard", "role": "customer", "floor": 30, "ceiling": 7})
    assert answer.status_code == 422
    assert "The floor must be below the ceiling." in answer.content.decode()
    cast.orchard.refresh_from_db()
    assert (cast.orchard.floor, cast.orchard.ceiling) == (None, None)


def test_who_may_not_change_reads_why(page, cast):
    shown = page(cast.orchard, cast.tom)
    assert "Only its owner, a lead or an operator may change what was agreed." in shown
    assert 'name="ceiling"' not in shown


def test_names_from_outside_are_text(page, cast):
    evil = account('<script>alert("x")</script>', owner=cast.ana)
    assert "<script>alert" not in page(evil)
