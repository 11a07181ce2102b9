"""Notes: a sentence becomes a touch that counts, its words stay with who took part, and nothing is logged twice."""

from datetime import UTC, datetime, timedelta

import pytest
from cast import ANA, JANE, LUIS, mail

from sapwood.records.access.models import AuditLine
from sapwood.records.directory.models import Address, Organisation
from sapwood.records.imports.models import Import
from sapwood.records.notes.models import NextStep, Note
from sapwood.records.relationships.models import Relationship
from sapwood.workflows.account import timeline
from sapwood.workflows.change_relationship import change
from sapwood.workflows.day import day_for
from sapwood.workflows.decide import decide
from sapwood.workflows.decide import undo as undo_decision
from sapwood.workflows.findable import learn_names
from sapwood.workflows.forget.naming import Naming
from sapwood.workflows.forget.records import erase_records
from sapwood.workflows.imports import undo_import
from sapwood.workflows.nobodys import clear_nobodys
from sapwood.workflows.notes.check import check
from sapwood.workflows.notes.enter import enter_and_wait
from sapwood.workflows.notes.save import save
from sapwood.workflows.notes.say import other_said
from sapwood.workflows.notes.shown import steps_of
from sapwood.workflows.notes.understand import understand
from sapwood.workflows.refresh import refresh
from sapwood.workflows.reminders.entries import entries_of
from sapwood.workflows.reminders.own_day import own_day
from sapwood.workflows.set_up import give_address

NOW = datetime(2024, 3, 4, 15, tzinfo=UTC)  # a Monday
TODAY = NOW.date()


@pytest.fixture
def orchard(bring, ana, tom):
    """Jane and Luis at Orchard write to Ana, the last time on 31 January."""
    for user in (ana, tom):
        give_address(user, user.email)
    bring(*[mail(n, JANE, ANA, day=n * 10) for n in range(4)], mail(9, LUIS, ANA, day=3))
    refresh(TODAY)
    return Relationship.objects.get()


def draft_of(user, text, account=None, now=NOW, **more):
    draft = understand(user, text, now, account)
    for name, value in more.items():
        setattr(draft, name, value)
    return check(user, draft, now)


def logged(user, text, **more):
    return save(user, draft_of(user, text, **more), "test", enter_and_wait)


def seen_by(user, relationship):
    refresh(TODAY)
    return timeline(user, Relationship.objects.get(pk=relationship.pk))


def test_a_logged_call_counts_like_any_touch(orchard, ana):
    note = logged(ana, "called Jane at Orchard, 10 min, she will send the volumes Friday")
    [call, *_] = seen_by(ana, orchard)
    assert (call.channel, call.direction, call.colleague, call.contact) == ("call", "out", "Ana Brandt", "Jane Doyle")
    assert call.minutes == 10
    assert call.subject == "called Jane at Orchard, 10 min, she will send the volumes Friday"
    assert Relationship.objects.get().standing.last_touch == note.when
    assert note.brought.status == "done"
    [step] = NextStep.objects.open()
    assert (step.by, step.due, step.whose.name) == ("them", datetime(2024, 3, 8).date(), "Jane Doyle")
    assert b"volumes" not in bytes(step.what)
    assert AuditLine.objects.filter(act="log", actor=ana).exists()


def test_a_second_press_adds_nothing(orchard, ana):
    draft = draft_of(ana, "called Jane at Orchard")
    first = save(ana, draft, "test", enter_and_wait)
    assert save(ana, draft, "test", enter_and_wait) == first
    assert Note.objects.count() == 1


def test_undone_at_once_and_for_good(orchard, ana):
    note = logged(ana, "called Petra at Orchard, I will send the offer tomorrow")
    assert Address.objects.filter(name="Petra").exists()
    undo_import(ana, note.brought, "test", queue=False)
    assert not NextStep.objects.open().exists()
    assert not Note.objects.standing().exists()
    assert all(event.channel == "mail" for event in seen_by(ana, orchard))


