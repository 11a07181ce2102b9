"""After the sale and listening, through the pages: what is said, what cannot be, and who reads it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from web_cast import AS_OF, contact

from sapwood.planning.after_sale import USUAL
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Listened, Listening, Relationship, Tier
from sapwood.records.sale.models import Answer, HeardAfter, PlanChange, Reason, SalePlan
from sapwood.records.trade.models import Deal, Sheet
from sapwood.workflows.sale.plan import plan_now

KEY = -7_000_000_000_000_000_001


@pytest.fixture
def sold(cast):
    """Orchard bought a mill ten days ago, as a table says."""
    done = Import.objects.create(by=cast.op, source="deals.csv", status="done", asked=timezone.now())
    sheet = Sheet.objects.create(of=done, number=1, where="deals.csv", kind="deals")
    return Deal.objects.create(
        sheet=sheet,
        line=2,
        key=KEY,
        digest=1,
        organisation=cast.orchard.organisation,
        product="Mill",
        stage="Won",
        status="won",
        closed=AS_OF - timedelta(days=10),
        reason="two days",
    )


def where(name, cast):
    return reverse(name, args=[cast.orchard.pk])


def said(answer):
    return " ".join(answer.content.decode().split())


def test_the_plan_is_changed_and_nonsense_is_refused_with_its_words(as_, cast):
    page = as_(cast.lea)
    for days, why in (
        (["10000"], "1 to 364 days after the sale; 10,000 is not"),
        ([str(n) for n in range(1, 401)], "at most 12 touches; 400 would be pestering"),
        (["soon"], "“soon” is no number of days"),
        (["-7"], "“-7” is no number of days"),
        (["7", "7"], "Two touches on one day"),
    ):
        answer = page.post(reverse("sale_plan"), {"day": days, "what": ["Look in"] * len(days)})
        assert answer.status_code == 422 and why in said(answer) and "Look in" in said(answer)
    assert plan_now() == USUAL and not SalePlan.objects.exists()
    sent = {"day": ["14", "", ""], "what": ["Look in", "", ""], "yearly": "", "review_days": "", "review": ""}
    page.post(reverse("sale_plan"), sent)
    assert plan_now().steps == ((14, "Look in"),) and plan_now().review_days is None
    assert "as Lea said on" in said(page.get(reverse("sale_plan")))


def test_one_account_from_its_reason_to_its_next_step(as_, cast, sold):
    page, jane = as_(cast.ana), contact(cast.orchard, "Jane Doyle", "jane@orchard.example")
    shown = said(page.get(where("account_after_sale", cast)))
    assert "“two days”" in shown and "Not asked yet." in shown and "<b>Day 7</b>, 12 Jun" in shown
    page.post(where("sale_reasons", cast), {"words": "somebody answers", "contact": jane.pk, "key": KEY})
    assert Reason.objects.get().contact == jane and Reason.objects.get().key == KEY
    page.post(where("sale_answers", cast), {"said": "not yet", "words": "five", "key": KEY})
    shown = said(page.get(where("account_after_sale", cast)))
    assert "Jane Doyle to Ana, 15 Jun" in shown and "<b>Not yet</b>: five" in shown and "due 22 Jun" in shown
    for name, sent in (
        ("sale_reasons", {"words": ""}),
        ("sale_answers", {"said": "perhaps", "key": KEY}),
        ("sale_answers", {"said": "yes", "key": "9" * 40}),
        ("sale_changes", {"kind": "skip", "key": KEY, "step": "day 7", "reason": ""}),
        ("sale_changes", {"kind": "move", "key": KEY, "step": "day 7", "reason": "x", "day": "never"}),
        ("sale_changes", {"kind": "end", "key": "x", "reason": "x"}),
    ):
        answer = page.post(where(name, cast), sent, follow=True)
        assert "Nothing was" in said(answer), (name, sent)
    assert Answer.objects.count() == 1 and not PlanChange.objects.exists()
    page.post(where("sale_changes", cast), {"kind": "skip", "key": KEY, "step": "day 7", "reason": "they asked"})
    assert "Skipped by Ana: they asked" in said(page.get(where("account_after_sale", cast)))
    page.post(reverse("undo_sale_change", args=[PlanChange.objects.get().pk]))
    assert "they asked" not in said(page.get(where("account_after_sale", cast)))
    sold.closed = None
    sold.save()
    assert "won on an unknown day" in said(page.get(where("account_after_sale", cast)))
    sold.closed = AS_OF + timedelta(days=3)
    sold.save()
    assert "still to come; the plan starts then" in said(page.get(where("account_after_sale", cast)))


def test_who_hears_less_is_listed_for_who_sees_them(as_, cast):
    row = {"as_of": AS_OF, "won": AS_OF - timedelta(days=100), "before_touches": 18, "before_days": 180}
    row |= {"after_touches": 1, "after_days": 100, "silence_before": 10, "silence_after": 95, "silent": 95}
    second = int(timezone.now().timestamp())
    HeardAfter.objects.create(
        relationship=cast.orchard,
        **row,
        gaps=18,
        gaps_after=2,
        less=True,
        longer=True,
        touches=[[-5, second, "call"]],
    )
    shown = said(as_(cast.ana).get(reverse("after_sales")))
    for part in (
        "3.0 in 30 days (1.8 to 4.7)",
        "0.3 in 30 days (0.0 to 1.7)",
        "18 touches of ours on 180 days",
        "95 days",
    ):
        assert part in shown
    assert "One hears less from us since they bought" in shown and "hears nothing for longer" in shown
    one = said(as_(cast.ana).get(where("account_after_sale", cast)))
    assert "The rate after is 0.00 to 0.63 times the rate before (95 %, exact)" in one and "?show=50#e-5" in one
    assert "Orchard" not in said(as_(cast.olaf).get(reverse("after_sales")))
    HeardAfter.objects.update(before_days=20, less=False, longer=False)
    assert "unknown" in said(as_(cast.ana).get(reverse("after_sales"), {"which": "all"}))


def test_listening_is_asked_for_marked_and_taken_back(as_, cast):
    page = as_(cast.ana)
    assert 'value="120"' in said(page.get(where("account_listening", cast))), "offered, not applied"
    assert not Listening.objects.exists()
    for wrong in ("0", "10000", "often", "-3", "9" * 50):
        answer = page.post(where("account_listening", cast), {"how": wrong}, follow=True)
        assert "Nothing was changed" in said(answer), wrong
    page.post(where("account_listening", cast), {"how": "90"})
    assert "Every 90 days, for this account, said by Ana" in said(page.get(where("account_listening", cast)))
    page.post(where("listened", cast), {"interaction": "-5"})
    shown = said(page.get(where("account_listening", cast)))
    assert "To listen, said Ana" in shown and "The last was on" in shown
    assert "Nothing was changed" in said(page.post(where("listened", cast), {"interaction": "77"}, follow=True))
    page.post(reverse("unmark_listened", args=[Listened.objects.in_force().get().pk]))
    page.post(where("account_listening", cast), {"how": ["90", "stop"]})
    assert "Nobody has asked for a touch to listen" in said(page.get(where("account_listening", cast)))
    tier = Tier.objects.create(name="A", folded="a", place=1)
    where_policy = reverse("policy_listening", args=["tier", tier.pk])
    assert "Nothing was changed" in said(as_(cast.lea).post(where_policy, {"every": "5"}, follow=True))
    Relationship.objects.filter(pk=cast.orchard.pk).update(tier=tier)
    shown = said(as_(cast.lea).post(where_policy, {"every": "100"}))
    assert "It would apply to 1 account." in shown and "nobody today" in shown and not tier.listenings.exists()
    as_(cast.lea).post(where_policy, {"every": "100", "go": "100"})
    Listening.objects.update(said=AS_OF - timedelta(days=120))
    shown = said(as_(cast.lea).post(where_policy, {"every": "stop"}))
    assert "with no such policy" in shown and "nobody today" in shown
    assert "every 100 days" in said(as_(cast.lea).get(reverse("policy", args=["tier", tier.pk])))
