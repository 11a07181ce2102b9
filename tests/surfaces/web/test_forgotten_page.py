"""Erasing from a page: first what would go, then it is asked for; who was erased is listed without a name."""

import pytest
from django.urls import reverse
from web_cast import contact

from sapwood.records.directory.models import Forgetting, Suppression


@pytest.fixture
def jane(cast):
    return contact(cast.orchard, "Jane Doyle", "jane@orchard.example")


def test_what_would_go_is_shown_and_nothing_is_begun(as_, cast, jane):
    browser = as_(cast.op)
    person = browser.get(reverse("person", args=[jane.pk])).content.decode()
    assert 'value="jane@orchard.example" checked' in person
    shown = browser.post(reverse("look_forgotten"), {"address": "Jane@orchard.example"}).content.decode()
    assert "Erase jane@orchard.example?" in shown
    assert "the name Jane Doyle" in shown
    assert "They wrote nothing that is on record." in shown
    assert not Forgetting.objects.exists()


def test_it_is_begun_and_listed_without_a_name(as_, cast, jane):
    browser = as_(cast.op)
    shown = browser.post(reverse("forgotten"), {"address": "jane@orchard.example"}, follow=True).content.decode()
    assert "Not finished yet." in shown
    assert "jane" not in shown.lower()
    assert Suppression.objects.standing().count() == 1


def test_it_is_lifted(as_, cast, jane):
    browser = as_(cast.op)
    browser.post(reverse("forgotten"), {"address": "jane@orchard.example"})
    browser.post(reverse("lift_forgotten", args=[Forgetting.objects.get().pk]))
    assert Suppression.objects.get().lifted_by == cast.op


def test_no_address_gets_a_sentence(as_, cast):
    shown = as_(cast.op).post(reverse("look_forgotten"), {"address": " "}, follow=True).content.decode()
    assert "No address was named. Nothing was erased." in shown


def test_a_lead_is_not_offered_to_erase(as_, cast, jane):
    assert "See what would go" not in as_(cast.lea).get(reverse("person", args=[jane.pk])).content.decode()
