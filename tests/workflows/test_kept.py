"""Never dropped: no account leaves the rhythm but by a name, a reason and a day to look again."""

from datetime import date, timedelta

import pytest
from cast import ANA, JANE, PRIYA, START, mail
from django.db import IntegrityError, transaction
from table_samples import tables  # noqa: F401

from sapwood.planning.after_sale import Plan
from sapwood.records.access.models import AuditLine
from sapwood.records.relationships.models import BulkChange, DayItem, Relationship, Rest
from sapwood.workflows.change_many import change_many
from sapwood.workflows.change_relationship import change
from sapwood.workflows.clock import today
from sapwood.workflows.day import whose
from sapwood.workflows.decide import decide
from sapwood.workflows.decide import undo as take_back
from sapwood.workflows.imports import undo_import
from sapwood.workflows.installation import operator
from sapwood.workflows.kept.put_to_rest import put_to_rest, take_back_into_rhythm
from sapwood.workflows.kept.rests import at_rest, rests_of, rests_on
from sapwood.workflows.merge_firms import say_by_hand
from sapwood.workflows.merge_firms import undo as part_firms
from sapwood.workflows.permission import Refused
from sapwood.workflows.refresh import refresh
from sapwood.workflows.sale.plan import set_plan
from sapwood.workflows.today import today_as_of

WEEKS, ONE = 12, timedelta(days=1)
LAST = START.date() + timedelta(days=7 * WEEKS)
DAY = LAST + timedelta(days=60)
AGAIN = DAY + timedelta(days=90)
OUT = """Account Name,Website,Status,Archived,Active,Stage,Look again,Rest until,Tier
Orchard,orchard.example,Inactive,yes,no,Churned,2099-01-01,2099-01-01,lost
"""


@pytest.fixture
def orchard(bring):
    """A weekly account, silent for sixty days, and another one."""
    theirs = [mail(n, sender=(JANE, ANA)[n % 2], to=(ANA, JANE)[n % 2], day=7 * n) for n in range(WEEKS + 1)]
    bring(*theirs, *(mail(100 + n, sender=ANA, to=PRIYA, day=7 * n) for n in range(WEEKS + 1)))
    refresh(DAY)
    return Relationship.objects.get(organisation__domains__name="orchard.example")


def on_today(one: Relationship, day: date = DAY) -> list[str]:
    """What it is offered for: by the saved plan, and by one that is made afresh."""
    refresh(day)
    saved = [item.kind for item in DayItem.objects.filter(relationship=one, section="touch")]
    afresh = [item["kind"] for item in today_as_of(day) if item["account"] == str(one)]
    assert saved == afresh
    return saved


@pytest.mark.django_db(transaction=True)
def test_from_rest_to_the_day_to_look_again_and_back(orchard, lead):
    assert on_today(orchard) == ["silent"]
    made = put_to_rest(lead, orchard, " they  move house ", AGAIN, DAY)
    assert not DayItem.objects.filter(relationship=orchard).exists(), "at once, without measuring"
    assert made == put_to_rest(lead, orchard, "they move house", AGAIN, DAY), "twice is once"
    assert on_today(orchard) == [] == on_today(orchard, AGAIN - timedelta(days=1))
    assert [one.pk for one in at_rest(lead, DAY)] == [made.pk]
    line = AuditLine.objects.get(act="put to rest")
    assert line.actor == lead and line.detail == {"look_again": str(AGAIN)}

    assert on_today(orchard, AGAIN) == ["look again"]
    why = DayItem.objects.get(relationship=orchard).why
    assert why == "Lea Holm put it to rest on 24 May 2024 until 22 August 2024: they move house. Look again."
    looked = decide(lead, orchard, "done", AGAIN)
    next_day = AGAIN + timedelta(days=1)
    refresh(next_day)
    assert orchard.pk not in rests_on(next_day) and rests_of(lead, orchard, next_day).now is None
    take_back(lead, looked)
    assert on_today(orchard, next_day) == ["look again"], "it was not looked at after all"

    longer = put_to_rest(lead, orchard, "still moving", next_day + timedelta(days=30), next_day)
    made.refresh_from_db()
    assert (made.ended_by, made.until) == (lead, next_day) and on_today(orchard, next_day) == []
    take_back_into_rhythm(lead, longer, next_day)
    ended = Rest.objects.get(pk=longer.pk).ended
    take_back_into_rhythm(operator(), longer, next_day)
    assert Rest.objects.get(pk=longer.pk).ended == ended, "twice is once"
    assert on_today(orchard, next_day) == ["silent"]
    assert [one["kind"] for one in today_as_of(DAY) if one["account"] == str(orchard)] == [], "as it was then"


