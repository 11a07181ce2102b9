"""What they asked and what a tier's policy says, from the word to the colour, the sentence and the day."""

from datetime import date

import pytest
from cast import JANE, PRIYA, mail

from sapwood.records.access.models import AuditLine
from sapwood.records.relationships.models import DayItem, Policy, Relationship, Standing, Tier, Wish
from sapwood.workflows.accounts import accounts_as_of
from sapwood.workflows.change_many import change_many
from sapwood.workflows.change_relationship import change
from sapwood.workflows.installation import operator
from sapwood.workflows.permission import Refused
from sapwood.workflows.policies import preview_policy, set_policy
from sapwood.workflows.refresh import refresh
from sapwood.workflows.tiers import add_tier, tag, untag
from sapwood.workflows.wishes import end_wish, say_wish

DAY = date(2024, 3, 1)  # a Friday
ALL = Relationship.objects


@pytest.fixture
def firms(bring, settings):
    """Two firms that wrote every week until 39 days ago."""
    settings.SAPWOOD_AS_OF = DAY
    for who in (JANE, PRIYA):
        bring(*(mail(f"{who[:4]}{n}", who, day=7 * n, subject=f"Number {n}", text="A note.") for n in range(4)))
    refresh(DAY)
    return {r.organisation.name: r for r in ALL.select_related("organisation")}


def saved():
    standings = [{**row, "id": 0} for row in Standing.objects.order_by("relationship").values()]
    return standings, [{**row, "id": 0} for row in DayItem.objects.order_by("relationship", "kind").values()]


def of(relationship):
    one = Standing.objects.get(relationship=relationship)
    items = DayItem.objects.filter(relationship=relationship).exclude(section="faded").values_list("section", "why")
    return one.state, one.why, list(items)


def same_as_measured_anew():
    before = saved()
    refresh(DAY)
    return saved() == before


def test_what_they_asked_comes_before_what_was_agreed(firms):
    orchard = firms["Orchard"]
    change(operator(), orchard, ceiling=30)
    assert of(orchard)[:2] == ("red", "Agreed at least every 30 days; silent for 39 days.")
    jane = orchard.organisation.people.get()
    wish = say_wish(operator(), orchard, None, 90, "Once a quarter will do.", jane, date(2024, 2, 1))
    said = "They asked on 1 February 2024 to hear from us at least every 90 days; silent for 39 days."
    assert of(orchard) == ("green", said, [])
    assert same_as_measured_anew()
    later = say_wish(operator(), orchard, 60, None, heard=date(2024, 2, 20))
    state, _, items = of(orchard)
    peace = "they asked on 20 February 2024 to be left in peace for 60 days, until 22 March."
    assert (state, items) == ("green", [("peace", f"Last in touch 39 days ago; {peace}")]), "30 days contradict 60"
    wish.refresh_from_db()
    assert (wish.ended_by, Wish.objects.in_force().get()) == (operator(), later), "the newer ended the older"
    assert same_as_measured_anew()
    assert say_wish(operator(), orchard, 60, None, heard=date(2024, 2, 20)) == later, "the same twice is once"
    end_wish(operator(), later)
    assert of(orchard)[0] == "red"
    assert end_wish(operator(), later).ended is not None
    assert AuditLine.objects.filter(act="say wish").count() == 2
    (row,) = [row for row in accounts_as_of(DAY) if row["account"] == "Orchard"]
    assert {name: row["cadence"][name] for name in ("floor", "ceiling", "source")} == {
        "floor": None,
        "ceiling": 30,
        "source": "agreed",
    }


def test_a_policy_is_looked_at_first_and_then_holds_for_all_of_its_tier(firms, lead):
    best = add_tier(lead, "A")
    assert add_tier(lead, " a ") == best
    change_many(lead, ALL.all(), {"tier": best.pk})
    change(lead, firms["Birch"], ceiling=200)
    before = saved()
    outcome = preview_policy(lead, best, 14, 90)
    assert saved() == before, "looking changes nothing"
    assert (outcome.judged, dict(outcome.turned)) == (2, {("red", "green"): 1})
    assert [(str(one), *rest) for one, *rest in outcome.named] == [("Orchard", "red", "green")]
    assert preview_policy(lead, best, 60, None).into_peace.number == 2
    set_policy(lead, best, 14, 90)
    assert of(firms["Orchard"])[:2] == ("green", "Policy of tier A: at least every 90 days; silent for 39 days.")
    assert of(firms["Birch"])[1].startswith("Agreed at least every 200 days")
    arithmetic = Standing.objects.get(relationship=firms["Orchard"]).arithmetic
    assert arithmetic["cadence_said"] == ["Policy of tier A: every 14 to 90 days, by Lea Holm, 1 March 2024."]
    assert same_as_measured_anew()
    set_policy(lead, best, None, 20)
    assert of(firms["Orchard"])[0] == "red"
    assert [one.ended_by for one in Policy.objects.order_by("pk")] == [lead, None]
    set_policy(lead, best, None, None)
    assert not Policy.objects.in_force().exists()
    assert "usually speak" in of(firms["Orchard"])[1] or "Silent" in of(firms["Orchard"])[1]
    assert same_as_measured_anew()


def test_a_tag_of_one_account_comes_before_its_tier(firms, lead):
    orchard = firms["Orchard"]
    first = tag(lead, orchard, "Renewal")
    assert tag(lead, orchard, "renewal ") == first
    set_policy(lead, first.tag, None, 100)
    change(lead, orchard, tier=add_tier(lead, "A"))
    set_policy(lead, Tier.objects.get(), None, 20)
    assert of(orchard)[:2] == ("green", "Policy of tag Renewal: at least every 100 days; silent for 39 days.")
    untag(lead, first)
    assert of(orchard)[1] == "Policy of tier A: at least every 20 days; silent for 39 days."
    assert same_as_measured_anew()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"floor": 30, "ceiling": 30}, "cannot both be kept"),
        ({"floor": 0, "ceiling": None}, "1 to 3,650 days; 0 is not"),
        ({"floor": None, "ceiling": 10_000}, "1 to 3,650 days; 10,000 is not"),
        ({"floor": None, "ceiling": None}, "how many days"),
        ({"floor": 5, "ceiling": None, "heard": date(2024, 3, 2)}, "still to come"),
        ({"floor": 5, "ceiling": None, "until": date(2024, 2, 1), "heard": date(2024, 2, 2)}, "which is before"),
    ],
)
def test_what_cannot_be_asked_is_said_and_changes_nothing(firms, said, why):
    with pytest.raises(ValueError, match=why):
        say_wish(operator(), firms["Orchard"], **said)
    assert not Wish.objects.exists()


def test_who_may_say_so(firms, ana, tom):
    change(operator(), firms["Orchard"], owner=ana)
    best = add_tier(operator(), "A")
    for act in (
        lambda: say_wish(tom, firms["Orchard"], None, 30),
        lambda: tag(tom, firms["Orchard"], "Mine"),
        lambda: set_policy(ana, best, None, 30),
        lambda: preview_policy(ana, best, None, 30),
        lambda: add_tier(ana, "B"),
    ):
        with pytest.raises(Refused):
            act()
    assert say_wish(ana, firms["Orchard"], None, 30).by == ana


def test_before_the_first_touch_nothing_is_known(firms):
    say_wish(operator(), firms["Orchard"], None, 30, heard=date(2023, 12, 1))
    (row,) = [row for row in accounts_as_of(date(2023, 12, 15)) if row["account"] == "Orchard"]
    assert (row["state"], row["touches"]) == ("unknown", 0)
    assert row["why"].endswith("at least every 30 days, but no touch is on record yet.")
