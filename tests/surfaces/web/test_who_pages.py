"""Who is who: pairs side by side, with what they rest on; several at once; undone; nothing to outsiders."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from web_cast import account, contact, firms_offered, offered

from sapwood.records.directory.models import Address, FirmMatch, Match, Person
from sapwood.records.relationships.models import Relationship


@pytest.fixture
def birch(cast):
    return account("Birch", owner=cast.ana, state="green")


@pytest.fixture
def across(cast, birch):
    """Jane at Orchard, who may have moved to Birch; Ida at both."""
    jane, there = (
        contact(birch, "Jane Doyle", "jane@birch.example"),
        contact(cast.orchard, "Jane Doyle", "jane@orchard.example"),
    )
    ida, other = (
        contact(cast.orchard, "Ida Holm", "ida@orchard.example"),
        contact(birch, "Ida M. Holm", "ida@birch.example"),
    )
    seen = {str(there.pk): {"interactions": 4, "first": "2025-01-02", "last": "2025-09-30", "imports": []}}
    days = {"last_there": date(2025, 9, 30), "first_here": date(2025, 10, 14)}
    moved = made(birch, cast.orchard, jane, there, kind="moved", probability=0.98, seen=seen, **days)
    same = made(cast.orchard, birch, ida, other, probability=0.72, bits={"name": 9.3, "number": -1.0})
    return moved, same


def made(here, there, kept, other, **more):
    return Match.objects.create(
        organisation=here.organisation,
        other_organisation=there.organisation,
        kept=kept,
        other=other,
        evidence=["Both are called so."],
        proposed=timezone.now(),
        **more,
    )


def page(browser, name="who_is_who"):
    return browser.get(reverse(name)).content.decode()


def test_both_sides_stand_with_what_differs_and_the_arithmetic(as_, cast, across):
    shown = page(as_(cast.ana))
    assert "moved to Birch?" in shown
    assert "98\N{NO-BREAK SPACE}%" in shown
    assert "4 times" in shown
    assert "30 September 2025" in shown
    assert "Name: +9.3" in shown
    assert "Number: −1.0" in shown
    assert shown.count('class="differs"') == 5, "At and Writes from of both pairs, the name of one"


def test_several_are_merged_at_once_and_each_is_undone(as_, cast, across):
    moved, same = across
    browser = as_(cast.ana)
    browser.post(
        reverse("merge_several"), {"match": [moved.pk, same.pk], f"stays_{same.pk}": same.other_id, "from": "who"}
    )
    for match in across:
        match.refresh_from_db()
    assert moved.kept.organisation.name == "Birch", "who moved is where they are now"
    assert same.kept.name == "Ida M. Holm", "who was chosen stays"
    shown = page(browser)
    assert "moved from Orchard to Birch, 30 September 2025 to 14 October 2025" in shown
    there = browser.get(reverse("account_people", args=[cast.orchard.pk])).content.decode()
    assert "No longer here" in there
    assert "jane@birch.example" not in there
    for match in across:
        answer = browser.post(reverse("undo_match", args=[match.pk]), {"from": "who"})
        assert answer["Location"] == reverse("who_is_who")
    assert Address.objects.get(address="jane@orchard.example").person.organisation == cast.orchard.organisation
    assert "Were two" not in page(browser)


def test_how_many_wait_to_be_compared_is_said_while_some_do(as_, cast, across):
    Person.objects.update(compared=True)
    assert "to be compared" not in page(as_(cast.ana))
    Person.objects.filter(name="Ida Holm").update(compared=False)
    assert "1 person waits to be compared with those of other organisations." in page(as_(cast.ana))


def test_more_pairs_ask_the_database_no_more(as_, cast, across, birch, django_assert_num_queries):
    browser = as_(cast.ana)
    page(browser)
    with CaptureQueriesContext(connection) as few:
        page(browser)
    for number in range(5):
        name = f"Cora Lund{'abcde'[number]}"
        one, other = (contact(at, name, f"c{number}@{at.pk}.example") for at in (cast.orchard, birch))
        made(cast.orchard, birch, one, other, probability=0.7)
    with django_assert_num_queries(len(few)):
        assert page(browser).count("Cora Lund") > 5


def test_more_firms_ask_the_database_no_more(as_, cast, birch, django_assert_num_queries):
    def beside(number, **more):
        firm = account(f"Alder Mills {number}", owner=cast.ana)
        return firms_offered(cast.orchard, firm, probability=0.9, bits={"name": 9.0}, **more)

    said = {"kind": "part", "accepted": timezone.now(), "accepted_by": cast.ana}
    beside(1), beside(2, **said)
    browser = as_(cast.ana)
    page(browser, "firms")
    with CaptureQueriesContext(connection) as few:
        page(browser, "firms")
    for number in range(3, 13, 2):
        beside(number), beside(number + 1, **said)
    with django_assert_num_queries(len(few)):
        assert page(browser, "firms").count("Alder Mills") > 10


def test_one_that_is_refused_leaves_the_page(as_, cast, across):
    browser = as_(cast.ana)
    for match in across:
        browser.post(reverse("refuse_match", args=[match.pk]), {"from": "who"})
    assert "Nobody waits to be recognised" in page(browser)


def test_who_sees_one_of_two_accounts_learns_of_neither_pair(as_, cast, across):
    for user in (cast.tom, cast.olaf):  # Tom took part at Orchard alone
        browser = as_(user)
        shown = page(browser)
        assert "Jane" not in shown
        assert "Birch" not in shown
        browser.post(reverse("merge_several"), {"one": across[0].pk})
        assert not Match.objects.merged_now().exists()
        at_orchard = browser.get(reverse("account_people", args=[cast.orchard.pk]))
        assert "Birch" not in at_orchard.content.decode()


def test_after_a_move_each_account_shows_its_own_address_alone(as_, cast, across, birch):
    as_(cast.lea).post(reverse("merge_several"), {"one": across[0].pk})
    Relationship.objects.filter(pk=birch.pk).update(owner=cast.olaf)
    jane = Address.objects.get(address="jane@birch.example").person
    seen = as_(cast.tom).get(reverse("person", args=[jane.pk])).content.decode()
    assert "jane@orchard.example" in seen
    assert "jane@birch.example" not in seen
    assert "Birch" not in seen
    seen = as_(cast.olaf).get(reverse("person", args=[jane.pk])).content.decode()
    assert "jane@birch.example" in seen
    assert "jane@orchard.example" not in seen


def test_an_address_at_an_account_one_does_not_see_is_nobodys(as_, cast, across, birch):
    Relationship.objects.filter(pk=birch.pk).update(owner=cast.olaf)
    browser = as_(cast.ana)
    ida = Address.objects.get(address="ida@orchard.example").person
    answer = browser.post(reverse("merge_person", args=[ida.pk]), {"address": "ida@birch.example"}, follow=True)
    assert "Nobody you may see" in answer.content.decode()
    assert not Match.objects.merged_now().exists()


def test_within_one_organisation_it_stands_there_too(as_, cast):
    offered(
        contact(cast.orchard, "Jane Doyle", "jane@orchard.example"),
        contact(cast.orchard, "J. Doyle", "jd@orchard.example"),
    )
    shown = page(as_(cast.ana))
    assert "Found by rule, not by a figure." in shown
    assert "who stays is chosen in each" in shown


def test_organisations_side_by_side_as_one_or_as_a_part(as_, cast, birch):
    match = firms_offered(cast.orchard, birch, probability=0.91, bits={"name": 11.0})
    browser = as_(cast.ana)
    shown = page(browser, "firms")
    assert "Orchard and Birch" in shown
    assert "91\N{NO-BREAK SPACE}%" in shown
    chosen = {f"how_{match.pk}": f"part {birch.organisation_id}", "one": match.pk}
    browser.post(reverse("accept_several"), chosen)
    match.refresh_from_db()
    assert (match.kind, match.kept, match.other) == ("part", birch.organisation, cast.orchard.organisation)
    there = browser.get(reverse("account", args=[cast.orchard.pk])).content.decode()
    assert "Part of" in there
    browser.post(reverse("undo_firm_match", args=[match.pk]))
    assert "Part of" not in browser.get(reverse("account", args=[cast.orchard.pk])).content.decode()


def test_two_accounts_become_one_and_two_again(as_, cast, birch):
    match = firms_offered(cast.orchard, birch, probability=0.91)
    browser = as_(cast.ana)
    browser.post(reverse("accept_several"), {"match": match.pk})
    assert browser.get(reverse("account", args=[birch.pk])).status_code == 404
    browser.post(reverse("undo_firm_match", args=[match.pk]))
    assert browser.get(reverse("account", args=[birch.pk])).status_code == 200
    assert FirmMatch.objects.get().undone_by == cast.ana


def test_of_several_the_one_that_is_refused_stays_and_the_others_are_merged(as_, cast, across):
    at_home = (
        contact(cast.orchard, "Tom K.", "tk@home.example"),
        contact(cast.orchard, "Tom Keller", "tom@home.example"),
    )
    for one in at_home:
        one.organisation = cast.home
        one.save()
    inside = offered(*at_home)
    with_login = Address.objects.get(address="tom@home.example")
    cast.tom.addresses.create(address=with_login.address, key=with_login.key)
    answer = as_(cast.lea).post(reverse("merge_several"), {"match": [inside.pk, across[1].pk]}, follow=True)
    shown = answer.content.decode()
    assert "1 of 2 were merged" in shown
    assert "Ask an operator" in shown
    assert list(Match.objects.merged_now()) == [across[1]]
