"""Minutes on the pages: what they hold, what they do not, and what nobody can mean."""

import pytest
from django.urls import reverse
from test_many_accounts import FEW, busy  # noqa: F401
from web_cast import AS_OF, account, offer

from sapwood.records.access.models import AuditLine, Minutes
from sapwood.records.directory.models import Address
from sapwood.workflows.set_up import give_address
from sapwood.workflows.tiers import add_tier
from sapwood.workflows.whom.comparison import begin

OWED, HELPS, LESS, HELD = 0.3, 1.2, 1.4, 3.0


@pytest.fixture
def hers(cast):
    """Ana is who her mail says she is; four of hers are offered: one owed, two weighed, one held back."""
    give_address(cast.ana, "ana@home.example")
    key = cast.ana.addresses.get().key
    Address.objects.create(
        key=key, address="ana@home.example", kind="person", person=cast.person, organisation=cast.home
    )
    mine = {"colleague": cast.person}
    offer(account("Owed Mills", cast.ana), rank=0, turn=OWED, **mine)
    offer(account("Helps Much", cast.ana), rank=3, turn=HELPS, **mine)
    offer(account("Helps Less", cast.ana), rank=2, turn=LESS, **mine)
    offer(account("Held Back", cast.ana), rank=1, turn=HELD, held="4 mails of ours in 91 days.", **mine)
    offer(account("Toms", cast.tom), rank=0, turn=OWED)
    return cast


def first(page):
    """Names of what is offered first, in order."""
    return _names(page.split('<section class="later">')[0])


def _names(part):
    every = ("Owed Mills", "Helps Much", "Helps Less", "Held Back", "Toms", "Orchard")
    found = {name: part.find(f">{name}</a>") for name in every}
    return sorted((name for name in every if found[name] >= 0), key=found.get)


def say(browser, **days):
    return browser.post(reverse("minutes"), days, follow=True).content.decode()


def test_thirty_minutes_hold_what_is_owed_and_whom_a_contact_helps_most(as_, hers):
    browser = as_(hers.ana)
    before = browser.get("/").content.decode()
    assert "Nobody said how many minutes you have, so these are the first six." in before
    assert first(before) == ["Owed Mills", "Helps Less", "Helps Much"], "as they are urgent, without who is held back"
    assert "From now on these are Ana’s minutes." in say(browser, monday="10")
    page = browser.get("/").content.decode()
    assert first(page) == ["Owed Mills", "Helps Much"]
    assert "Your 10 minutes today: 5 go to what is owed, 5 to whom a contact helps most." in page
    assert "4 mails of ours in 91 days." in page.split('<section class="later">')[1]
    assert "Toms" not in page, "the minutes are Ana's, so is the day"
    everybody = browser.get("/", {"colleague": "all"}).content.decode()
    assert "nobody’s minutes are counted here" in everybody
    say(browser, monday="0")
    page = browser.get("/").content.decode()
    assert first(page) == ["Owed Mills"]
    assert "what is owed alone takes 5, so nothing else comes first" in page
    browser.post(reverse("end_minutes", args=[Minutes.objects.in_force().get().pk]))
    assert "these are the first six" in browser.get("/").content.decode()
    acts = list(AuditLine.objects.filter(act__contains="minutes").order_by("pk").values_list("act", flat=True))
    assert acts == ["say minutes", "say minutes", "take back minutes"]


