"""What people say about a relationship: checked, written, audited; and what it does to the colour."""

from datetime import date

import pytest
from cast import mail

from sapwood.records.access.models import AuditLine
from sapwood.records.relationships.models import DayItem, Relationship, Standing
from sapwood.workflows.change_relationship import change
from sapwood.workflows.installation import operator
from sapwood.workflows.permission import Refused
from sapwood.workflows.refresh import refresh

DAY = date(2024, 3, 1)


@pytest.fixture
def orchard(bring):
    bring(*(mail(n, day=7 * n, subject=f"Number {n}", text="A note.") for n in range(4)))
    refresh(DAY)
    return Relationship.objects.get()


def test_an_agreed_ceiling_overrides_the_learned_rhythm(orchard):
    change(operator(), orchard, role="customer", ceiling=45)
    standing = Standing.objects.get()
    assert (standing.state, standing.silent_days) == ("amber", 39)
    assert "45 days" in standing.why
    assert [item.kind for item in DayItem.objects.all()] == ["soon"]
    change(operator(), orchard, ceiling=90)
    assert Standing.objects.get().state == "green"
    assert not DayItem.objects.exists()
    before = list(Standing.objects.values())
    refresh(DAY)
    after = list(Standing.objects.values())
    assert [{**row, "id": 0} for row in after] == [{**row, "id": 0} for row in before], "measuring again agrees"


def test_the_audit_says_what_was_before(orchard):
    change(operator(), orchard, name="Orchard Field Services", role="customer", floor=7)
    line = AuditLine.objects.get(act="change relationship")
    assert line.detail == {
        "name": ["Orchard", "Orchard Field Services"],
        "role": ["unknown", "customer"],
        "floor": [None, 7],
    }


def test_nothing_changed_leaves_no_line(orchard):
    change(operator(), orchard, name="Orchard")
    assert not AuditLine.objects.filter(act="change relationship").exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"floor": 30, "ceiling": 10}, "The floor must be below the ceiling"),
        ({"ceiling": 0}, "1 to 3,650"),
        ({"ceiling": 10_000}, "1 to 3,650"),
        ({"role": "friend"}, "is not a role"),
        ({"name": " "}, "1 to 200"),
        ({"colour": "red"}, "has no colour"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(orchard, fields, said):
    with pytest.raises(ValueError, match=said):
        change(operator(), orchard, **fields)
    fresh = Relationship.objects.get()
    assert (fresh.role, fresh.floor, fresh.ceiling, str(fresh)) == ("unknown", None, None, "Orchard")


def test_only_its_owner_changes_what_was_agreed(orchard, ana, tom):
    change(operator(), orchard, owner=ana)
    with pytest.raises(Refused):
        change(tom, orchard, ceiling=30)


def test_a_name_given_by_a_person_survives_the_next_import(orchard, bring):
    change(operator(), orchard, name="Orchard Field Services")
    bring(mail(99, day=50))
    refresh(DAY)
    assert str(Relationship.objects.get()) == "Orchard Field Services"
