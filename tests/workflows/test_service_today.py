"""From a status page's file to Today: an open service event is a reason to call before they call; once it is over,
whoever was called or wrote of it is owed a word, once."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from cast import lead  # noqa: F401
from table_samples import ACCOUNTS, HOLDINGS, tables  # noqa: F401

from sapwood.measures.days_off import Calendar, Closure
from sapwood.planning.hours import Hours
from sapwood.planning.service import Service, sentence, to_call, to_tell
from sapwood.records.relationships.models import DayItem, Decision, Outdated, Relationship
from sapwood.records.service.models import ServiceEvent
from sapwood.workflows.day import day_for
from sapwood.workflows.decide import decide, undo
from sapwood.workflows.imports import undo_import
from sapwood.workflows.installation import operator
from sapwood.workflows.refresh import refresh
from sapwood.workflows.service.account import open_events
from sapwood.workflows.service.look import picture_of
from sapwood.workflows.service.say import say_affected, take_back
from sapwood.workflows.today import today_as_of

DAY = date(2024, 6, 3)
NEXT = date(2024, 6, 4)


def told(*updates, **more):
    states = [{"id": when, "status": status, "created_at": f"2024-06-{when}:00Z"} for when, status in updates]
    one = {"id": "7", "page_id": "P", "name": "Down", "impact": "major", "components": [{"name": "GTX Pro - Drive"}]}
    one |= {"created_at": states[0]["created_at"], "updated_at": states[-1]["created_at"]}
    return {"page": {"id": "P", "name": "Home"}, "incidents": [one | {"incident_updates": states} | more]}


OPEN = told(("03T08:00", "investigating"))
OVER = told(("03T08:00", "investigating"), ("03T20:00", "resolved"))


@pytest.fixture
def bring(tables, tmp_path):  # noqa: F811
    """Orchard holds GTX Pro. Takes JSON and tables in."""
    from sapwood.workflows.imports import ask_import
    from sapwood.workflows.take_in.flow import take_in

    tables(accounts=ACCOUNTS)
    tables(holdings=HOLDINGS)
    count = iter(range(100))

    def bring(what):
        file = tmp_path / f"{next(count)}.txt"
        file.write_text(what if isinstance(what, str) else json.dumps(what))
        asked = ask_import(operator(), [file], ["home.example"], queue=False)
        take_in(asked, "test")
        return asked

    return bring


def kinds(as_of):
    return [(one["account"], one["kind"], one["why"]) for one in today_as_of(as_of)]


@pytest.mark.django_db(transaction=True)
def test_call_before_they_call_then_tell_them_once(bring, lead):  # noqa: F811
    refresh(DAY)
    first = bring(OPEN)
    orchard = Relationship.objects.get(organisation__name="Orchard Corporation")
    assert Outdated.objects.filter(organisation=orchard.organisation).exists(), "planned anew, without a touch"
    why = "Affected by service event 7 of status page Home since 3 June (holds GTX Pro); call before they call us."
    assert kinds(DAY) == [("Orchard Corporation", "service event", why)]
    assert not kinds(date(2024, 6, 2)), "it had not begun"
    assert not kinds(date(2024, 7, 4)), "nothing was heard of it for 30 days"
    refresh(DAY)
    (item,) = DayItem.objects.filter(kind="service event")
    event = ServiceEvent.objects.get()
    assert (item.relationship, item.channel, item.service_events) == (orchard, "call", [event.pk])
    (line,) = open_events(operator(), orchard).events
    assert (line.event, line.name, line.why) == (event, "Down", "holds GTX Pro")
    (named,) = day_for(operator(), DAY).focus
    assert named.why.startswith("Affected by “Down” since 3 June (holds GTX Pro);") and item.why == why
    (unnamed,) = day_for(lead, DAY).focus
    assert unnamed.why == why, "the title is for who may read it"
    assert open_events(lead, orchard).events[0].name == "service event 7 of status page Home"

    earlier = decide(operator(), orchard, "done", DAY, item_kind="silent")
    assert len(day_for(operator(), DAY).focus) == 1, "what was done about a silence says nothing of a service event"
    called = decide(operator(), orchard, "done", DAY, item_kind="service event")
    assert called != earlier and day_for(operator(), DAY).focus == []
    undo(operator(), called)
    assert len(day_for(operator(), DAY).focus) == 1
    decide(operator(), orchard, "done", DAY, item_kind="service event")
    assert kinds(NEXT) == [], "called once while it is open"
    later = bring(OVER)
    told = "Service event 7 of status page Home was over on 3 June, and we called them about it: "
    told += "tell them that it is solved."
    assert kinds(NEXT) == [("Orchard Corporation", "solved", told)]
    refresh(NEXT)
    decide(operator(), orchard, "done", NEXT, item_kind="solved")
    assert day_for(operator(), NEXT).focus == [] and kinds(date(2024, 6, 5)) == []
    undo_import(operator(), later, queue=False)
    Decision.objects.all().delete()
    assert [kind for _, kind, _ in kinds(DAY)] == ["service event"], "the state before is back"
    undo_import(operator(), first, queue=False)
    assert kinds(DAY) == [] and not open_events(operator(), orchard)


@pytest.mark.django_db(transaction=True)
def test_a_ticket_about_it_and_a_colleagues_word(bring):
    header = "Ticket ID,Status,Created,Updated,Company,Priority,Product,Subject,Incident\n"
    bring(header + "1,open,2024-06-03 09:00,2024-06-03 09:00,Birch,Low,Saw,Why?,7\n")
    bring(OPEN)
    event, birch = ServiceEvent.objects.get(kind="event"), Relationship.objects.get(organisation__name="Birch")
    found = {str(one.relationship): one for one in picture_of(operator(), event).affected}
    assert sorted(found) == ["Birch", "Orchard Corporation"]
    assert [ticket.number for ticket in found["Birch"].tickets] == ["1"]
    said = say_affected(operator(), event, birch, False, queue=False)
    assert say_affected(operator(), event, birch, False, queue=False) == said
    assert [account for account, _, _ in kinds(DAY)] == ["Orchard Corporation"]
    assert [str(one.relationship) for one in picture_of(operator(), event).not_affected] == ["Birch"]
    take_back(operator(), said, queue=False)
    whys = {account: why for account, _, why in kinds(DAY)}
    assert "(1 ticket)" in whys["Birch"]
    bring(OVER)
    assert [(account, kind) for account, kind, _ in kinds(NEXT)] == [("Birch", "solved")], "Orchard never heard of it"
    bring(header + "2,open,2024-06-03 09:00,2024-06-03 09:00,Birch,1 - Critical,Mill,Why?,\n")
    assert ("Birch", "service event") in [(account, kind) for account, kind, _ in kinds(NEXT)]


def test_which_count_and_how_long():
    one = Service(1, 7, "service event 7", DAY, DAY, tickets=1)
    assert to_call([one], DAY) == (one,) and not to_call([one], date(2024, 6, 2))
    over = Service(1, 7, "service event 7", DAY, DAY, resolved=NEXT, tickets=1)
    assert not to_call([over], NEXT) and to_tell([over], NEXT) == (over,)
    assert to_call([over], DAY), "as of a day before it was over, it was open"
    assert not to_tell([over], NEXT, spoke=date(2024, 6, 5)) and to_tell([over], NEXT, spoke=NEXT)
    assert not to_tell([over], date(2024, 6, 19)) and to_tell([over], date(2024, 6, 18))
    shut = Hours(calendar=Calendar(closures=(Closure(NEXT, date(2024, 6, 28)),)))  # until a Friday
    assert to_tell([over], date(2024, 7, 1), hours=shut) == (over,), "their first day since"
    assert not to_tell([over], date(2024, 7, 2), hours=shut)
    unheard = Service(1, 7, "service event 7", DAY, DAY, resolved=NEXT)
    assert to_tell([unheard], date(2024, 7, 1), hours=shut) == (unheard,) and not to_tell([unheard], date(2024, 7, 1))
    at_ten = replace(unheard, over=datetime(2024, 6, 4, 10, tzinfo=UTC))
    assert to_tell([at_ten], date(2024, 7, 1), hours=shut) == (at_ten,), "in which zone they are nobody said"
    there = replace(shut, zone="Europe/Lisbon")
    assert to_tell([at_ten], date(2024, 7, 1), hours=there) and not to_tell([at_ten], date(2024, 7, 2), hours=there)
    high = Service(1, 8, "service event 8", DAY, DAY, impact="critical")
    assert to_call([one, high], DAY) == (high, one)
    assert "their ticket" not in sentence(one, DAY) and sentence(one, DAY).endswith("call before they call us.")
