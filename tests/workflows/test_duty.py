"""An outage is a call for whoever is on duty and knows them best, in their hours: Ana knows Orchard best, Tom knows
it too. Everything on 4 June 2024, a Tuesday."""

import json
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from cast import ANA, JANE, TOM, mail

from sapwood.records.access.models import AuditLine
from sapwood.records.relationships.models import ContactHours, DayItem, Relationship
from sapwood.records.service.models import Duty, ServiceEvent
from sapwood.surfaces.cli.up import _turn_duty
from sapwood.workflows import clock
from sapwood.workflows.absences import say_absence
from sapwood.workflows.change_relationship import change
from sapwood.workflows.contact_hours import say_hours, take_back_hours
from sapwood.workflows.day import day_for
from sapwood.workflows.decide import decide
from sapwood.workflows.installation import operator
from sapwood.workflows.notes.check import check
from sapwood.workflows.notes.understand import understand
from sapwood.workflows.off_the_clock import say_place
from sapwood.workflows.permission import Refused
from sapwood.workflows.refresh import refresh
from sapwood.workflows.service.duty import end_duty, pass_calls_on, say_duty, turns
from sapwood.workflows.service.say import say_affected
from sapwood.workflows.set_up import give_address
from sapwood.workflows.today import today_as_of

DAY = date(2024, 6, 4)
JUNE = 155  # 4 June, from the cast's first of January
NOW = datetime(2024, 6, 4, 5, 10, tzinfo=UTC)  # 6:10 in Lisbon


def status(*updates, **more):
    states = [{"id": when, "status": said, "created_at": f"2024-06-{when}:00Z"} for when, said in updates]
    one = {"id": "7", "name": "Down", "impact": "major", "created_at": states[0]["created_at"]}
    return json.dumps(
        {"page": {"id": "P", "name": "Home"}, "incidents": [one | {"incident_updates": states}]}
    ).encode()


