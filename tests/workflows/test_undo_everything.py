"""Undoing an import, weeks later and with others in between: what only it brought goes, from every table."""

from datetime import date

import pytest
from cast import ANA, JANE, LUIS, PRIYA, TOM, mail

from sapwood.records.directory.models import Address, Domain, Match, Organisation, Person
from sapwood.records.imports.models import ImportTrouble
from sapwood.records.relationships.models import DayItem, Relationship, Standing
from sapwood.workflows.change_relationship import change
from sapwood.workflows.imports import undo_import
from sapwood.workflows.installation import log, operator, texts
from sapwood.workflows.merge_people import merge_by_hand, rename
from sapwood.workflows.refresh import refresh
from sapwood.workflows.repair import sweep

DAY = date(2024, 3, 1)
DIRECTORY = (Address, Person, Organisation, Domain, Match)


@pytest.fixture
def undone():
    def undone(done):
        undo_import(operator(), done, queue=False)
        refresh(DAY)
        sweep()

    return undone


def tables():
    refresh(DAY)
    return {model.__name__: sorted(map(str, model.objects.all())) for model in (*DIRECTORY[:4], Relationship)}


def test_the_only_import_leaves_nothing(bring, undone):
    done = bring(
        mail(1), mail(2, sender="Doyle, Jane <janed@orchard.example>", day=1), b"no mail\n", mailbox="x@y.example"
    )
    assert Match.objects.count() == 1
    undone(done)
    left = {model.__name__: model.objects.count() for model in (*DIRECTORY, Standing, DayItem, Relationship)}
    assert left == dict.fromkeys(left, 0) | {"Organisation": 1, "Domain": 1}, "home was said by a person"
    assert Organisation.objects.get().home
    assert not ImportTrouble.objects.exists()
    assert log().imports_in() == set() == texts().imports_in()


def test_weeks_later_with_imports_in_between(bring, undone):
    bring(mail(1), mail(2, sender=ANA, to=JANE, day=3))
    before = tables()
    middle = bring(mail(1), mail(3, sender=PRIYA, day=5), mail(4, sender=LUIS, to=TOM, day=6))
    after = bring(mail(5, sender=JANE, to=ANA, day=9))
    assert "Birch" in tables()["Organisation"]
    undone(middle)
    assert tables() == before
    assert after.status == "done"


def test_what_another_import_saw_too_stays(bring, undone):
    first = bring(mail(1), mailbox="ana@home.example")
    bring(mail(1), mailbox="tom@home.example")
    undone(first)
    assert Standing.objects.get().touches == 1
    assert Address.objects.filter(address="jane@orchard.example").exists()


def test_what_colleagues_wrote_stays(bring, undone):
    done = bring(mail(1), mail(2, sender=LUIS, day=1), mail(3, sender=PRIYA, day=2))
    refresh(DAY)
    change(operator(), Relationship.objects.get(organisation__name="Birch"), ceiling=30)
    jane, luis = (Address.objects.get(address=f"{n}@orchard.example").person for n in ("jane", "luis"))
    rename(operator(), luis, "Luis O.")
    merge_by_hand(operator(), jane, luis)
    undone(done)
    assert Relationship.objects.get().ceiling == 30
    assert Person.objects.filter(name="Luis O.").exists()
    assert Match.objects.get().merged_by == operator()
    assert not Address.objects.filter(address="priya@birch.example").exists()


def test_a_home_that_was_only_guessed_goes_with_the_mail_it_was_guessed_from(bring, undone):
    done = bring(*(mail(n, sender=ANA, to=[JANE, PRIYA][n % 2], day=n) for n in range(6)), home_domains=[])
    assert Organisation.of_home().name == "Home"
    undone(done)
    assert Organisation.of_home() is None


def test_a_sweep_that_was_killed_is_done_again(bring, undone):
    done = bring(mail(1))
    undo_import(operator(), done, queue=False)
    assert Address.objects.exists()
    sweep()
    sweep()
    assert not Address.objects.exists()
