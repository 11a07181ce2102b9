"""From a table to Today after the sale, what people change of it, why they bought, and back."""

from datetime import date, timedelta

import pytest
from cast import ANA, JANE, START, bring, mail  # noqa: F401
from django.apps import apps
from django.core import serializers
from table_samples import tables  # noqa: F401

from sapwood.planning.after_sale import USUAL, Plan
from sapwood.records.access.models import AuditLine
from sapwood.records.directory.models import Person
from sapwood.records.notes.models import NextStep
from sapwood.records.relationships.models import DayItem, Relationship
from sapwood.records.sale.models import Answer, HeardAfter, PlanChange, SalePlan, Seen
from sapwood.records.trade.models import Deal
from sapwood.workflows import clock
from sapwood.workflows.decide import decide
from sapwood.workflows.decide import undo as take_back
from sapwood.workflows.forget.flow import ask_forgetting, run
from sapwood.workflows.imports import undo_import
from sapwood.workflows.installation import operator
from sapwood.workflows.permission import Refused
from sapwood.workflows.refresh import refresh
from sapwood.workflows.reminders.entries import entries_of
from sapwood.workflows.sale.change_plan import change_plan, undo_change
from sapwood.workflows.sale.plan import plan_now, set_plan
from sapwood.workflows.sale.reasons import answer, end_reason, say_reason
from sapwood.workflows.today import today_as_of

WON = START.date() + timedelta(days=84)
HEADER = "opportunity_id,account,product,deal_stage,close_date,close_value,win reason"


@pytest.fixture
def orchard(bring):  # noqa: F811
    """An account that one is in touch with every day, both ways, until a fortnight after the sale."""
    bring(*(mail(n, sender=(JANE, ANA)[n % 2], to=(ANA, JANE)[n % 2], day=n, text="Well.") for n in range(98)))
    refresh(WON)
    return Relationship.objects.get(organisation__domains__name="orchard.example")


def sold(tables, *days: date | None, first=0):  # noqa: F811
    rows = [f"D{first + n},Orchard,Mill,Won,{day or ''},50,two days" for n, day in enumerate(days)]
    return tables(deals="\n".join([HEADER, *rows]))


def on_today(one: Relationship, day: date) -> list[str]:
    refresh(day)
    saved = [item.kind for item in DayItem.objects.filter(relationship=one, section="touch")]
    afresh = [item["kind"] for item in today_as_of(day) if item["account"] == str(one)]
    assert ("after the sale" in saved) == ("after the sale" in afresh)
    return saved


@pytest.mark.django_db(transaction=True)
def test_from_a_won_deal_to_today_and_back(orchard, tables, settings):  # noqa: F811
    done = sold(tables, WON)
    day = settings.SAPWOOD_AS_OF = WON + timedelta(days=16)
    assert on_today(orchard, WON + timedelta(days=6)) == []
    assert on_today(orchard, day) == ["after the sale"]
    item = DayItem.objects.get(relationship=orchard)
    assert item.why.startswith("16 days since they bought Mill (won on 25 March 2024). Thank them")
    assert "They bought for “two days” (deals.csv, line 2). Come true? Not asked yet." in item.arithmetic
    assert "on 1 April 2024. From deals.csv, line 2." in " ".join(item.arithmetic)

    (entry,) = [one for one in entries_of(operator(), clock.now()) if one.account == orchard.pk]
    assert entry.text == item.why and "two days" not in entry.text, "no reason leaves the pages"

    key = Deal.objects.get().key
    reason = say_reason(operator(), orchard, " someone  answers ", WON)
    assert reason == say_reason(operator(), orchard, "someone answers", WON), "twice is once"
    first = answer(operator(), orchard, "not yet", "the depot is shut", key=key)
    again = answer(operator(), orchard, "not yet", "the depot is shut", key=key)
    assert first == again and NextStep.objects.open().get() == first.step
    assert first.step.by == "us" and first.step.due == day + timedelta(days=7)
    assert on_today(orchard, day + timedelta(days=8)) == ["next step"]
    no = answer(operator(), orchard, "no", reason=reason)
    answer(operator(), orchard, "yes", "since Monday", key=key)
    first.step.refresh_from_db()
    assert (first.step.closing, no.step.closed) == ("done", None), "what came true is done"
    refresh(day)
    said = " ".join(DayItem.objects.get(relationship=orchard).arithmetic)
    assert "Come true? Yes, on 10 April 2024: “since Monday”." in said
    assert "“someone answers” (they to " in said and "Come true? No, on 10 April 2024." in said
    end_reason(operator(), reason)
    assert "someone answers" not in " ".join(DayItem.objects.get(relationship=orchard).arithmetic), "at once"

    skipped = change_plan(operator(), orchard, key, "skip", "they asked", day, "day 7")
    assert not DayItem.objects.filter(relationship=orchard, kind="after the sale").exists(), "without measuring"
    undo_import(operator(), done, queue=False)
    assert on_today(orchard, day) == ["silent"]
    sold(tables, WON)
    assert on_today(orchard, day) == ["silent"], "what was said stays, whoever brings it again"
    assert Seen.objects.get().known == WON + timedelta(days=6), "and when it was first seen"
    undo_change(operator(), skipped)
    assert on_today(orchard, day) == ["after the sale"]

    finished = decide(operator(), orchard, "done", day, item_kind="after the sale")
    assert "after the sale" not in on_today(orchard, day + timedelta(days=1))
    take_back(operator(), finished)
    assert on_today(orchard, day + timedelta(days=1)) == ["after the sale"]
    assert set(AuditLine.objects.values_list("act", flat=True)) >= {
        "say why they bought",
        "say whether it came true",
        "skip after the sale",
        "undo change after the sale",
    }


