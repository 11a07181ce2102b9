"""Many accounts at once: what is written, judged again, audited, and taken back."""

from datetime import date

import pytest
from cast import mail

from sapwood.records.access.models import AuditLine
from sapwood.records.directory.models import Organisation
from sapwood.records.relationships.models import BulkChange, DayItem, Relationship, Standing
from sapwood.workflows.change_many import change_many, preview, ranges, undo_many
from sapwood.workflows.change_relationship import change
from sapwood.workflows.installation import operator
from sapwood.workflows.permission import Refused
from sapwood.workflows.refresh import refresh

DAY = date(2024, 3, 1)
ALL = Relationship.objects


@pytest.fixture
def firms(bring):
    """Two firms that wrote every week until 39 days ago."""
    for firm in ("orchard", "birch"):
        who = f"Jane <jane@{firm}.example>"
        bring(*(mail(f"{firm}{n}", who, day=7 * n, subject=f"Number {n}", text="A note.") for n in range(4)))
    refresh(DAY)
    return {r.organisation.name: r for r in ALL.select_related("organisation")}


def saved():
    """What refresh would save, without numbers that are made anew."""
    standings = [{**row, "id": 0} for row in Standing.objects.order_by("relationship").values()]
    return standings, [{**row, "id": 0} for row in DayItem.objects.order_by("relationship", "kind").values()]


@pytest.mark.parametrize(
    "fields", [{"ceiling": 45}, {"ceiling": 90}, {"floor": 60}, {"floor": 3, "ceiling": 40}, {"role": "customer"}]
)
def test_it_leaves_what_measuring_everything_again_would(firms, fields):
    change_many(operator(), ALL.all(), fields)
    before = saved()
    refresh(DAY)
    assert saved() == before


def test_an_owner_changes_whose_item_it_is(firms, ana):
    from sapwood.workflows.set_up import give_address

    give_address(ana, "ana@home.example")
    change_many(operator(), ALL.all(), {"owner": ana.pk})
    before = saved()
    refresh(DAY)
    assert saved() == before
    assert set(ALL.values_list("owner", flat=True)) == {ana.pk}


def test_undo_brings_each_back_to_what_it_was_unless_somebody_changed_it_since(firms, ana, tom):
    change(operator(), firms["Orchard"], owner=ana, ceiling=20)
    one = change_many(operator(), ALL.all(), {"owner": tom.pk, "ceiling": 60})
    change(operator(), firms["Birch"], ceiling=70)
    undo_many(operator(), one)
    orchard, birch = (ALL.get(pk=firms[name].pk) for name in ("Orchard", "Birch"))
    assert (orchard.owner, orchard.ceiling) == (ana, 20)
    assert (birch.owner, birch.ceiling) == (tom, 70)
    assert [(line.relationship, line.restored) for line in one.lines.all()] == [(orchard, True), (birch, False)]
    one.refresh_from_db()
    assert one.undone_by == operator()
    assert undo_many(operator(), one).undone == one.undone, "twice changes nothing"
    assert AuditLine.objects.filter(act="undo change accounts").count() == 1


def test_undo_leaves_alone_what_can_no_longer_be(firms):
    Relationship.objects.filter(pk=firms["Birch"].pk).update(role="customer")
    one = change_many(operator(), ALL.filter(pk=firms["Birch"].pk), {"role": "vendor"})
    ALL.create(organisation=firms["Birch"].organisation, role="customer")
    undo_many(operator(), one)
    assert ALL.get(pk=firms["Birch"].pk).role == "vendor"
    assert one.lines.get().restored is False


def test_a_cadence_that_does_not_go_with_what_is_agreed_stays(firms):
    change(operator(), firms["Orchard"], ceiling=20)
    shown = preview(operator(), ALL.all(), {"floor": 30})
    assert [pk for pk, _ in shown.lines] == [firms["Birch"].pk]
    assert sum(shown.cannot.values()) == 1


def test_two_of_one_organisation_cannot_both_get_one_role(db):
    organisation = Organisation.objects.create(name="Orchard")
    for role in ("customer", "prospect"):
        ALL.create(organisation=organisation, role=role)
    shown = preview(operator(), ALL.all(), {"role": "vendor"})
    assert (len(shown.lines), sum(shown.cannot.values())) == (1, 1)
    assert change_many(operator(), ALL.all(), {"role": "vendor"}).lines.count() == 1


def test_one_line_says_who_changed_which_to_what(firms, ana):
    one = change_many(operator(), ALL.all(), {"owner": ana.pk})
    line = AuditLine.objects.get(act="change accounts")
    numbers = sorted(r.pk for r in firms.values())
    assert line.detail == {"number": 2, "accounts": ranges(numbers), "owner": "ana@home.example"}
    assert line.thing == f"bulk change {one.pk}"


def test_nothing_to_change_leaves_no_record(firms):
    assert change_many(operator(), ALL.all(), {"role": "unknown"}) is None
    assert not BulkChange.objects.exists()


def test_only_who_made_it_or_a_lead_takes_it_back(firms, ana, tom, lead):
    one = change_many(ana, ALL.all(), {"ceiling": 50})
    with pytest.raises(Refused):
        undo_many(tom, one)
    undo_many(lead, one)
    assert set(ALL.values_list("ceiling", flat=True)) == {None}


def test_ranges_are_short_and_exact():
    assert ranges([12, 3, 7, 8, 9, 11, 10]) == "3, 7-12"
    assert ranges([]) == ""


def test_queries_do_not_grow_with_each_account(db, django_assert_max_num_queries):
    organisations = Organisation.objects.bulk_create(Organisation(name=f"Account {n}") for n in range(400))
    ALL.bulk_create(Relationship(organisation=o) for o in organisations)
    who = operator()
    with django_assert_max_num_queries(25):
        one = change_many(who, ALL.all(), {"role": "vendor", "ceiling": 30})
    with django_assert_max_num_queries(25):
        undo_many(who, one)
    assert not ALL.exclude(role="unknown", ceiling=None).exists()
