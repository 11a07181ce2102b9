"""Accounts: search, filters and order stand in the address."""

import re

import pytest
from web_cast import account, contact

from sapwood.records.directory.models import Domain, Organisation
from sapwood.workflows.findable import learn_names


def listed(answer):
    return re.findall(r'<span class="named">.*?<a href="[^"]+">([^<]+)</a>', answer.content.decode())


@pytest.fixture
def four(cast):
    account("Birch", state="amber", silent=20, rank=0.9)
    account("Norwood", state="green", silent=2)
    lumen = account("Lumen", state="unknown", silent=90)
    lumen.standing.usual_gap_days = lumen.standing.p_touch_30d = lumen.standing.silence_rank = None
    lumen.standing.save()
    return cast


def test_what_needs_care_comes_first(as_, four):
    assert listed(as_(four.op).get("/accounts/")) == ["Orchard", "Birch", "Norwood", "Lumen"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"sort": "name"}, ["Birch", "Lumen", "Norwood", "Orchard"]),
        ({"sort": "-silent"}, ["Lumen", "Orchard", "Birch", "Norwood"]),
        ({"sort": "chance"}, ["Birch", "Norwood", "Orchard", "Lumen"]),
        ({"sort": "-chance"}, ["Birch", "Norwood", "Orchard", "Lumen"]),
        ({"sort": "usual"}, ["Birch", "Norwood", "Orchard", "Lumen"]),
        ({"sort": "-usual"}, ["Birch", "Norwood", "Orchard", "Lumen"]),
        ({"sort": "-name"}, ["Orchard", "Norwood", "Lumen", "Birch"]),
        ({"sort": "last"}, ["Lumen", "Orchard", "Birch", "Norwood"]),
        ({"sort": "-last"}, ["Norwood", "Birch", "Orchard", "Lumen"]),
        ({"sort": "-state"}, ["Norwood", "Birch", "Orchard", "Lumen"]),
        ({"sort": "role"}, ["Birch", "Lumen", "Norwood", "Orchard"]),
        ({"sort": "owner"}, ["Orchard", "Birch", "Lumen", "Norwood"]),
        ({"sort": "-owner"}, ["Orchard", "Birch", "Lumen", "Norwood"]),
        ({"silent_from": "20", "silent_to": "41"}, ["Orchard", "Birch"]),
        ({"silent_from": "x", "silent_to": "-1"}, ["Orchard", "Birch", "Norwood", "Lumen"]),
        ({"touched_from": "2026-05-26", "touched_to": "2026-06-12"}, ["Birch"]),
        ({"touched_from": "9999-12-31", "touched_to": "yesterday"}, ["Orchard", "Birch", "Norwood", "Lumen"]),
        ({"owner": "me"}, []),
        ({"text": "JANE@orchard.example"}, ["Orchard"]),
        ({"text": "doyle jäne"}, ["Orchard"]),
        ({"text": "\0"}, ["Orchard", "Birch", "Norwood", "Lumen"]),
        ({"sort": "nonsense"}, ["Orchard", "Birch", "Norwood", "Lumen"]),
        ({"state": "amber"}, ["Birch"]),
        ({"state": "unknown"}, ["Lumen"]),
        ({"text": "orch"}, ["Orchard"]),
        ({"text": "jane"}, ["Orchard"]),
        ({"text": "birch.example"}, ["Birch"]),
        ({"owner": "nobody", "sort": "name"}, ["Birch", "Lumen", "Norwood"]),
        ({"role": "vendor"}, []),
        ({"owner": "9" * 30}, []),
        ({"page": "77"}, ["Orchard", "Birch", "Norwood", "Lumen"]),
    ],
)
def test_filters_and_order(as_, four, query, found):
    contact(four.orchard, "Jane Doyle", "jane@orchard.example")
    Domain.objects.create(name="birch.example", organisation=Organisation.objects.get(name="Birch"))
    learn_names()
    assert listed(as_(four.op).get("/accounts/", query)) == found


def test_unknown_is_said_and_never_zero(as_, four):
    page = as_(four.op).get("/accounts/", {"text": "Lumen"}).content.decode()
    assert page.count(">unknown</td>") == 3, "state, usual and chance"


def test_an_owner_filters_to_their_own(as_, four):
    assert listed(as_(four.op).get("/accounts/", {"owner": four.ana.pk})) == ["Orchard"]


def test_the_number_of_queries_does_not_grow_with_the_list(as_, cast, django_assert_max_num_queries):
    for number in range(60):
        account(f"Account {number}")
    browser = as_(cast.op)
    with django_assert_max_num_queries(13):
        page = browser.get("/accounts/")
    assert len(listed(page)) == 50
    assert "1 to 50 of 61" in page.content.decode()
    assert len(page.content) < 250_000


def test_one_without_a_standing_is_unknown(as_, cast):
    cast.orchard.standing.delete()
    page = as_(cast.op).get("/accounts/")
    assert listed(page) == ["Orchard"]
    assert "1 unknown" in page.content.decode()


def test_accounts_of_the_same_name_are_told_apart_by_their_domains(as_, cast):
    for domain in ("birch.example", "birch.test"):
        Domain.objects.create(name=domain, organisation=account("Birch", owner=cast.ana).organisation)
    Domain.objects.create(name="orchard.example", organisation=cast.orchard.organisation)
    page = as_(cast.ana).get("/accounts/").content.decode()
    assert "<small>birch.example</small>" in page
    assert "<small>birch.test</small>" in page
    assert "orchard.example" not in page
