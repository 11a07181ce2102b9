"""A guest says what is not so; a colleague answers; the guest sees the answer."""

import re

import pytest
from guest_cast import text
from web_cast import AS_OF, offer

from sapwood.records.access.models import AuditLine
from sapwood.records.directory.models import Address
from sapwood.records.guests.models import Correction
from sapwood.records.relationships.models import DayItem, Standing
from sapwood.records.sale.models import Answer, Reason
from sapwood.workflows.change_relationship import change
from sapwood.workflows.off_the_clock import close
from sapwood.workflows.sale.reasons import say_reason
from sapwood.workflows.tiers import add_tier, tag

POST = "/g/held/corrections/"


def about(browser, name):
    """The reference under which a page names the row called `name`."""
    page = text(browser.get("/g/held/"))
    rows = dict(re.findall(r'<p class="name">([^<]+)</p>(?:(?!</li>).)*?name="about" value="(\w+)"', page))
    return rows[name]


@pytest.fixture
def says(guest, invited):
    browser = guest()

    def says(name, kind, should=""):
        return browser.post(POST, {"about": about(browser, name), "kind": kind, "should": should}, follow=True)

    says.browser = browser
    return says


def answered(as_, cast, answer, reply="", user=None):
    correction = Correction.objects.first()
    return as_(user or cast.ana).post(f"/corrections/{correction.pk}/answer/", {"answer": answer, "reply": reply})


def test_a_proposal_changes_nothing_until_it_is_accepted(says, as_, cast):
    assert "Passed on." in text(says("Name", "firm name", " Orchard  Field Services "))
    cast.orchard.organisation.refresh_from_db()
    assert str(cast.orchard) == "Orchard"
    page = text(as_(cast.ana).get(f"/accounts/{cast.orchard.pk}/"))
    assert "The firm’s name is <b>Orchard Field Services</b>, not Orchard." in page
    assert "Orchard Field Services" in text(as_(cast.ana).get("/guests/"))
    assert answered(as_, cast, "accepted")["Location"] == f"/accounts/{cast.orchard.pk}/guests/"
    cast.orchard.organisation.refresh_from_db()
    assert str(cast.orchard) == "Orchard Field Services"
    shown = text(says.browser.get("/g/held/"))
    assert "What Home holds about Orchard Field Services" in shown
    assert re.search(r"Accepted on \d+ \w+ \d+ by Ana\.", shown)
    acts = set(AuditLine.objects.values_list("act", flat=True))
    assert {"propose a correction", "accept correction", "change relationship"} <= acts


def test_a_refusal_has_a_sentence_which_the_guest_reads(says, as_, cast):
    says("Name", "firm name", "Grove")
    answered(as_, cast, "refused")
    assert Correction.objects.get().answered is None
    answered(as_, cast, "refused", "Your contract says Orchard.")
    assert "“Your contract says Orchard.”" in text(says.browser.get("/g/held/"))
    cast.orchard.organisation.refresh_from_db()
    assert str(cast.orchard) == "Orchard"
    answered(as_, cast, "accepted")
    assert Correction.objects.get().answer == "refused", "it is answered once"


def test_what_they_ask_comes_before_what_was_agreed(says, as_, cast):
    cast.orchard.floor = 30
    cast.orchard.save()
    says("We leave you in peace for", "at most", "14")
    answered(as_, cast, "accepted")
    wish = cast.orchard.wishes.in_force().get()
    assert (wish.floor, wish.ceiling, wish.by, wish.heard) == (14, None, cast.ana, AS_OF)
    assert "14 days after a touch" in text(says.browser.get("/g/held/"))
    assert "You asked so on 15 June 2026; Ana heard it." in text(says.browser.get("/g/held/"))
    says("We do not forget you for longer than", "at least", "7")
    answered(as_, cast, "accepted")
    wish = cast.orchard.wishes.in_force().get()
    assert (wish.floor, wish.ceiling) == (None, 7), "14 days of peace contradict 7"
    standing = Standing.objects.get(relationship=cast.orchard)
    assert (standing.arithmetic["floor"], standing.arithmetic["ceiling"]) == (None, 7), "so do the 30 agreed"
    assert "Said by jane@orchard.example as a guest." in text(as_(cast.ana).get(f"/accounts/{cast.orchard.pk}/"))


def test_what_we_noted_about_them_is_theirs_to_see(says, as_, cast):
    before = text(says.browser.get("/g/held/"))
    assert not any(word in before for word in ("Our tier", "Our tags", "Where you are", "When you are closed"))
    change(cast.ana, cast.orchard, tier=add_tier(cast.lea, "Gold"))
    tag(cast.ana, cast.orchard, "Slow payer")
    close(cast.ana, cast.orchard, AS_OF, AS_OF, "stocktaking")
    page = text(says.browser.get("/g/held/"))
    assert all(word in page for word in ("Gold", "Slow payer", "15 June 2026 to 15 June 2026 (stocktaking)"))