def test_who_may_and_what_cannot_be(orchard, ana, tom):
    orchard.owner = tom
    orchard.save()
    for reason, until in (
        (" ", AGAIN),
        ("x", None),
        ("x", DAY),
        ("x", DAY + 367 * ONE),
        ("x" * 501, AGAIN),
    ):
        with pytest.raises(ValueError, match="othing was changed"):
            put_to_rest(tom, orchard, reason, until, DAY)
    with pytest.raises(Refused):
        put_to_rest(ana, orchard, "moving", AGAIN, DAY)
    assert not Rest.objects.exists()
    made = put_to_rest(tom, orchard, "moving", AGAIN, DAY)
    with pytest.raises(Refused):
        take_back_into_rhythm(ana, made, DAY)
    for wrong in ({"reason": ""}, {"look_again": DAY}):  # not even past the workflow
        with pytest.raises(IntegrityError), transaction.atomic():
            Rest.objects.filter(pk=made.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rest.objects.create(relationship=orchard, by=ana, reason="x", since=DAY, look_again=AGAIN, made=made.made)


@pytest.mark.django_db(transaction=True)
def test_no_import_status_or_bulk_change_takes_it_out(orchard, tables):  # noqa: F811
    boss = operator()
    tables(accounts=OUT)
    tables(deals="Opportunity,Account,Deal Stage,Close Date\nD1,Orchard,Lost,2024-03-01\n")
    assert on_today(orchard) == ["silent"]
    change(boss, orchard, role="competitor")
    assert on_today(orchard) == ["silent"]
    everything = Relationship.objects.visible_to(boss)
    for field in ("rest", "rests", "look_again", "status", "archived"):
        with pytest.raises(ValueError, match=field):
            change_many(boss, everything, {field: "2099-01-01"})
        with pytest.raises(ValueError, match=field):
            change(boss, orchard, **{field: "2099-01-01"})
    with pytest.raises(ValueError, match="Put the account to rest instead"):
        change_many(boss, everything, {"floor": 367})
    with pytest.raises(ValueError, match="put the account to rest"):
        decide(boss, orchard, "snooze", DAY, until=DAY + timedelta(days=32))
    change_many(boss, everything, {"ceiling": 3650})
    late = LAST + timedelta(days=367)
    assert on_today(orchard, late - timedelta(days=1)) == [] and on_today(orchard, late) == ["soon"]
    while (whose_it_is := whose(orchard, late)) is not None:
        decide(boss, orchard, "not mine", late, colleague=whose_it_is)
    assert on_today(orchard, late) == ["soon"]
    assert BulkChange.objects.exists() and not Rest.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_stopped_buying_keeps_its_touches_without_a_pitch(orchard, tables):  # noqa: F811
    rows = [f"D{n},Orchard,Mill,Won,{LAST - timedelta(days=30 * n):%Y-%m-%d},50" for n in range(7)]
    header = "opportunity_id,account,product,deal_stage,close_date,close_value"
    done = tables(deals="\n".join([header, *rows]))
    late = LAST + timedelta(days=200)
    (item,) = [one for one in today_as_of(late) if one["account"] == "Orchard"]
    assert (item["kind"], item["no_pitch"]) == ("silent", True)
    assert "No pitch: they have ordered nothing for 200 days." in item["why"]
    assert "1 − (180 / (180 + 200))^6" in " ".join(item["arithmetic"])
    long_after = LAST + timedelta(days=1500)
    assert on_today(orchard, long_after) == ["silent"], "it is not taken for over, however long it has been silent"
    undo_import(operator(), done, queue=False)
    refresh(late)
    assert "No pitch" not in DayItem.objects.get(relationship=orchard).why


@pytest.mark.django_db(transaction=True)
def test_an_account_known_from_orders_alone_comes_up_when_they_stop(tables):  # noqa: F811
    rows = [f"D{n},Cedar,Mill,Won,{LAST - timedelta(days=30 * n):%Y-%m-%d},50" for n in range(7)]
    done = tables(deals="\n".join(["opportunity_id,account,product,deal_stage,close_date,close_value", *rows]))
    set_plan(operator(), Plan(()))  # or they would be asked how they get on
    assert today_as_of(LAST + timedelta(days=60)) == []
    (item,) = today_as_of(LAST + timedelta(days=100))
    assert (item["account"], item["kind"], item["no_pitch"]) == ("Cedar", "stopped buying", True)
    cedar = Relationship.objects.get(organisation__name="Cedar")
    put_to_rest(operator(), cedar, "moving", AGAIN, DAY)
    undo_import(operator(), done, queue=False)
    assert Relationship.objects.filter(pk=cedar.pk).exists(), "somebody put it to rest"


@pytest.mark.parametrize("resting", ["orchard.example", "birch.example"])
@pytest.mark.django_db(transaction=True)
def test_joining_accounts_puts_none_to_rest(orchard, resting):
    boss = operator()
    birch = Relationship.objects.get(organisation__domains__name="birch.example")
    at_rest = Relationship.objects.get(organisation__domains__name=resting)
    put_to_rest(boss, at_rest, "moving", AGAIN, DAY)
    match = say_by_hand(boss, orchard.organisation, birch.organisation, "same")
    assert rests_on(today()) == {} and not Rest.objects.in_force().exists()
    part_firms(boss, match)
    assert Rest.objects.get().relationship.organisation == at_rest.organisation