def test_a_lead_says_the_teams_and_another_day_is_unknown(as_, hers):
    browser = as_(hers.lea)
    assert "From now on these are everybody’s who said nothing else minutes." in say(browser, who="team", monday="5")
    page = as_(hers.ana).get("/").content.decode()
    assert "The team’s 5 minutes today: 5 go to what is owed." in page
    assert first(page) == ["Owed Mills"]
    say(as_(hers.ana), monday="15")
    assert len(first(as_(hers.ana).get("/").content.decode())) == 3, "her own word comes first"
    say(as_(hers.ana), tuesday="15")
    assert "The team’s 5" in as_(hers.ana).get("/").content.decode(), "she said nothing of a Monday"
    page = as_(hers.lea).get("/", {"colleague": hers.person.pk}).content.decode()
    assert "Ana Brandt has 5 minutes today, as the team has" in page


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"monday": "10000"}, "10,000 minutes are not a day’s. Say 0 to 720 for a day; nothing was changed."),
        ({"monday": "-1"}, "-1 minutes are not a day’s."),
        ({"monday": "half an hour"}, "That is no number of minutes. Say 0 to 720, or leave it empty"),
        ({}, "Say the minutes of one weekday at least; 0 means none. Nothing was changed."),
        ({"who": "99999999", "monday": "5"}, "Select a valid choice"),
    ],
)
def test_what_nobody_can_mean(as_, hers, days, sentence):
    page = as_(hers.lea).post(reverse("minutes"), days or {"monday": ""})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not Minutes.objects.exists()


def test_whose_minutes_a_colleague_sees_and_says(as_, hers):
    say(as_(hers.lea), who=str(hers.ana.pk), monday="25")
    assert Minutes.objects.get().user == hers.ana
    assert "25" not in as_(hers.tom).get(reverse("minutes")).content.decode(), "they are Ana's"
    as_(hers.tom).post(reverse("minutes"), {"who": "team", "monday": "5"})
    assert Minutes.objects.in_force().filter(user=None).count() == 0
    assert Minutes.objects.in_force().get(user=hers.tom).weekdays[0] == 5, (
        "a colleague says their own, whatever is sent"
    )


def test_what_weighs_and_what_is_too_often_is_a_leads_to_say(as_, hers):
    tier = add_tier(hers.lea, "A")
    browser = as_(hers.lea)
    weight = reverse("tier_weight", args=[tier.pk])
    for wrong in ("much", "-1", "101", "nan", "inf", ""):
        assert "othing was changed" in browser.post(weight, {"weight": wrong}, follow=True).content.decode()
    assert tier.weights.count() == 0
    assert "is worth 2.5 from now on" in browser.post(weight, {"weight": "2.5"}, follow=True).content.decode()
    browser.post(weight, {"weight": "2.5"})
    assert tier.weights.count() == 1, "the same twice is said once"
    page = browser.post(reverse("limits"), {"calls": "", "mails": "2"}, follow=True).content.decode()
    assert "Said by Lea" in page
    assert "othing was changed" in browser.post(reverse("limits"), {"calls": "many"}, follow=True).content.decode()
    seen = as_(hers.tom).get(reverse("whom")).content.decode()
    assert "No limit on calls, 2 mails." in seen
    assert "Only a lead or an operator may say what weighs" in seen


def test_a_comparison_is_begun_once_and_ended(as_, hers):
    browser = as_(hers.lea)
    for wrong in ("0", "21", "few"):
        page = browser.post(reverse("comparisons"), {"percent": wrong})
        assert page.status_code == 422
        assert "othing was changed" in page.content.decode()
    browser.post(reverse("comparisons"), {"percent": "20"})
    again = browser.post(reverse("comparisons"), {"percent": "10"})
    assert "A comparison is running already, begun by Lea." in again.content.decode()
    page = as_(hers.tom).get(reverse("comparisons")).content.decode()
    assert "Lea holds out 20 of a hundred." in page
    assert "Too little to tell" in page


@pytest.mark.parametrize("who", ["lea", "ana"])
def test_minutes_cost_the_page_no_more_questions(as_, hers, busy, django_assert_max_num_queries, who):  # noqa: F811
    say(as_(busy.users[who]), monday="30")
    begin(busy.lea, 10)
    browser = as_(busy.users[who])
    with django_assert_max_num_queries(FEW["/"]):
        assert browser.get("/").status_code == 200


def test_the_day_is_pinned():
    assert AS_OF.weekday() == 0, "these tests say minutes of a Monday"