def test_who_took_part_reads_the_words_and_nobody_else(orchard, ana, tom, lead):
    logged(tom, "met Jane at Orchard, she is leaving in June")
    for user, reads in ((tom, True), (lead, False), (ana, False)):
        meeting = next(event for event in seen_by(user, orchard) if event.channel == "meeting")
        assert (meeting.subject is not None) is reads
        assert meeting.colleague == "Tom Keller"


def test_somebody_new_becomes_a_contact_there_once(orchard, ana):
    first = logged(ana, "called Petra Lang at Orchard")
    second = logged(ana, "Petra Lang called me back", another=True)
    assert first.contacts == second.contacts
    assert second.direction == "in"
    organisation = Organisation.objects.get(home=False)
    assert [a.person.name for a in organisation.addresses.filter(address__startswith="contact:")] == ["Petra Lang"]


def test_only_the_account_is_named(orchard, ana):
    logged(ana, "visited Orchard yesterday, an hour")
    [visit, *_] = seen_by(ana, orchard)
    assert (visit.channel, visit.contact, visit.minutes) == ("visit", None, 60)
    assert visit.when == datetime(2024, 3, 3, 12, tzinfo=UTC)


def test_while_an_import_is_written_a_note_waits_for_the_worker(orchard, ana):
    from django.conf import settings

    from sapwood.store.lock import one_writer
    from sapwood.workflows.notes.enter import enter
    from sapwood.workflows.take_in.flow import take_in

    with one_writer(settings.SAPWOOD_HOME):
        note = save(ana, draft_of(ana, "called Petra at Orchard, 7 min"), "test", lambda asked: None)
        assert enter(note.brought) is False
        clear_nobodys()  # as after somebody undoes an import
    take_in(Import.objects.get(pk=note.brought_id), "worker")  # as the worker does
    [call, *_] = seen_by(ana, orchard)
    assert (call.contact, call.minutes, call.id) == ("Petra", 7, note.interaction)


def test_later_than_now_is_no_touch(orchard, ana):
    draft = draft_of(ana, "called Jane at Orchard", when=NOW + timedelta(hours=1))
    assert "still to come" in draft.troubles["when"]


def item_of(user, day):
    refresh(day)
    found = day_for(user, day)
    return next(iter([*found.focus, *found.later]), None)


def test_a_next_step_comes_back_when_it_is_due(orchard, ana, tom, lead):
    logged(ana, "called Jane at Orchard, I will send the offer by Wednesday")
    wednesday = TODAY + timedelta(days=2)
    item = item_of(ana, wednesday)
    assert item.kind == "next step"
    assert item.why == "We said on 4 March what we would do by 6 March: send the offer."
    assert item.colleague.name == "Ana Brandt"
    assert item_of(lead, wednesday).why == "We said on 4 March what we would do by 6 March."  # not her words
    decision = decide(ana, orchard, "done", wednesday, item_kind="next step")
    assert not NextStep.objects.open().exists()
    undo_decision(ana, decision)
    assert NextStep.objects.open().exists()


def test_what_they_said_is_asked_after_once_its_day_has_passed(orchard, ana):
    logged(ana, "called Jane at Orchard, she will send the volumes by Wednesday")
    assert item_of(ana, TODAY + timedelta(days=2)) is None
    item = item_of(ana, TODAY + timedelta(days=3))
    assert item.why == "They said on 4 March that by 6 March they would: send the volumes. Ask after it."


def test_a_word_of_ours_is_kept_within_the_floor(orchard, ana, tom):
    change(ana, orchard, floor=14)
    logged(ana, "called Jane at Orchard, I will send the offer tomorrow")
    assert item_of(ana, TODAY + timedelta(days=1)).kind == "next step"
    draft = draft_of(tom, "called Luis at Orchard")
    assert draft.floor.days == 14
    assert not draft.ready
    assert other_said(draft.floor.last) == "Ana Brandt called Jane Doyle on 4 March 2024."
    with pytest.raises(ValueError, match="Say why"):
        save(tom, draft, "test", enter_and_wait)
    assert draft_of(tom, "Luis from Orchard called me").ready  # they turned to us
    note = logged(tom, "called Luis at Orchard", reason="He asked me to")
    assert (note.reason, note.within["days"]) == ("He asked me to", 14)
    assert AuditLine.objects.get(act="log", actor=tom).detail["reason"] == "He asked me to"


