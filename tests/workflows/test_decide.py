"""Deciding about Today: done, snooze, not mine, undo; each a record, each with an audit line."""

from datetime import date, timedelta

import pytest
from cast import ANA, JANE, LUIS, PRIYA, TOM, mail

from sapwood.records.access.models import AuditLine
from sapwood.records.relationships.models import Decision, Relationship
from sapwood.workflows.day import day_for
from sapwood.workflows.decide import decide, undo
from sapwood.workflows.installation import operator
from sapwood.workflows.permission import Refused
from sapwood.workflows.refresh import refresh
from sapwood.workflows.today import today_as_of

DAY = date(2024, 6, 1)


@pytest.fixture
def silent(bring):
    """Orchard wrote weekly to Ana, and now and then to Tom, and has been silent since 15 April."""
    steady = [mail(n, day=7 * n, subject=f"Number {n}", text="A note.") for n in range(16)]
    answers = [mail(f"a{n}", sender=ANA, to=JANE, day=7 * n + 1, subject=f"Number {n}") for n in range(16)]
    others = [mail(f"t{n}", sender=TOM, to=LUIS, day=30 * n, subject=f"Report {n}") for n in range(4)]
    birch = [mail(f"b{n}", sender=ANA, to=PRIYA, day=2 * n, subject=f"Ticket {n}", text="Done.") for n in range(77)]
    bring(*steady, *answers, *others, *birch)
    refresh(DAY)
    return Relationship.objects.get(organisation__name="Orchard")


def offered(user=None):
    day = day_for(user or operator(), DAY)
    return {str(item.relationship): str(item.colleague) for item in (*day.focus, *day.later)}


def test_who_is_silent_is_offered_to_who_knows_them(silent):
    assert offered() == {"Orchard": "Ana Brandt"}
    (item,) = today_as_of(DAY)
    assert (item["account"], item["colleague"], item["contact"]) == ("Orchard", "ana@home.example", "Jane Doyle")
    assert "Silent for" in item["why"] and item["evidence"]


def test_done_takes_it_off_and_undo_brings_it_back(silent):
    done = decide(operator(), silent, "done", DAY)
    assert offered() == {} and today_as_of(DAY) == []
    undo(operator(), done)
    assert offered() == {"Orchard": "Ana Brandt"}
    acts = list(AuditLine.objects.filter(thing=f"relationship {silent.pk}").values_list("act", flat=True))
    assert acts == ["undo done", "done"]


def test_done_twice_is_one_decision(silent):
    assert decide(operator(), silent, "done", DAY) == decide(operator(), silent, "done", DAY)
    assert Decision.objects.count() == 1


def test_a_snooze_ends_on_its_day(silent):
    decide(operator(), silent, "snooze", DAY, until=DAY + timedelta(days=2))
    assert offered() == {}
    refresh(DAY + timedelta(days=2))
    assert day_for(operator(), DAY + timedelta(days=2)).focus


def test_not_mine_offers_it_to_who_knows_them_next(silent):
    decide(operator(), silent, "not mine", DAY)
    assert offered() == {"Orchard": "Tom Keller"}
    assert today_as_of(DAY, "tom@home.example")[0]["account"] == "Orchard"
    assert today_as_of(DAY, "ana@home.example") == []


@pytest.mark.parametrize(
    ("kind", "until", "said"),
    [("snooze", DAY, "ends after today"), ("explode", None, "is not a decision")],
)
def test_what_cannot_be_decided_is_said(silent, kind, until, said):
    with pytest.raises(ValueError, match=said):
        decide(operator(), silent, kind, DAY, until=until)
    assert not Decision.objects.exists()


def test_an_outsider_decides_nothing(silent, ana, tom):
    silent.owner = ana
    silent.save()
    with pytest.raises(Refused):
        decide(tom, silent, "done", DAY)


def test_a_colleague_takes_back_only_their_own(silent, ana, tom):
    done = decide(ana, silent, "done", DAY)
    with pytest.raises(Refused, match="Only who decided it"):
        undo(tom, done)


def test_an_unknown_colleague_is_said():
    with pytest.raises(ValueError, match="Nobody at home has the address"):
        today_as_of(DAY, "nobody@home.example")


test_an_unknown_colleague_is_said = pytest.mark.django_db(test_an_unknown_colleague_is_said)


def test_not_mine_said_by_the_next_one_too_passes_it_on_again(silent):
    decide(operator(), silent, "not mine", DAY)
    decide(operator(), silent, "not mine", DAY)
    assert [str(d.colleague) for d in Decision.objects.order_by("pk")] == ["Ana Brandt", "Tom Keller"]
    assert offered() == {"Orchard": "None"}, "nobody else knows them"
    decide(operator(), silent, "not mine", DAY)
    assert today_as_of(DAY)[0]["colleague"] is None


def test_not_mine_pressed_twice_passes_it_on_once(silent):
    (item,) = day_for(operator(), DAY).focus
    for _ in range(2):
        decide(operator(), silent, "not mine", DAY, colleague=item.colleague_id)
    assert Decision.objects.count() == 1
    assert offered() == {"Orchard": "Tom Keller"}


def test_who_comes_second_gets_the_decision_of_who_was_first(silent, ana, tom):
    first = decide(ana, silent, "done", DAY)
    for kind in ("done", "snooze"):
        assert decide(tom, silent, kind, DAY) == first
    assert Decision.objects.count() == 1 and first.by == ana
    assert decide(ana, silent, "snooze", DAY).kind == "snooze", "one's own mind may change"
    undo(ana, first)
