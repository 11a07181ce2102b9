"""Refreshing measures what changed, and comes to what measuring everything comes to."""

from datetime import date

import pytest
from cast import ANA, JANE, PRIYA, TOM, mail

from sapwood.measures.rhythm import learned_from
from sapwood.records.directory.models import Organisation
from sapwood.records.relationships.models import (
    DayItem,
    Measurement,
    Outdated,
    Participation,
    Relationship,
    Standing,
)
from sapwood.workflows import refresh as refreshing
from sapwood.workflows.home import call_home
from sapwood.workflows.imports import undo_import
from sapwood.workflows.installation import operator
from sapwood.workflows.outdated import outdate
from sapwood.workflows.refresh import behind, refresh
from sapwood.workflows.repair import sweep
from sapwood.workflows.set_up import invite

DAY = date(2024, 6, 1)
MANY = [f"Kim Nr{n} <kim@firm{n}.example>" for n in range(12)]


@pytest.fixture
def history(bring, settings):
    """Fourteen accounts with a few mails each: a refresh of one of them is not worth measuring everything."""
    mails = [mail(f"m{n}-{day}", sender, ANA, day) for n, sender in enumerate(MANY) for day in (0, 20, 31 + n)]
    mails += [mail(f"j{day}", JANE, ANA, day) for day in (0, 7, 14, 21)] + [mail("p1", PRIYA, TOM, 3)]
    done = bring(*mails)
    settings.SAPWOOD_AS_OF = DAY
    assert refresh(DAY) == 14
    return done


def saved() -> list[dict]:
    """All that a refresh writes, in an order of its own and without row numbers."""
    hidden = ("id", "relationship_id")
    rows = []
    for model in (Standing, DayItem, Participation):
        for row in model.objects.select_related("relationship__organisation"):
            values = {
                f.attname: rounded(getattr(row, f.attname)) for f in row._meta.fields if f.attname not in hidden
            }
            rows.append({"of": str(row.relationship), "model": model.__name__} | values)
    return sorted(rows, key=str)


def rounded(value: object) -> object:
    """Expected numbers are interpolated on a grid that the population sets: equal to four digits."""
    if isinstance(value, dict):
        return {name: rounded(one) for name, one in value.items()}
    return float(f"{value:.4g}") if isinstance(value, float) else value


def from_scratch() -> list[dict]:
    """The same, measured anew from nothing but the log, with the rhythm that was learned before."""
    learned = learned_from(Measurement.objects.get().learned)
    patch = pytest.MonkeyPatch()
    real = refreshing.look
    with patch.context() as patched:
        patched.setattr(refreshing, "look", lambda *given: real(*given, learned=learned))
        Measurement.objects.all().delete()
        refresh(DAY)
    return saved()


def test_nothing_new_measures_nothing(history):
    before = saved()
    assert not behind()
    assert refresh(DAY) == 0
    assert saved() == before


def test_what_an_import_brought_is_measured_and_nothing_else(history, bring, ana):
    untouched = Standing.objects.get(relationship__organisation__name="Firm3").pk
    bring(mail("new", ANA, JANE, 40), mail("met", "Ola Nord <ola@cedar.example>", ANA, 41))
    assert behind()
    assert refresh(DAY) == 2
    assert not behind()
    assert Standing.objects.get(pk=untouched)
    assert Standing.objects.get(relationship__organisation__name="Orchard").touches == 5
    assert Relationship.objects.filter(organisation__name="Cedar").exists()
    assert saved() == from_scratch()


def test_an_undone_import_is_taken_off_again(history, bring):
    before = saved()
    later = bring(mail("new", ANA, JANE, 40), mail("met", "Ola Nord <ola@cedar.example>", ANA, 41))
    refresh(DAY)
    undo_import(operator(), later, queue=False)
    assert refresh(DAY) == 1
    assert not Relationship.objects.filter(organisation__name="Cedar").exists()
    assert saved() == before == from_scratch()


def test_once_its_rows_are_gone_nobody_knows_whom_an_undone_import_was_about(history, bring):
    before = saved()
    later = bring(mail("new", ANA, JANE, 40))
    refresh(DAY)
    undo_import(operator(), later, queue=False)
    sweep()
    assert refresh(DAY) == 14
    assert [row["touches"] for row in saved() if "touches" in row] == [r["touches"] for r in before if "touches" in r]


def test_what_was_said_to_be_outdated_is_measured_once(history):
    orchard = Organisation.objects.get(name="Orchard")
    outdate(orchard)
    outdate(orchard)
    outdate(None)
    assert behind()
    assert refresh(DAY) == 1
    assert not Outdated.objects.exists()


def test_another_home_or_another_day_or_lost_rows_measure_everything(history):
    call_home(operator(), ["cedar.example"], "test")
    assert refresh(DAY) == 14
    assert refresh(date(2024, 6, 2)) == 14
    Standing.objects.first().delete()
    assert refresh(date(2024, 6, 2)) == 14


def test_a_refresh_that_breaks_off_leaves_what_was_and_the_same_to_do(history, bring, monkeypatch):
    before = saved()
    bring(mail("new", ANA, JANE, 40))
    monkeypatch.setattr(refreshing, "plan_day", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        refresh(DAY)
    assert saved() == before and behind()
    monkeypatch.undo()
    assert refresh(DAY) == 1
    assert saved() == from_scratch()


def test_too_little_memory_for_measuring_is_no_reason_not_to(history):
    before = saved()
    Measurement.objects.all().delete()
    assert refresh(DAY, memory_mb=1) == 14
    assert saved() == before


def test_an_account_that_lost_all_its_touches_is_offered_no_more(history, bring):
    later = bring(*(mail(f"met{day}", "Ola Nord <ola@cedar.example>", ANA, day) for day in (20, 22, 24, 26)))
    refresh(DAY)
    cedar = Relationship.objects.get(organisation__name="Cedar")
    cedar.owner = operator()  # somebody wrote about it, so it stays
    cedar.save()
    assert DayItem.objects.filter(relationship=cedar).exists()
    undo_import(operator(), later, queue=False)
    refresh(DAY)
    assert Relationship.objects.filter(pk=cedar.pk).exists()
    assert not DayItem.objects.filter(relationship=cedar).exists()


def test_who_is_invited_later_is_a_participant_of_what_they_took_part_in(history):
    assert not Participation.objects.exists()
    ana = invite(operator(), "ana@home.example", "Ana Brandt", "colleague")
    refresh(DAY)
    assert Participation.objects.filter(user=ana, relationship__organisation__name="Orchard").exists()
