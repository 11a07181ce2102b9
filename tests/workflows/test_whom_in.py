"""From mail to whom to turn to first: what was counted, what weighs, and the comparison."""

from datetime import date, timedelta

import pytest
from cast import ANA, JANE, PRIYA, mail

from sapwood.records.access.models import AuditLine
from sapwood.records.relationships.models import (
    Answered,
    ComparisonLine,
    ContactLimit,
    DayItem,
    Relationship,
)
from sapwood.workflows.change_many import change_many
from sapwood.workflows.minutes import minutes_on, say_minutes, take_back_minutes
from sapwood.workflows.permission import Refused
from sapwood.workflows.refresh import refresh
from sapwood.workflows.tiers import add_tier
from sapwood.workflows.today import today_as_of
from sapwood.workflows.whom.comparison import begin, end, result_of
from sapwood.workflows.whom.limits import say_limits
from sapwood.workflows.whom.weights import say_weight

FIRST = date(2024, 1, 1)  # a Monday
DAYS = range(0, 70, 7)
SILENT = FIRST + timedelta(days=63 + 40)


def weekly(name, who):
    """Ten weeks: Ana writes, they answer three days later. Then silence."""
    for turn in DAYS:
        yield mail(f"{name}{turn}", ANA, who, day=turn, subject=f"{name} {turn}", text="The volumes.")
        yield mail(f"{name}{turn}r", who, ANA, day=turn + 3, subject=f"Re: {name} {turn}", text="Fine.")


@pytest.fixture
def weeks(bring, lead, settings):
    settings.SAPWOOD_AS_OF = SILENT
    bring(*weekly("o", JANE), *weekly("b", PRIYA))
    refresh(SILENT)
    return lead


def of(domain):
    return Relationship.objects.get(organisation__domains__name=domain)


def test_what_was_counted_and_what_weighs_stand_in_the_reason(weeks):
    counts = Answered.objects.get().counts
    assert sum(of for _, of in counts.values()) == 2 * (len(DAYS) - 1), "the first of each followed no touch"
    assert all(came == of for came, of in counts.values()), "they always came back"
    items = today_as_of(SILENT)
    assert {item["account"] for item in items} == {"Orchard", "Birch"}
    for item in items:
        assert item["owed"] is False
        assert item["worth"]["value"] == 1
        assert item["worth"]["gain"] == pytest.approx(
            item["worth"]["chance_if_contacted"] * item["worth"]["days_without_them_of_30"] / 30
        )
        assert any(line.startswith("Value 1 (nobody said") for line in item["arithmetic"])
    change_many(weeks, Relationship.objects.filter(pk=of("birch.example").pk), {"tier": add_tier(weeks, "A").pk})
    say_weight(weeks, of("birch.example").tier, 5)
    birch = DayItem.objects.get(relationship=of("birch.example"))
    assert any(line.startswith("Value 5 (the weight of tier A)") for line in birch.arithmetic)
    assert birch.turn < DayItem.objects.get(relationship=of("orchard.example")).turn
    say_minutes(weeks, None, [5] * 7)
    first = today_as_of(SILENT, "ana@home.example")
    assert [(item["account"], item["first"]) for item in first] == [("Birch", True), ("Orchard", False)]
    say_limits(weeks, 0, 0)
    assert say_limits(weeks, 0, 0).pk == ContactLimit.objects.get().pk, "the same twice is said once"
    assert not DayItem.objects.exclude(held="").exists(), "their own rhythm is closer than any limit"
    before = today_as_of(FIRST - timedelta(days=1), "ana@home.example")
    assert before == [], "before the first touch nobody can be neglected"


def test_a_comparison_from_its_beginning_to_its_result(weeks, bring, settings):
    comparison = begin(weeks, 20)
    lines = ComparisonLine.objects.filter(of=comparison)
    assert lines.count() == 2
    out = [line.relationship_id for line in lines if line.held_out]
    held = DayItem.objects.exclude(held="").values_list("relationship", flat=True)
    assert sorted(held) == sorted(out)
    refresh(SILENT)
    assert lines.count() == 2, "an account is in it once"
    bring(mail("back", JANE, ANA, day=63 + 40 + 14, text="We are back."))
    settings.SAPWOOD_AS_OF = SILENT + timedelta(days=14)
    refresh(settings.SAPWOOD_AS_OF)
    assert lines.exclude(came_back=None).count() == 0, "its days are not over"
    settings.SAPWOOD_AS_OF = SILENT + timedelta(days=15)
    refresh(settings.SAPWOOD_AS_OF)
    assert {line.relationship: line.came_back for line in lines.all()} == {
        of("orchard.example"): True,
        of("birch.example"): False,
    }
    found = result_of(comparison)
    assert found.offered.of + found.held_out.of == 2
    assert not found.tells
    end(weeks, comparison)
    end(weeks, comparison)
    assert not DayItem.objects.exclude(held="").exists()
    assert AuditLine.objects.filter(act="end comparison").count() == 1
    assert begin(weeks, 10) != comparison


def test_minutes_said_taken_back_and_said_again(ana, tom, lead):
    said = say_minutes(ana, ana, [30, 30, None, 0, 30, 0, 0])
    assert say_minutes(ana, ana, said.weekdays) == said, "the same twice is said once"
    assert [minutes_on(FIRST + timedelta(days=n), ana)[0] for n in range(4)] == [30, 30, None, 0]
    say_minutes(lead, None, [20] * 7)
    assert minutes_on(FIRST + timedelta(days=2), ana) == (20, True), "unknown of her is the team's"
    assert minutes_on(FIRST + timedelta(days=3), ana) == (0, False), "none is not unknown"
    for who, whose in ((tom, ana), (tom, None)):
        with pytest.raises(Refused):
            say_minutes(who, whose, [5] * 7)
    take_back_minutes(lead, said)
    take_back_minutes(lead, said)
    assert minutes_on(FIRST, ana) == (20, True)
    assert AuditLine.objects.filter(act="take back minutes").count() == 1
