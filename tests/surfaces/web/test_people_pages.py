"""People of an account: offered with evidence, answered with a key, undone; and what they are called."""

from urllib.parse import unquote

import pytest
from django.urls import reverse
from web_cast import contact, offered

from sapwood.records.directory.models import Match, Person


@pytest.fixture
def two(cast):
    jane = contact(cast.orchard, "Jane Doyle", "jane@orchard.example")
    return jane, contact(cast.orchard, "J. Doyle", "jdoyle@orchard.example")


def page(browser, cast):
    return browser.get(reverse("account_people", args=[cast.orchard.pk])).content.decode()


def test_an_offer_shows_its_evidence_and_is_accepted_and_undone(as_, cast, two):
    match, browser = offered(*two), as_(cast.ana)
    assert "nobody else there does" in page(browser, cast)
    browser.post(reverse("accept_match", args=[match.pk]))
    shown = page(browser, cast)
    assert "Were two, are one" in shown
    assert "jane@orchard.example, jdoyle@orchard.example" in shown, "both are hers"
    assert "Merged by Ana" in shown
    browser.post(reverse("undo_match", args=[match.pk]))
    assert "Were two" not in page(browser, cast)
    assert Person.objects.present().filter(organisation=cast.orchard.organisation).count() == 2


def test_two_people_is_not_asked_again(as_, cast, two):
    match, browser = offered(*two), as_(cast.ana)
    browser.post(reverse("refuse_match", args=[match.pk]))
    assert "One person, or two?" not in page(browser, cast)


def test_who_may_not_say_sees_no_keys_and_the_reason(as_, cast, two):
    offered(*two)
    shown = page(as_(cast.tom), cast)
    assert "Only the account’s owner" in shown.replace("&#x27;", "’")
    assert "accept" not in shown


def test_a_person_is_renamed_and_merged_by_an_address(as_, cast, two):
    jane, other = two
    browser = as_(cast.ana)
    browser.post(reverse("person", args=[jane.pk]), {"name": "Jane Miller"})
    browser.post(reverse("merge_person", args=[jane.pk]), {"address": "JDoyle@orchard.example"})
    assert Match.objects.get().merged_by == cast.ana
    assert Person.objects.get(pk=other.pk).now().name == "Jane Miller"
    shown = browser.get(reverse("person", args=[other.pk])).content.decode()
    assert "jdoyle@orchard.example" in shown, "an old link leads to who they are now"


@pytest.mark.parametrize("said", ["nobody@orchard.example", "", "jane@orchard.example"])
def test_an_address_that_is_nobodys_gets_a_sentence(as_, cast, two, said):
    answer = as_(cast.ana).post(reverse("merge_person", args=[two[0].pk]), {"address": said}, follow=True)
    text = unquote(answer.content.decode())
    assert "is known to write from" in text or "That is one person already" in text
    assert not Match.objects.exists()


def test_at_home_all_certain_ones_at_once(as_, cast):
    account = cast.orchard
    account.organisation = cast.home  # contacts at home
    pairs = [contact(account, f"Person {n} Long", f"{n}{s}@home.example") for n in "ab" for s in "xy"]
    offered(pairs[0], pairs[1], certain=True)
    offered(pairs[2], pairs[3], certain=True)
    browser = as_(cast.lea)
    assert "Merge the 2" in browser.get(reverse("home_people")).content.decode()
    browser.post(reverse("home_people"))
    assert Match.objects.merged_now().count() == 2