def at(hour, minute=0, day=4):
    return datetime(2024, 6, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def now(monkeypatch, settings):
    settings.SAPWOOD_AS_OF = DAY

    def now(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    now(NOW)
    return now


@pytest.fixture
def orchard(bring, ana, tom, now):
    """Ana wrote with Jane ten times, Tom five times; the mill has been down since 2:00 and affects them."""
    for user in (ana, tom):
        give_address(user, user.email)
    theirs = [mail(f"a{n}", JANE, ANA, JUNE - 2 * n - 2) for n in range(10)]
    bring(*theirs, *(mail(f"t{n}", TOM, JANE, JUNE - 2 * n - 3) for n in range(5)))
    bring(data=status(("04T02:00", "investigating")), name="status.json")
    refresh(DAY)
    orchard = Relationship.objects.get(organisation__domains__name="orchard.example")
    say_affected(operator(), ServiceEvent.objects.get(), orchard, True, queue=False)
    refresh(DAY)
    return orchard


def called():
    (item,) = DayItem.objects.filter(section="touch")
    return str(item.colleague), item.note


@pytest.mark.django_db(transaction=True)
def test_the_call_goes_to_who_is_on_duty_and_knows_them_best(orchard, ana, tom, lead, now):
    none = "Nobody is on duty now, as far as anybody said; offered to who knows them best."
    assert called() == ("Ana Brandt", none)
    shift = say_duty(tom, tom, at(4), at(12), NOW)
    assert say_duty(tom, tom, at(4), at(12), NOW) == shift, "said once"
    assert called() == ("Tom Keller", "On duty now, and of those on duty knows them best.")
    (item,) = today_as_of(DAY, "tom@home.example")
    assert item["kind"] == "service event" and today_as_of(DAY, "ana@home.example") == []
    also = say_duty(lead, ana, at(4), at(6), NOW)
    assert called() == ("Ana Brandt", ""), "both are there, and she knows them best"
    decide(ana, orchard, "not mine", DAY, item_kind="service event")
    (mine,) = day_for(tom, DAY).focus
    assert str(mine.colleague) == "Tom Keller"
    assert not turns(at(4), at(5)) and turns(at(5), at(6))
    now(at(6))  # Ana's ended
    pass_calls_on()
    assert called()[0] == "Tom Keller"
    say_absence(lead, tom, DAY, DAY)
    assert called()[0] == "Ana Brandt", "who is away is not called, on duty or not"
    end_duty(tom, shift, at(6))
    assert end_duty(tom, shift, at(6)).ended == shift.__class__.objects.get(pk=shift.pk).ended
    assert Duty.objects.in_force().get() == also
    acts = AuditLine.objects.filter(act__endswith="duty").values_list("act", flat=True)
    assert sorted(acts) == ["end duty", "say duty", "say duty"]


@pytest.mark.django_db(transaction=True)
def test_in_their_hours(orchard, ana, tom, now):
    assert day_for(ana, DAY).focus[0].waits == "", "where they are nobody said"
    assert any("so any hour counts" in line for line in DayItem.objects.get().arithmetic)
    say_place(ana, orchard, "PT")
    (item,) = day_for(ana, DAY).focus
    assert item.waits == "From 9:00 in Lisbon, in 2 h 50 min."
    assert "Their hours are 9:00 to 17:00 in Lisbon (the usual ones in Portugal), on their working days." in (
        item.arithmetic
    )
    (told,) = today_as_of(DAY)
    assert told["not_before"] == item.waits
    now(at(8))
    assert day_for(ana, DAY).focus[0].waits == "" and today_as_of(DAY)[0]["not_before"] is None
    now(NOW)
    said = say_hours(ana, orchard, "Asia/Tokyo", time(9), time(17))
    assert say_hours(ana, orchard, "Asia/Tokyo", time(9), time(17)) == said
    assert day_for(ana, DAY).focus[0].waits == ""
    take_back_hours(ana, orchard, said)
    assert day_for(ana, DAY).focus[0].waits.startswith("From 9:00 in Lisbon")
    for zone, opens, closes in (("Europe/Atlantis", 9, 17), ("../zone", 9, 17), ("UTC", 17, 9), ("UTC", 9, 9)):
        with pytest.raises(ValueError, match=r"othing was kept\.$"):
            say_hours(ana, orchard, zone, time(opens), time(closes))
    assert ContactHours.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_can_be_done_now_stands_above_and_a_report_in_the_night_is_answered(orchard, bring, ana, now):
    say_place(ana, orchard, "PT")
    bring(*(mail(f"b{n}", "Priya Nair <priya@birch.example>", ANA, JUNE - 3 * n - 40) for n in range(9)))
    refresh(DAY)
    assert [str(one.relationship) for one in day_for(ana, DAY).focus] == ["Birch", "Orchard"]
    now(at(8))
    assert [str(one.relationship) for one in day_for(ana, DAY).focus] == ["Orchard", "Birch"]
    now(NOW)
    header = "Ticket ID,Status,Created,Updated,Requester Email,Priority,Subject,Incident\n"
    row = "1,open,2024-06-04 02:00,2024-06-04 02:00,jane@orchard.example,Low,Help,7\n"
    bring(data=(header + row).encode(), name="tickets.csv")
    refresh(DAY)
    first = day_for(ana, DAY).focus[0]
    assert (str(first.relationship), first.waits) == ("Orchard", ""), "they wrote at two in the night themselves"


@pytest.mark.django_db(transaction=True)
def test_over_before_anybody_called_is_the_moment_to_lend_a_hand(orchard, bring, ana, tom, now):
    bring(data=status(("04T02:00", "investigating"), ("04T06:10", "resolved")), name="later.json")
    refresh(DAY)
    say_duty(tom, tom, at(4), at(12), NOW)
    (item,) = day_for(tom, DAY).focus
    assert (item.kind, item.channel, str(item.colleague)) == ("solved", "call", "Tom Keller")
    assert "was over today at 06:10 UTC (a colleague says so), before anybody called them" in item.why
    assert [one["kind"] for one in today_as_of(DAY + timedelta(days=1))] != ["solved"], "the next day it is no news"


@pytest.mark.django_db(transaction=True)
def test_over_after_their_hours_is_told_on_the_next_morning(orchard, bring, ana, now):
    say_place(ana, orchard, "PT")
    bring(data=status(("04T19:00", "investigating"), ("04T21:30", "resolved")), name="later.json")
    refresh(DAY)
    (item,) = day_for(ana, DAY).focus
    assert (item.kind, item.waits) == ("solved", "From 9:00 in Lisbon, in 2 h 50 min."), "the source is ahead of us"
    next_day, later = today_as_of(DAY + timedelta(days=1)), today_as_of(DAY + timedelta(days=2))
    (told,) = [one for one in next_day if one["kind"] == "solved"]
    assert "was over on 4 June at 21:30 UTC (a colleague says so), before anybody called them" in told["why"]
    assert not [one for one in later if one["kind"] == "solved"], "once is enough"


@pytest.mark.django_db(transaction=True)
def test_a_turn_passes_the_call_on_once_and_nobody_loses_it(orchard, ana, tom, now, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "sapwood.workflows.tasks.duty_turned", SimpleNamespace(enqueue=lambda: (asked.append(1), pass_calls_on()))
    )
    say_duty(ana, ana, at(5), at(14), NOW)
    say_duty(tom, tom, at(14), at(22), NOW)

    def whose():
        on = [who for who in ("ana", "tom") for _ in today_as_of(DAY, f"{who}@home.example")]
        assert len(on) == len(today_as_of(DAY)) == 1, "on one Today, and on no other"
        return on[0]

    seen, looked = [], None
    for hour in range(6, 21):
        now(at(hour))
        looked = _turn_duty(looked)
        seen.append(whose())
    assert seen == ["ana"] * 8 + ["tom"] * 7
    assert len(asked) == 2, "at the start, and at the turn"


@pytest.mark.django_db(transaction=True)
def test_a_call_about_an_outage_breaks_no_peace_and_is_asked_for_no_reason(orchard, ana, tom, now):
    change(ana, orchard, floor=14)
    refresh(DAY)

    def draft(text, **more):
        made = understand(ana, text, at(10), orchard)
        for name, value in more.items():
            setattr(made, name, value)
        return check(ana, made, at(10))

    care = "They are to be left in peace until 16 June. Care about what was out of order breaks no peace."
    called = draft("called Jane at Orchard, 10 min")
    assert called.floor is None and called.ready and called.doubts == [care]
    assert draft("mailed Jane at Orchard").floor.days == 14, "that calls nobody about it"
    decide(ana, orchard, "done", DAY, item_kind="service event")
    DayItem.objects.all().delete()
    assert draft("called Jane at Orchard, 10 min").doubts == [care], "the same once it is ticked off"
    assert draft("called Jane at Orchard yesterday").floor.days == 14, "nothing was out of order then"


@pytest.mark.django_db(transaction=True)
def test_a_turn_while_it_was_down_is_made_up_for(orchard, ana, tom, now, monkeypatch):
    monkeypatch.setattr("sapwood.workflows.tasks.duty_turned", SimpleNamespace(enqueue=pass_calls_on))
    say_duty(ana, ana, at(5), at(14), NOW)
    say_duty(tom, tom, at(14), at(22), NOW)
    now(at(13))
    _turn_duty(None)
    assert called()[0] == "Ana Brandt"
    now(at(15))
    assert called()[0] == "Ana Brandt", "nobody looked at two"
    _turn_duty(None)
    assert called()[0] == "Tom Keller"


@pytest.mark.django_db
def test_bad_duties(ana, tom, lead):
    say_duty(ana, ana, at(4), at(12), NOW)
    for since, until in ((at(12), at(4)), (at(6), at(6)), (at(1), at(2)), (at(4), at(12, day=4) + timedelta(40))):
        with pytest.raises(ValueError, match="kept"):
            say_duty(tom, tom, since, until, NOW)
    with pytest.raises(ValueError, match="already"):
        say_duty(lead, ana, at(11), at(13), NOW)
    with pytest.raises(ValueError, match="two years"):
        say_duty(ana, ana, at(4) + timedelta(days=800), at(5) + timedelta(days=800), NOW)
    with pytest.raises(Refused):
        say_duty(tom, ana, at(13), at(14), NOW)
    say_duty(lead, ana, at(12), at(14), NOW)  # meets, and does not overlap
    assert Duty.objects.count() == 2
