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
from sapwood.workflows.imports import undo_import
from sapwood.workflows.notes.check import check
from sapwood.workflows.notes.enter import enter_and_wait
from sapwood.workflows.notes.save import save
from sapwood.workflows.notes.understand import understand
from sapwood.workflows.refresh import refresh
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
        note = save(ana, draft_of(ana, "called Jane at Orchard, 7 min"), "test", lambda asked: None)
        assert enter(note.brought) is False
    take_in(Import.objects.get(pk=note.brought_id), "worker")  # as the worker does
    [call, *_] = seen_by(ana, orchard)
    assert (call.channel, call.minutes, call.id) == ("call", 7, note.interaction)


def test_later_than_now_is_no_touch(orchard, ana):
    draft = draft_of(ana, "called Jane at Orchard", when=NOW + timedelta(hours=1))
    assert "still to come" in draft.troubles["when"]
