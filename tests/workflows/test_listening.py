"""Touches to listen: asked for by account or policy, done by logging one, and undone."""

from datetime import timedelta

import pytest
from cast import ANA, JANE, START, bring, mail  # noqa: F401

from sapwood.records.relationships.models import DayItem, Listened, Relationship
from sapwood.workflows.change_relationship import change
from sapwood.workflows.decide import decide
from sapwood.workflows.decide import undo as take_back
from sapwood.workflows.imports import undo_import
from sapwood.workflows.installation import operator
from sapwood.workflows.listening.ask import STOP, ask_many_to_listen, ask_to_listen
from sapwood.workflows.listening.mark import mark, unmark
from sapwood.workflows.notes.command import as_json, told
from sapwood.workflows.notes.enter import enter_and_wait
from sapwood.workflows.notes.save import save
from sapwood.workflows.notes.undo import undo_note
from sapwood.workflows.permission import Refused
from sapwood.workflows.refresh import refresh
from sapwood.workflows.tiers import add_tier, tag
from sapwood.workflows.today import today_as_of

LAST = START.date() + timedelta(days=84)
ASKED = LAST + timedelta(days=1)
DAY = ASKED + timedelta(days=60)


@pytest.fixture
def orchard(bring):  # noqa: F811
    """A monthly account, last in touch on the day LAST."""
    bring(*(mail(n, sender=(ANA, JANE)[n % 2], to=(JANE, ANA)[n % 2], day=28 * n, text="Well.") for n in range(4)))
    refresh(ASKED)
    return Relationship.objects.get()


def on_today(one: Relationship, day) -> list[str]:
    refresh(day)
    saved = [item.kind for item in DayItem.objects.filter(relationship=one, section="touch")]
    afresh = [item["kind"] for item in today_as_of(day) if item["account"] == str(one)]
    assert ("listen" in saved) == ("listen" in afresh)
    return saved


@pytest.mark.django_db(transaction=True)
def test_asked_for_due_logged_and_due_again(orchard, settings):
    assert ask_to_listen(operator(), orchard, 60, ASKED) == ask_to_listen(operator(), orchard, 60, DAY), (
        "twice is once"
    )
    assert on_today(orchard, DAY - timedelta(days=1)) != ["listen"]
    assert on_today(orchard, DAY) == ["listen"]
    item = DayItem.objects.get()
    assert item.why.startswith("A touch to listen: ask, listen, and offer nothing.") and item.touches
    settings.SAPWOOD_AS_OF = DAY
    draft = told(operator(), "called Jane, just to listen", None, "", False, False, False)
    assert as_json(draft, None)["listening"] and draft.outcome == "just to listen"
    note = save(operator(), draft, enter=enter_and_wait)
    assert Listened.objects.get().interaction == note.interaction
    assert on_today(orchard, DAY) == [], "one touch is both"
    assert "listen" not in on_today(orchard, DAY + timedelta(days=59))
    assert on_today(orchard, DAY + timedelta(days=60)) == ["listen"]
    assert "The last one was 60 days ago." in DayItem.objects.get().why
    assert not told(operator(), "called Jane", None, "", False, False, False).listening, "not yet due again"
    undo_note(operator(), note)
    assert on_today(orchard, DAY + timedelta(days=1)) == ["listen"], "it did not take place"
    assert told(operator(), "called Jane about volumes", None, "", False, False, False).listening, "it is time"
    assert not told(operator(), "mailed Jane", None, "", False, False, False).listening
    done = decide(operator(), orchard, "done", DAY + timedelta(days=1), item_kind="listen")
    assert "listen" not in on_today(orchard, DAY + timedelta(days=2)), "who is done with it has listened"
    take_back(operator(), done)
    assert on_today(orchard, DAY + timedelta(days=2)) == ["listen"]


@pytest.mark.django_db(transaction=True)
def test_a_touch_is_marked_and_the_mark_goes_with_its_import(orchard, bring, ana, tom):  # noqa: F811
    ask_to_listen(operator(), orchard, 60, ASKED)
    done = bring(mail(50, sender=ANA, to=JANE, day=100, text="How are you?"))
    assert on_today(orchard, DAY) == ["listen"]
    touch = orchard.standing.newest[0]
    made = mark(tom, orchard, touch["id"])
    assert made == mark(ana, orchard, touch["id"]), "twice is once"
    assert not DayItem.objects.filter(kind="listen").exists(), "at once"
    with pytest.raises(ValueError, match="They wrote"):
        mark(ana, orchard, next(one["id"] for one in orchard.standing.newest if one["direction"] == "in"))
    with pytest.raises(ValueError, match="not among the newest"):
        mark(ana, orchard, 5)
    undo_import(operator(), done, queue=False)
    assert on_today(orchard, DAY) == ["listen"]
    bring(mail(50, sender=ANA, to=JANE, day=100, text="How are you?"))
    assert "listen" not in on_today(orchard, DAY), "the same touch, brought again, is marked"
    orchard.owner = ana
    orchard.save()
    with pytest.raises(Refused):
        unmark(operator().__class__.objects.create_user("x@home.example", "X", "colleague"), made)
    unmark(tom, made)
    assert on_today(orchard, DAY) == ["listen"]


@pytest.mark.django_db(transaction=True)
def test_by_policy_of_a_tier_or_tag_and_not_with_one(orchard, lead, ana, tom):
    tier = add_tier(lead, "A")
    Relationship.objects.filter(pk=orchard.pk).update(tier=tier)
    with pytest.raises(Refused):
        ask_many_to_listen(ana, tier, 60, ASKED)
    for wrong in (0, 10_000, -3):
        with pytest.raises(ValueError, match="14 to 1,000 days"):
            ask_many_to_listen(lead, tier, wrong, ASKED)
    ask_many_to_listen(lead, tier, 60, ASKED)
    assert on_today(orchard, DAY) == ["listen"]
    assert "by policy of tier A, said by Lea Holm" in " ".join(DayItem.objects.get().arithmetic)
    press = tag(lead, orchard, "Press").tag
    ask_many_to_listen(lead, press, 90, ASKED)
    assert "listen" not in on_today(orchard, DAY), "the tag comes before the tier"
    ask_many_to_listen(lead, press, None, DAY)
    assert [one.kind for one in DayItem.objects.all()] == ["listen"], "at once"
    ask_to_listen(lead, orchard, None, DAY)
    assert "listen" not in on_today(orchard, DAY), "not with this account"
    ask_to_listen(lead, orchard, STOP, DAY)
    assert on_today(orchard, DAY) == ["listen"]
    change(lead, orchard, floor=90)
    assert on_today(orchard, DAY) == [], "inside the floor it waits"
