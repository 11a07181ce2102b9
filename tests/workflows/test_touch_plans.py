"""A newsletter is planned, held while something of Orchard is out of order, and let go by a person. June 2026."""

import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from cast import ANA, JANE, mail

from sapwood.reading import recipients
from sapwood.reading.recipients import address_in, read_recipients
from sapwood.records.access.models import AuditLine
from sapwood.records.directory.models import Person
from sapwood.records.outreach.models import AskedNot, Recipient, Release, TouchPlan
from sapwood.records.relationships.models import DayItem, Relationship
from sapwood.records.service.models import ServiceEvent
from sapwood.workflows import clock
from sapwood.workflows.change_relationship import change
from sapwood.workflows.forget.flow import ask_forgetting, run
from sapwood.workflows.imports import undo_import
from sapwood.workflows.installation import operator
from sapwood.workflows.outreach.ask import all_answers, answers
from sapwood.workflows.outreach.asked_not import say_asked_not, take_back_asked_not
from sapwood.workflows.outreach.holds import held_plans
from sapwood.workflows.outreach.look import picture_of
from sapwood.workflows.outreach.make import make_plan, withdraw_plan
from sapwood.workflows.outreach.release import release, take_back_release
from sapwood.workflows.permission import Refused
from sapwood.workflows.refresh import refresh
from sapwood.workflows.service.say import say_affected

DAY = date(2024, 6, 4)
LIST = b"Name;E-Mail\nJane;jane@orchard.example\nSam;sam@orchard.example\nPriya;priya@birch.example\n"
LIST += b"New;new@else.example\n"


def at(hour, minute=0, day=4):
    return datetime(2024, 6, day, hour, minute, tzinfo=UTC)


def status(*updates):
    states = [{"id": when, "status": said, "created_at": f"2024-06-{when}:00Z"} for when, said in updates]
    one = {"id": "7", "name": "Down", "impact": "major", "created_at": states[0]["created_at"]}
    told = {"page": {"id": "P", "name": "Home"}, "incidents": [one | {"incident_updates": states}]}
    return json.dumps(told).encode()


DOWN = status(("04T06:00", "investigating"))
UP = status(("04T06:00", "investigating"), ("04T07:10", "resolved"))


