"""Calling a domain home: what was an account by mistake ceases to be one, and nobody's writing is lost."""

from datetime import date

import pytest
from cast import ANA, JANE, PRIYA, mail

from sapwood.records.directory.models import Domain, Organisation
from sapwood.records.relationships.models import Relationship
from sapwood.workflows.change_relationship import change
from sapwood.workflows.home import call_home, home_domains
from sapwood.workflows.installation import operator
from sapwood.workflows.permission import Refused
from sapwood.workflows.refresh import refresh

DAY = date(2024, 3, 1)
pytestmark = pytest.mark.django_db


def test_a_second_domain_of_ours_is_no_account_any_more(bring):
    bring(mail(1, sender=JANE, to=ANA), mail(2, sender=PRIYA, to=JANE, day=1), mail(3, sender=PRIYA, to=ANA, day=2))
    refresh(DAY)
    assert {str(r) for r in Relationship.objects.all()} == {"Orchard", "Birch"}
    call_home(operator(), ["birch.example"], "test")
    refresh(DAY)
    assert home_domains() == ["birch.example", "home.example"]
    assert [(str(r), r.standing.touches) for r in Relationship.objects.all()] == [("Orchard", 2)]


def test_an_account_people_wrote_about_is_not_swallowed(bring):
    bring(mail(1))
    refresh(DAY)
    change(operator(), Relationship.objects.get(), ceiling=30)
    with pytest.raises(ValueError, match="colleagues have written"):
        call_home(operator(), ["orchard.example"], "test")
    assert home_domains() == ["home.example"]


def test_a_subdomain_stands_for_its_organisation(home):
    call_home(operator(), ["@mail.Home.example "], "test", name="Home Ltd")
    assert home_domains() == ["home.example"]
    assert Organisation.of_home().name == "Home Ltd"


def test_confirming_an_inferred_domain(home):
    call_home(operator(), ["home.example"], "test", inferred=True)
    assert Domain.objects.get().said == "inferred"
    call_home(operator(), ["home.example"], "test")
    assert Domain.objects.get().said == "given"


@pytest.mark.parametrize("wrong", ["", "localhost", "not a domain", "gmail.com"])
def test_what_is_no_home_domain_is_refused_in_a_sentence(home, wrong):
    with pytest.raises(ValueError, match="home domain looks like"):
        call_home(operator(), [wrong], "test")


def test_only_an_operator_says_what_is_home(home, ana):
    with pytest.raises(Refused):
        call_home(ana, ["home.example"], "test")