def test_the_same_call_noted_by_two(orchard, ana, tom):
    logged(ana, "called Jane at Orchard, 10 min")
    draft = draft_of(tom, "Ana and I called Jane at Orchard")
    assert [other_said(one) for one in draft.same] == ["Ana Brandt called Jane Doyle on 4 March 2024, 10 min."]
    assert not draft.ready
    assert draft_of(tom, "met Jane at Orchard").ready  # another channel
    assert draft_of(tom, "called Luis at Orchard").ready  # another person


BAD = [
    ("", "text", "nothing to note down"),
    ("Jane Doyle", "channel", "How were you in touch"),
    ("called Zed at Nowhere Ltd", "account", "no account called Nowhere Ltd"),
    ("called Jane at Orchard, 0 min", "minutes", "0 minutes cannot be"),
    ("called Jane at Orchard, 3000 min", "minutes", "3,000 minutes cannot be"),
    ("和Jane打了电话", "account", "Which account"),
    ("called Jane at Orchard, " + "long " * 2000, "text", "at most 2,000 characters"),
]


@pytest.mark.parametrize(("text", "field", "sentence"), BAD, ids=[field for _, field, _ in BAD])
def test_bad_input_gets_a_sentence_and_keeps_the_words(orchard, ana, text, field, sentence):
    draft = draft_of(ana, text)
    assert sentence in draft.troubles[field]
    assert draft.text == text
    with pytest.raises(ValueError, match=sentence):
        save(ana, draft, "test", enter_and_wait)
    assert not Note.objects.exists()


def test_several_of_one_name_are_offered(orchard, ana):
    first = logged(ana, "called Jane Roe at Orchard")
    draft = draft_of(ana, "called Jane at Orchard", another=True)
    assert [one.name for one in draft.people[0].choices] == ["Jane Doyle", "Jane Roe"]
    assert "Which Jane do you mean" in draft.troubles["people"]
    other = Organisation.objects.create(name="Orchard Farms", named_by_person=True)
    Relationship.objects.create(organisation=other)
    learn_names()
    assert draft_of(ana, "called Jane Roe at Orchard", another=True).account == first.relationship  # the whole name
    assert draft_of(ana, "visited Orchard Farms").account.organisation == other
    twin = Organisation.objects.create(name="Orchard Farms", named_by_person=True)
    Relationship.objects.create(organisation=twin)
    learn_names()
    draft = draft_of(ana, "visited Orchard Farms")
    assert {one.organisation for one in draft.accounts} == {other, twin}
    assert "Several accounts" in draft.troubles["account"]


def test_what_is_due_in_the_past_is_said(orchard, ana):
    draft = draft_of(ana, "called Jane at Orchard three weeks ago, she will send it next Friday")
    assert draft.ready
    assert "which has passed" in draft.doubts[0]


def test_who_is_erased_takes_what_was_to_come_next_along(orchard, ana):
    logged(ana, "called Luis at Orchard, I will send the plan tomorrow")
    logged(ana, "met Jane at Orchard, I will ask Luis Ortega tomorrow")
    logged(ana, "mailed Jane at Orchard, I will send the price list tomorrow")
    luis = Address.objects.get(address="luis@orchard.example")
    erase_records(Naming((luis.address,), (luis.person.name,), (luis.pk,)))
    assert [one.what for one in steps_of(ana, orchard)] == ["send the price list"]


def test_what_comes_next_leaves_for_no_calendar_and_no_mail_in_its_words(orchard, ana, settings):
    logged(ana, "called Jane at Orchard, 10 min, she will send the volumes Friday")
    settings.SAPWOOD_AS_OF = datetime(2024, 3, 11).date()
    refresh(settings.SAPWOOD_AS_OF)
    assert "volumes" in day_for(ana, settings.SAPWOOD_AS_OF).focus[0].why, "on the page, for who took part"
    (entry,) = entries_of(ana, NOW)
    assert "Orchard" in entry.title and "volumes" not in entry.title + entry.text
    (due,), _ = own_day(ana, settings.SAPWOOD_AS_OF)
    assert due.kind == "next step" and "volumes" not in due.why
