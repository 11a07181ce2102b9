"""What came since is added to what was counted before, and comes to what counting everything comes to."""

import random

import pytest
from cast import ANA, JANE, LUIS, PRIYA, TOM, mail
from test_refresh import DAY, MANY, from_scratch, history, saved

from sapwood.records.directory.models import Organisation
from sapwood.records.relationships.models import Measurement, Standing
from sapwood.workflows import measure_on
from sapwood.workflows.forget.flow import ask_forgetting, run
from sapwood.workflows.installation import operator, past
from sapwood.workflows.outdated import outdate
from sapwood.workflows.refresh import refresh

__all__ = ["history"]
CEDAR = "Ola Nord <ola@cedar.example>"


@pytest.fixture
def counted_anew(monkeypatch):
    """The organisations whose history was read again from the log."""
    names: list[str] = []

    def keys_of(organisations):
        names.extend(sorted(Organisation.objects.filter(pk__in=organisations).values_list("name", flat=True)))
        return real(organisations)

    real = measure_on.keys_of
    monkeypatch.setattr(measure_on, "keys_of", keys_of)
    return names


def test_what_came_is_added_and_no_history_is_read_again(history, bring, counted_anew):
    for number in range(3):
        bring(mail(f"new{number}", ANA, JANE, 40 + number), mail(f"met{number}", CEDAR, ANA, 60 + number))
        assert refresh(DAY) == 2
    assert counted_anew == []
    assert saved() == from_scratch()


def test_known_mail_from_another_mailbox_adds_nothing(history, bring, counted_anew):
    bring(mail("j7", JANE, ANA, 7), mail("new", JANE, TOM, 40), mailbox="tom@home.example")
    refresh(DAY)
    assert counted_anew == []
    assert Standing.objects.get(relationship__organisation__name="Orchard").touches == 5
    assert saved() == from_scratch()


def test_a_copy_under_another_message_id_is_looked_into(history, bring, counted_anew):
    bring(mail("copy", JANE, ANA, 7), mail("new", PRIYA, ANA, 40))
    refresh(DAY)
    assert counted_anew == ["Orchard"]
    assert Standing.objects.get(relationship__organisation__name="Orchard").touches == 4
    assert saved() == from_scratch()


def test_who_changed_otherwise_is_counted_anew_beside_what_came(history, bring, counted_anew):
    bring(mail("new", ANA, JANE, 40), mail("more", PRIYA, ANA, 40))
    outdate(Organisation.objects.get(name="Orchard"))
    assert refresh(DAY) == 2
    assert counted_anew == ["Orchard"]
    bring(mail("again", ANA, JANE, 42))  # what was counted anew is added to in its turn
    refresh(DAY)
    assert counted_anew == ["Orchard"]
    assert saved() == from_scratch()


def test_lost_files_cost_time_and_nothing_else(history, bring, counted_anew):
    past().keep_only(())
    bring(mail("new", ANA, JANE, 40))
    refresh(DAY)
    assert counted_anew == ["Orchard"]
    assert saved() == from_scratch()


def test_files_that_no_record_names_are_swept(history, bring):
    bring(mail("new", ANA, JANE, 40))
    refresh(DAY)
    names = Measurement.objects.get().past
    assert len(names) == 2
    assert {path.stem.rpartition("-")[0] for path in past().folder.iterdir()} == set(names)


@pytest.mark.django_db(transaction=True)
def test_an_erasure_leaves_nothing_of_what_was_counted(history):
    run(ask_forgetting(operator(), ["jane@orchard.example"], queue=False))
    assert list(past().folder.iterdir()) == []
    refresh(DAY)
    assert saved() == from_scratch()


def test_whatever_comes_in_whatever_order(history, bring):
    """Replies, threads by subject, blind copies, several at once, old mail after new."""
    chance = random.Random(7)
    people = [ANA, TOM, JANE, LUIS, PRIYA, CEDAR, *MANY[:4]]
    sent: list[str] = []
    for batch in range(6):
        mails = []
        for number in range(12):
            sender, *to = chance.sample(people, chance.choice([2, 2, 3, 4]))
            headers = (
                {"In_Reply_To": f"<{chance.choice(sent)}@test.example>"} if sent and chance.random() < 0.4 else {}
            )
            name = f"b{batch}-{number}"
            subject = chance.choice(["Volumes", "Invoice", "Visit", ""])
            mails.append(mail(name, sender, ", ".join(to), chance.randrange(100), subject, **headers))
            sent.append(name)
        bring(*mails, mailbox=chance.choice([None, "ana@home.example", "tom@home.example"]))
        if batch % 2:
            refresh(DAY)
    assert saved() == from_scratch()