@pytest.fixture
def now(monkeypatch, settings):
    settings.SAPWOOD_AS_OF = DAY

    def now(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    now(at(8))
    return now


@pytest.fixture
def orchard(bring, now):
    bring(mail(1, JANE, ANA, 100), mail(2, ANA, JANE, 150))
    refresh(DAY)
    return Relationship.objects.get(organisation__domains__name="orchard.example")


def planned(user, text=LIST, purpose="promotional", day=date(2024, 6, 6), made=None):
    rows = read_recipients(io.BytesIO(text))
    return make_plan(user, "June newsletter", purpose, day, rows, made or at(5), queue=False)


def told(plan, moment=None, *addresses):
    asked = addresses or ("Jane@Orchard.example", "sam@orchard.example", "priya@birch.example")
    return [one.answer.answer for one in answers(plan, asked, moment or at(8))]


@pytest.mark.django_db(transaction=True)
def test_held_while_it_is_down_and_until_a_person_releases_it(orchard, bring, lead, ana, now):
    plan = planned(lead).plan
    assert told(plan) == ["yes", "yes", "yes"]
    down = bring(data=DOWN, name="down.json")
    say_affected(operator(), ServiceEvent.objects.get(), orchard, True, queue=False)
    assert told(plan) == ["hold", "hold", "yes"]
    assert told(planned(lead, purpose="service").plan) == told(planned(lead, purpose="personal").plan) == ["yes"] * 3
    refresh(DAY)
    said = "The planned touch “June newsletter” is held for them until a person releases it."
    assert said in DayItem.objects.get(kind="service event").arithmetic
    up = bring(data=UP, name="up.json")
    assert told(plan) == ["hold", "hold", "yes"], "nothing is released by itself"
    [held] = answers(plan, ["jane@orchard.example"], at(8))
    assert held.answer.why.endswith("which is over; a person may release it.") and held.answer.until is None
    refresh(DAY)
    why = DayItem.objects.get(kind="solved").why
    assert why.endswith("The planned touch “June newsletter” is held for them; it may be released now.")
    [line] = picture_of(lead, plan, at(8)).lines
    assert (line.hold.releasable, line.number, picture_of(lead, plan, at(8)).held) == (True, 2, 2)
    with pytest.raises(ValueError, match="Say why"):
        release(lead, plan, [orchard], " ", at(8))
    [one] = release(lead, plan, [orchard], "They said the worst is over", at(8), queue=False)
    assert release(lead, plan, [orchard], "again", at(8), queue=False) == []
    [told_now] = answers(plan, ["jane@orchard.example"], at(8))
    assert told_now.answer.answer == "yes"
    assert told_now.answer.why == "Released by Lea Holm on 2024-06-04: They said the worst is over"
    assert held_plans([orchard.organisation_id], at(8)) == {}
    take_back_release(lead, orchard, one)
    assert told(plan)[0] == "hold" and Release.objects.count() == 1
    later = planned(lead, day=date(2024, 6, 7), made=at(8)).plan
    assert told(later) == ["yes"] * 3, "what was over before it was planned holds nothing"
    undo_import(operator(), up, queue=False)
    assert told(later)[0] == "hold", "it is open again"
    undo_import(operator(), down, queue=False)
    assert told(plan) == ["yes"] * 3
    plan = withdraw_plan(lead, plan, queue=False)
    assert told(plan) == ["no"] * 3
    acts = set(AuditLine.objects.values_list("act", flat=True))
    assert {"plan touches", "release touches", "take back release", "withdraw plan of touches"} <= acts
    with pytest.raises(Refused):
        planned(ana)


@pytest.mark.django_db(transaction=True)
def test_peace_a_wish_and_an_erasure(orchard, lead, ana):
    plan = planned(lead, day=date(2024, 6, 6)).plan
    change(lead, orchard, floor=10)  # the last touch was on 30 May
    assert told(plan)[:2] == ["hold", "hold"]
    [one] = answers(plan, ["jane@orchard.example"], at(8))
    assert one.answer.until == date(2024, 6, 9) and "Leave them in peace until 2024-06-09" in one.answer.why
    assert told(planned(lead, purpose="personal").plan)[0] == "hold"
    release(ana, plan, [orchard], "Jane asked for it", at(8), queue=False)
    assert told(plan)[0] == "yes", "nobody owns it, so Ana may"
    jane = Person.objects.get(name="Jane Doyle")
    assert say_asked_not(ana, orchard, jane, DAY, DAY) == say_asked_not(ana, orchard, jane, DAY, DAY)
    assert told(plan)[:2] == ["no", "yes"] and told(planned(lead, purpose="service").plan)[0] == "no"
    assert take_back_asked_not(ana, orchard, jane) == 1 and told(plan)[0] == "yes"
    with pytest.raises(ValueError, match="still to come"):
        say_asked_not(ana, orchard, jane, DAY + timedelta(days=1), DAY)
    assert told(plan, at(8), "stranger@else.example") == ["no"]
    run(ask_forgetting(operator(), ["jane@orchard.example"], queue=False))
    assert told(plan)[0] == "no" and not Recipient.objects.filter(address__startswith="jane").exists()
    assert not AskedNot.objects.exists()
    again = planned(lead)
    assert (again.added, again.left) == (0, 1) and not Recipient.objects.filter(address__startswith="jane").exists()
    assert {asked.recipient: asked.answer.answer for _, asked in all_answers(plan, at(8))} == {
        "sam@orchard.example": "yes",
        "priya@birch.example": "yes",
        "new@else.example": "yes",
    }


@pytest.mark.django_db
def test_who_sees_what_of_a_plan(orchard, lead, ana, tom):
    plan = planned(lead).plan
    assert TouchPlan.objects.visible_to(tom).get() == plan, "nobody owns Orchard"
    orchard.owner = ana
    orchard.save()
    Relationship.objects.exclude(pk=orchard.pk).update(owner=ana)
    assert TouchPlan.objects.visible_to(ana).get() == plan and not TouchPlan.objects.visible_to(tom).exists()
    with pytest.raises(Refused):
        release(tom, plan, [orchard], "why not", at(8))


def read(text):
    return list(read_recipients(io.BytesIO(text)))


def test_rows_of_a_list():
    assert [(row.line, row.address) for row in read(LIST)] == [
        (2, "jane@orchard.example"),
        (3, "sam@orchard.example"),
        (4, "priya@birch.example"),
        (5, "new@else.example"),
    ]
    assert [row.address for row in read(b"a@b.example\n\nc@d.example")] == ["a@b.example", "c@d.example"]
    assert [row.address for row in read("﻿Mail\tName\nJane <j@b.example>\tJ\n".encode("utf-16"))] == ["j@b.example"]
    bad = read(b"mail\na@b.example\nnobody\n@b.example\na@b\na@b c@d.example,x\nb@c..example\n" + b"x" * 900)
    assert [row.address for row in bad] == ["a@b.example"] + [""] * 6 and all(row.what for row in bad[1:])
    assert address_in("a@b.example, c@d.example")[0] == "" and address_in("<J> <j@B.example>")[0] == "j@b.example"
    assert read(b"") == [] and read(b"mail\n") != []


@pytest.mark.parametrize("text", [b"\x00" * 5000, b'"' * 5000, b"@" * 5000, bytes(range(256)) * 20])
def test_no_bytes_raise(text):
    assert all(row.what or row.address for row in read(text))


@pytest.mark.django_db
def test_many_rows_with_nonsense_in_them(home, lead):
    rows = (f"{n},person{n}@firm{n % 997}.example" if n % 10 else f"{n},nonsense {n}" for n in range(1, 10_001))
    brought = planned(lead, "\n".join(rows).encode())
    assert (brought.added, brought.known, brought.left) == (9_000, 0, 1_000)
    assert brought.plan.left.count() == 1_000 and brought.plan.left.first().said == "nonsense 10"


def test_where_a_list_is_too_long(monkeypatch):
    monkeypatch.setattr(recipients, "MOST_ROWS", 1000)
    rows = read(b"a@b.example\n" * 1005)
    assert len(rows) == 1001 and "nothing was read" in rows[-1].what


@pytest.mark.django_db
def test_the_same_twice_changes_nothing_and_bad_plans_keep_nothing(home, lead):
    text = LIST + b"Odd;nobody\n"
    first, second = planned(lead, text), planned(lead, text)
    assert (first.added, first.left) == (4, 1) and (second.added, second.known, second.left) == (0, 4, 1)
    assert TouchPlan.objects.count() == 1 and second.plan.left.count() == 1
    assert AuditLine.objects.filter(act="plan touches").count() == 1
    for name, purpose, day in (("", "promotional", DAY), ("X", "sale", DAY), ("X", "promotional", date(2024, 6, 3))):
        with pytest.raises(ValueError, match="Nothing was kept"):
            make_plan(lead, name, purpose, day, (), at(5))
