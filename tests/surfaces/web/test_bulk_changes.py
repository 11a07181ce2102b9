"""Many accounts at once on the page: shown first, then done, then taken back; with forms alone."""

import pytest
from django.urls import reverse
from web_cast import account

from sapwood.records.relationships.models import BulkChange, Relationship
from sapwood.workflows.change_many import change_many


def text(answer):
    return " ".join(answer.content.decode().split())


def ask(browser, **data):
    return browser.post(reverse("bulk_changes"), {"which": "all", "query": ""} | data)


@pytest.fixture
def three(cast):
    cast.birch = account("Birch", owner=cast.tom)
    cast.lumen = account("Lumen")
    return cast


def test_first_it_says_what_would_change_and_changes_nothing(as_, three):
    page = text(ask(as_(three.lea), owner=str(three.ana.pk)))
    assert "2 accounts get owner Ana." in page
    assert "1 account has that already." in page
    assert "Change 2 accounts" in page
    assert not BulkChange.objects.exists()
    assert Relationship.objects.get(pk=three.birch.pk).owner == three.tom


def test_then_it_is_done_and_can_be_taken_back(as_, three):
    browser = as_(three.lea)
    answer = ask(browser, owner=str(three.ana.pk), go="2")
    change = BulkChange.objects.get()
    assert answer["Location"] == reverse("bulk_change", args=[change.pk])
    page = text(browser.get(answer["Location"]))
    assert "2 accounts have owner Ana now." in page
    assert "owner Tom → owner Ana" in page
    page = text(browser.post(reverse("undo_bulk_change", args=[change.pk]), follow=True))
    assert "2 accounts are as before." in page
    assert Relationship.objects.get(pk=three.birch.pk).owner == three.tom


def test_ticked_ones_only(as_, three):
    browser = as_(three.lea)
    data = {"which": "ticked", "account": [three.birch.pk, "x", "9" * 40], "role": "vendor"}
    page = text(ask(browser, **data))
    assert "1 account gets role vendor." in page
    ask(browser, **data, go="1")
    assert Relationship.objects.filter(role="vendor").get() == three.birch


def test_all_found_follows_the_filter(as_, three):
    page = text(ask(as_(three.lea), query="text=birch", ceiling="30"))
    assert "1 account gets 30 days as the longest silence." in page


def test_what_one_may_not_change_is_said_and_stays(as_, three):
    Relationship.objects.filter(pk=three.birch.pk).update(owner=three.lea)
    three.birch.participations.create(user=three.tom)
    page = text(ask(as_(three.tom), floor="4"))
    assert "1 account gets 4 days to leave in peace." in page, "Lumen, which nobody owns"
    assert "2 accounts you may not change stay as they are." in page


def test_colours_that_would_turn_are_told(as_, three):
    assert "1 account turns from red to green." in text(ask(as_(three.lea), query="text=orchard", ceiling="90"))


def test_another_number_than_shown_is_shown_again(as_, three):
    page = text(ask(as_(three.lea), role="vendor", go="2"))
    assert "Meanwhile something has changed, so nothing was done yet." in page
    assert "3 accounts get role vendor." in page
    assert not BulkChange.objects.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Say what is to change"),
        ({"which": "ticked", "ceiling": "9"}, "No account is ticked"),
        ({"floor": "30", "ceiling": "10"}, "The floor must be below the ceiling"),
        ({"ceiling": "99999"}, "less than or equal to 3650"),
        ({"owner": "12345"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(as_, three, data, said):
    page = text(as_(three.lea).post(reverse("bulk_changes"), {"which": "all", "query": ""} | data, follow=True))
    assert said in page
    assert not BulkChange.objects.exists()


def test_nobody_reads_of_accounts_they_do_not_see(as_, three):
    change = change_many(three.tom, Relationship.objects.filter(pk=three.lumen.pk), {"owner": three.ana.pk})
    page = text(as_(three.tom).get(reverse("bulk_change", args=[change.pk])))
    assert "Lumen" not in page, "it is Ana's now, and Tom took no part"
    assert "1 account" in page