def test_a_persons_name(says, as_, cast):
    says("Luis Ortega", "person name", "Luís Ortega Vidal")
    answered(as_, cast, "accepted")
    cast.luis.refresh_from_db()
    assert (cast.luis.name, cast.luis.named_by_person) == ("Luís Ortega Vidal", True)


def test_who_left_is_not_whom_today_names(says, as_, cast):
    offer(cast.orchard, contact=cast.luis)
    says("Luis Ortega", "left")
    assert DayItem.objects.get().contact == cast.luis
    answered(as_, cast, "accepted")
    assert DayItem.objects.get(as_of=AS_OF).contact is None
    shown = text(says.browser.get("/g/held/"))
    assert "No longer with you, as you told us" in shown
    assert "Luis Ortega no longer works here" not in shown


def test_an_address_that_is_not_theirs(says, as_, cast):
    says("Luis Ortega", "not ours")
    answered(as_, cast, "accepted")
    address = Address.objects.get(address="luis@orchard.example")
    assert (address.organisation, address.person) == (None, None)
    shown = text(says.browser.get("/g/held/"))
    assert '<p class="name">Luis Ortega' not in shown


def test_something_else(says, as_, cast):
    says.browser.post(POST, {"kind": "other", "should": "We moved to <b>Leeds</b>."})
    page = text(as_(cast.ana).get(f"/accounts/{cast.orchard.pk}/"))
    assert "We moved to &lt;b&gt;Leeds&lt;/b&gt;." in page and "Seen to" in page
    answered(as_, cast, "accepted", "Thank you, we have noted it.")
    assert "Thank you, we have noted it." in text(says.browser.get("/g/held/"))


@pytest.mark.parametrize(
    ("name", "kind", "should", "said"),
    [
        ("We leave you in peace for", "at most", "0", "from 1 to 3,650"),
        ("We leave you in peace for", "at most", "often", "from 1 to 3,650"),
        ("Name", "firm name", "  ", "1 to 200"),
        ("Name", "firm name", "x" * 201, "1 to 200"),
        ("Name", "left", "", "cannot be said"),
        ("Name", "owner", "me", "cannot be said"),
    ],
)
def test_what_cannot_be_is_said_and_not_passed_on(says, name, kind, should, said):
    answer = says(name, kind, should)
    assert answer.status_code == 422
    assert said in text(answer)
    assert not Correction.objects.exists()


def test_what_no_database_takes_is_left_out(says):
    says("Name", "firm name", "Orch\0ard Ltd")
    assert Correction.objects.get().should == "Orchard Ltd"


def test_the_same_twice_is_one(says):
    for _ in range(2):
        says("Name", "firm name", "Orchard Ltd")
    assert Correction.objects.count() == 1


def test_who_may_answer(says, as_, cast):
    says("Name", "firm name", "Orchard Ltd")
    for user, status in ((cast.olaf, 404), (cast.tom, 404), (cast.lea, 302)):
        assert answered(as_, cast, "accepted", user=user).status_code == status
    assert Correction.objects.get().answered_by == cast.lea


def test_who_sees_the_account_but_may_not_change_it_sees_no_guests(says, as_, cast):
    says("Name", "firm name", "Orchard Ltd")
    page = text(as_(cast.tom).get(f"/accounts/{cast.orchard.pk}/"))
    assert "Orchard Ltd" not in page and "jane@orchard.example" not in page
    assert "jane@orchard.example" not in text(as_(cast.tom).get("/guests/"))


def test_why_they_bought_is_put_right_and_whether_it_has_come_true(says, as_, cast):
    reason = say_reason(cast.ana, cast.orchard, "price")
    name = "“price”"
    assert "Say yes, not yet or no." in text(says(name, "come true", "perhaps"))
    says.browser.post(
        POST,
        {"about": about(says.browser, name), "kind": "come true", "should": "not yet", "words": "Two weeks late."},
    )
    assert "Has “price” come true? <b>Not yet: Two weeks late.</b>" in text(as_(cast.ana).get("/guests/"))
    answered(as_, cast, "accepted")
    kept = Answer.objects.get()
    assert (kept.said, kept.words, kept.by) == ("not yet", "Two weeks late.", cast.ana)
    assert kept.reason == reason and kept.step.closed is None
    says(name, "reason", "delivery in two days")
    assert Reason.objects.standing().get() == reason, "nothing changes before it is accepted"
    answered(as_, cast, "accepted")
    now = Reason.objects.standing().get()
    assert (now.words, now.heard, now.by) == ("delivery in two days", AS_OF, cast.ana)
    assert "“delivery in two days”" in text(says.browser.get("/g/held/"))