@pytest.mark.django_db(transaction=True)
def test_what_begins_a_plan(orchard, tables):  # noqa: F811
    old, late = WON - timedelta(days=800), WON + timedelta(days=30)
    sold(tables, old, late, None)
    assert on_today(orchard, WON + timedelta(days=13)) == [], "one is old, one still to come, one nobody knows when"
    assert Seen.objects.count() == 1
    assert on_today(orchard, late + timedelta(days=7)) == ["after the sale"]
    orders = "\n".join(f"{day},Cedar,9" for day in (WON, WON + timedelta(days=1), late))
    tables(orders=f"order date,customer,amount\n{orders}\n")
    cedar = Relationship.objects.get(organisation__name="Cedar")
    for days, kinds in ((7, ["after the sale"]), (44, ["after the sale"])):
        assert on_today(cedar, WON + timedelta(days=days)) == kinds
    why = DayItem.objects.get(relationship=cedar).why
    assert why.startswith("44 days since they bought (won on 25 March 2024)"), "of orders only the first begins one"


@pytest.mark.django_db(transaction=True)
def test_who_may_change_it_and_what_cannot_be(orchard, tables, ana, tom, lead, settings):  # noqa: F811
    sold(tables, WON)
    day = settings.SAPWOOD_AS_OF = WON + timedelta(days=20)
    refresh(day)
    orchard.owner = tom
    orchard.save()
    key = Deal.objects.get().key
    for wrong in (
        {"kind": "skip", "reason": " "},
        {"kind": "skip", "step": "day 8"},
        {"kind": "move"},
        {"kind": "move", "day": day - timedelta(days=1)},
        {"kind": "burn"},
        {"kind": "end", "key": 5},
    ):
        with pytest.raises(ValueError, match="Nothing was changed"):
            change_plan(tom, orchard, **({"key": key, "reason": "x", "step": "day 7", "as_of": day} | wrong))
    with pytest.raises(Refused):
        change_plan(ana, orchard, key, "end", "x", day)
    assert not PlanChange.objects.exists()
    ended = change_plan(tom, orchard, key, "end", "they sold the mill", day)
    assert ended == change_plan(tom, orchard, key, "end", "they sold the mill", day), "twice is once"
    assert on_today(orchard, WON + timedelta(days=100)) != ["after the sale"]
    for wrong in ({"words": " "}, {"heard": day + timedelta(days=1)}, {"key": 5}, {"words": "x" * 301}):
        with pytest.raises(ValueError, match="Nothing was kept"):
            say_reason(tom, orchard, **({"words": "x"} | wrong))
    for wrong in ({"said": "maybe"}, {"key": 5}, {"due": day - timedelta(days=1)}):
        with pytest.raises(ValueError, match="Nothing was kept"):
            answer(tom, orchard, **({"said": "no", "key": key} | wrong))
    assert not Answer.objects.exists() and not NextStep.objects.exists()
    with pytest.raises(Refused):
        set_plan(ana, Plan(((7, "x"),)))
    for steps in (((10_000, "x"),), tuple((n, "x") for n in range(1, 401))):
        with pytest.raises(ValueError, match="Nothing was changed"):
            set_plan(lead, Plan(steps))
    assert set_plan(lead, USUAL) is None, "it holds already"
    made = set_plan(lead, Plan(((5, " look  in "),)))
    assert (plan_now().steps, plan_now().yearly, plan_now().review_days) == (((5, "look in"),), "", None)
    assert set_plan(lead, Plan(((5, "look in"),))) == made
    set_plan(lead, USUAL)
    assert plan_now() == USUAL and SalePlan.objects.get(pk=made.pk).ended_by == lead


@pytest.mark.django_db(transaction=True)
def test_who_hears_nothing_after_the_sale_is_counted_and_named(orchard, tables):  # noqa: F811
    sold(tables, WON)
    day = WON + timedelta(days=60)
    refresh(day)
    found = HeardAfter.objects.get()
    assert (found.won, found.before_touches, found.before_days) == (WON, 42, 84), "the records begin 84 days before"
    assert (found.after_touches, found.after_days, found.silent) == (7, 60, 47)
    assert found.less and found.longer and len(found.touches) == 49
    assert on_today(orchard, day) == ["after the sale"]
    why = DayItem.objects.get(relationship=orchard).why
    assert "Since they bought on 25 March 2024 they heard nothing from us for 47 days, and it lasts" in why
    decide(operator(), orchard, "done", day, item_kind="after the sale")
    assert on_today(orchard, day + timedelta(days=1)) == ["silent"]
    undo_import(operator(), Deal.objects.get().sheet.of, queue=False)
    refresh(day)
    assert not HeardAfter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_is_erased_is_named_in_no_reason(orchard, tables, settings):  # noqa: F811
    sold(tables, WON)
    settings.SAPWOOD_AS_OF = WON + timedelta(days=9)
    refresh()
    jane = Person.objects.get(name="Jane Doyle")
    say_reason(operator(), orchard, "Jane Doyle wants two days", WON, jane)
    answer(operator(), orchard, "no", "Jane Doyle says so", key=Deal.objects.get().key)
    refresh()
    run(ask_forgetting(operator(), ["jane@orchard.example"], queue=False))
    refresh()
    kept = [*orchard.sale_reasons.values_list("words", "contact"), *orchard.sale_answers.values_list("words", "step")]
    assert kept == [("[erased] wants two days", None), ("[erased] says so", None)]
    models = [one for one in apps.get_models() if one.__module__.startswith("sapwood.")]
    everything = "".join(serializers.serialize("json", one.objects.all()) for one in models)
    assert "[erased] wants" in everything and "Doyle" not in everything and "jane@" not in everything
